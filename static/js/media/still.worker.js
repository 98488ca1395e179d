/*
 * Single pictures of a video, wherever one is asked for: the keyframe shown at that time. The file stays open,
 * and of the times that come while a picture is being made only the last counts.
 */
import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { notSilent } from "./decoding.js";
import { errorMessage, MediaError } from "./errors.js";
import { frameIndexOpen } from "./frame-index.js";
import { pictureMakerOpen } from "./picture.js";
import { pictureSize } from "./shrink.js";
import { videoOpen } from "./source.js";
import { trackConfig } from "./track-config.js";

/** @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").EncodedPacket} EncodedPacket */

const LONGEST_SIDE = 1280;
const QUALITY = 0.85;
const EPSILON_S = 1e-5;

/** @type {Promise<(time: number) => Promise<object>> | null} */
let stills = null;
/** @type {number | null} */
let wanted = null;
let isWorking = false;

self.onmessage = ({ data }) => {
  stills ??= stillsOpen(data.file);
  wanted = data.time;
  if (!isWorking) void work();
};

async function work() {
  isWorking = true;
  while (wanted !== null) {
    const time = wanted;
    wanted = null;
    try {
      const make = await /** @type {NonNullable<typeof stills>} */ (stills);
      self.postMessage({ type: "still", asked: time, ...(await make(time)) });
    } catch (error) {
      self.postMessage({ ...errorMessage(error), asked: time });
    }
  }
  isWorking = false;
}

/** @param {File} file */
async function stillsOpen(file) {
  const video = await videoOpen(file, { isExact: true });
  const { track, origin } = video;
  const config = await trackConfig(video);
  if (!config) throw new MediaError("undecodable", (await track.getCodecParameterString()) ?? "");
  const size = pictureSize(await track.getDisplayWidth(), await track.getDisplayHeight(), LONGEST_SIDE);
  const turned = { rotation: await track.getRotation(), isFlipped: await track.getFlip() };
  const pictures = pictureMakerOpen({ ...size, ...turned, quality: QUALITY });
  const sink = new EncodedPacketSink(track);
  const { lastTime } = await frameIndexOpen(video);
  return async (/** @type {number} */ time) => {
    const first = await sink.getFirstKeyPacket();
    const key = (await sink.getKeyPacket(time + origin + EPSILON_S)) ?? first;
    if (!first || !key) throw new MediaError("undecodable", "no keyframe");
    const jpeg = await pictures.jpeg(await frameDecode(config, first, key));
    return { jpeg, ...size, time: key.timestamp - origin, lastTime };
  };
}

/**
 * A keyframe that is a mere recovery point decodes only after an IDR frame, for which the first one serves.
 * @param {VideoDecoderConfig} config
 * @param {EncodedPacket} first
 * @param {EncodedPacket} key
 */
async function frameDecode(config, first, key) {
  const frame = (await lastFrame(config, [key])) ?? (await lastFrame(config, [first, key]));
  if (!frame) throw new MediaError("undecodable", "the keyframe gives no picture");
  return frame;
}

/**
 * @param {VideoDecoderConfig} config
 * @param {EncodedPacket[]} packets
 * @returns {Promise<VideoFrame | null>}
 */
async function lastFrame(config, packets) {
  /** @type {VideoFrame[]} */
  const frames = [];
  const decoder = new VideoDecoder({ output: (frame) => frames.push(frame), error() {} });
  try {
    decoder.configure(config);
    for (const packet of packets) decoder.decode(packet.toEncodedVideoChunk());
    await notSilent(decoder.flush());
  } catch {
    // what came out before still counts
  } finally {
    if (decoder.state !== "closed") decoder.close();
  }
  const last = frames.length >= packets.length ? frames.pop() : undefined;
  for (const frame of frames) frame.close();
  return last ?? null;
}
