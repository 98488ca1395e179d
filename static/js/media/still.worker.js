/*
 * Single pictures of a video, wherever one is asked for: the keyframe shown at that time, or the very frame, which
 * takes the decoding of all frames from the keyframe on. The file stays open, and of the times that come while a
 * picture is being made only the last counts.
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
/** The times of frames that were sent are whole milliseconds. */
const ROUNDING_S = 0.0006;
/** Recorders set a keyframe every 10 s at least; a picture is not worth more decoding than that. */
const LONGEST_WAY_S = 12;
/** Frames that a decoder holds back at most, in every codec. */
const REORDERED_AT_MOST = 16;

/** @type {Promise<(time: number) => Promise<object>> | null} */
let stills = null;
/** @type {number | null} */
let wanted = null;
let isWorking = false;

self.onmessage = ({ data }) => {
  stills ??= stillsOpen(data.file, data.options);
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

/**
 * @param {File} file
 * @param {import("./still.js").StillOptions} options
 */
async function stillsOpen(file, { longestSide = LONGEST_SIDE, isExact = false }) {
  const video = await videoOpen(file, { isExact: true });
  const { track, origin } = video;
  const config = await trackConfig(video);
  if (!config) throw new MediaError("undecodable", (await track.getCodecParameterString()) ?? "");
  const size = pictureSize(await track.getDisplayWidth(), await track.getDisplayHeight(), longestSide);
  const turned = { rotation: await track.getRotation(), isFlipped: await track.getFlip() };
  const pictures = pictureMakerOpen({ ...size, ...turned, quality: QUALITY });
  const sink = new EncodedPacketSink(track);
  const { lastTime } = await frameIndexOpen(video);
  return async (/** @type {number} */ time) => {
    const first = await sink.getFirstKeyPacket();
    const at = time + origin + (isExact ? ROUNDING_S : EPSILON_S);
    const key = (await sink.getKeyPacket(at)) ?? first;
    if (!first || !key) throw new MediaError("undecodable", "no keyframe");
    const exact = isExact ? await frameAt(config, sink, first, key, at) : null;
    const shown = exact ? exact.timestamp / 1e6 : key.timestamp;
    const jpeg = await pictures.jpeg(exact ?? (await frameDecode(config, first, key)));
    return { jpeg, ...size, time: shown - origin, lastTime };
  };
}

/**
 * @param {VideoDecoderConfig} config
 * @param {EncodedPacketSink} sink
 * @param {EncodedPacket} first
 * @param {EncodedPacket} key
 * @param {number} at
 * @returns {Promise<VideoFrame | null>} null where the way from the keyframe is long or damaged
 */
async function frameAt(config, sink, first, key, at) {
  if (at - key.timestamp > LONGEST_WAY_S) return null;
  const packets = await packetsTo(sink, key, at);
  const time = Math.max(...packets.map(({ timestamp }) => timestamp).filter((timestamp) => timestamp <= at));
  return (
    (await frameOf(config, packets, time)) ??
    (key === first ? null : await frameOf(config, [first, ...packets], time))
  );
}

/**
 * From the keyframe on, in the order of decoding: what is shown before may be decoded after.
 * @param {EncodedPacketSink} sink
 * @param {EncodedPacket} key
 * @param {number} at
 */
async function packetsTo(sink, key, at) {
  const packets = [];
  let later = 0;
  /** @type {EncodedPacket | null} */
  let packet = key;
  while (packet && later <= REORDERED_AT_MOST) {
    packets.push(packet);
    if (packet.timestamp > at) later += 1;
    packet = await sink.getNextPacket(packet);
  }
  return packets;
}

/**
 * The frame that is shown from a time on; null when it does not come out.
 * @param {VideoDecoderConfig} config
 * @param {EncodedPacket[]} packets
 * @param {number} time
 */
async function frameOf(config, packets, time) {
  /** @type {VideoFrame[]} */
  const found = [];
  await framesDecode(config, packets, (frame) => {
    if (!found.length && Math.abs(frame.timestamp / 1e6 - time) < EPSILON_S) found.push(frame);
    else frame.close();
  });
  return found.pop() ?? null;
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
  await framesDecode(config, packets, (frame) => frames.push(frame));
  const last = frames.length >= packets.length ? frames.pop() : undefined;
  for (const frame of frames) frame.close();
  return last ?? null;
}

/**
 * @param {VideoDecoderConfig} config
 * @param {EncodedPacket[]} packets
 * @param {(frame: VideoFrame) => void} output
 */
async function framesDecode(config, packets, output) {
  const decoder = new VideoDecoder({ output, error() {} });
  try {
    decoder.configure(config);
    for (const packet of packets) decoder.decode(packet.toEncodedVideoChunk());
    await notSilent(decoder.flush());
  } catch {
    // what came out before still counts
  } finally {
    if (decoder.state !== "closed") decoder.close();
  }
}
