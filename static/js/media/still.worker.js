/*
 * Single pictures of a video, wherever one is asked for: the keyframe shown at that time, or the very frame, which
 * takes the decoding of all frames from the keyframe on. The file stays open, and of the times that come while a
 * picture is being made only the last counts.
 */
import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { notSilent } from "./decoding.js";
import { errorMessage, MediaError } from "./errors.js";
import { framesAtOpen } from "./frames-at.js";
import { rungOpen } from "./ladder.js";
import { pictureMakerOpen, pictureSetup } from "./picture.js";
import { slowPicturesOpen } from "./pictures-at.js";
import { trackShape } from "./track-config.js";

/** @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").EncodedPacket} EncodedPacket */

const LONGEST_SIDE = 1280;
const QUALITY = 0.85;
const EPSILON_S = 1e-5;
/** The times of frames that were sent are whole milliseconds. */
const ROUNDING_S = 0.0006;
/** Recorders set a keyframe every 10 s at least; a picture is not worth more decoding than that. */
const LONGEST_WAY_S = 12;

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
async function stillsOpen(file, { longestSide = LONGEST_SIDE, interval = Number.POSITIVE_INFINITY }) {
  const isExact = Number.isFinite(interval);
  const rung = await rungOpen(file, { needed: { gap: interval, spans: [] } });
  const shape = rung.slow ? rung.slow.shape : await trackShape(rung.video.track);
  const setup = pictureSetup(shape, longestSide, QUALITY);
  return rung.slow ? slowStills(rung.slow, setup, isExact) : fastStills(rung, setup, isExact);
}

/**
 * @param {import("./slow-source.js").SlowSource} slow
 * @param {import("./picture.js").PictureSetup} setup
 * @param {boolean} isExact
 */
async function slowStills(slow, setup, isExact) {
  const { index, picturesAt } = await slowPicturesOpen(slow, setup);
  const facts = { width: setup.width, height: setup.height, lastTime: slow.lastTime };
  return async (/** @type {number} */ time) => {
    const at = Math.max(time + (isExact ? ROUNDING_S : EPSILON_S), slow.firstTime);
    const key = await index.keyBefore(at);
    const isNear = isExact && key !== null && at - key.time <= LONGEST_WAY_S;
    for await (const shown of picturesAt([{ time: isNear ? at : (key?.time ?? at) + EPSILON_S }])) {
      if (shown.picture) return { jpeg: await shown.picture.jpeg(), ...facts, time: shown.time };
    }
    throw new MediaError("undecodable", "the keyframe gives no picture");
  };
}

/**
 * @param {import("./ladder.js").FastRung} rung
 * @param {import("./picture.js").PictureSetup} setup
 * @param {boolean} isExact
 */
async function fastStills({ video, config, index }, setup, isExact) {
  const { track, origin } = video;
  const pictures = pictureMakerOpen(setup);
  const sink = new EncodedPacketSink(track);
  const framesAt = isExact ? await framesAtOpen(video, config, index) : null;
  const facts = { width: setup.width, height: setup.height, lastTime: index.lastTime };
  return async (/** @type {number} */ time) => {
    const at = time + (isExact ? ROUNDING_S : EPSILON_S);
    const shown = framesAt && (await frameShown(framesAt, index, at));
    if (shown?.frame) return { jpeg: await pictures.jpeg(shown.frame), ...facts, time: shown.time };
    const first = await sink.getFirstKeyPacket();
    const key = (await sink.getKeyPacket(at + origin)) ?? first;
    if (!first || !key) throw new MediaError("undecodable", "no keyframe");
    const jpeg = await pictures.jpeg(await frameDecode(config, first, key));
    return { jpeg, ...facts, time: key.timestamp - origin };
  };
}

/**
 * @param {Awaited<ReturnType<typeof framesAtOpen>>} framesAt
 * @param {import("./plan.js").FrameIndex} index
 * @param {number} time
 * @returns {Promise<import("./frames-at.js").MomentFrame<{time: number}> | null>} null where the way from the keyframe
 *   is long or damaged
 */
async function frameShown(framesAt, index, time) {
  const key = await index.keyBefore(time);
  if (key && time - key.time > LONGEST_WAY_S) return null;
  for await (const shown of framesAt([{ time }])) return shown.frame && shown;
  return null;
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
