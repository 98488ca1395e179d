/*
 * How long this machine takes for a video, measured on its first frames, so that the analyst hears it before she starts.
 */
import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { notSilent } from "./decoding.js";
import { MediaError } from "./errors.js";
import { pictureMakerOpen, pictureSetup } from "./picture.js";
import { trackShape } from "./track-config.js";

/**
 * @typedef {object} Speed of one decoder alone; null when not known
 * @property {number | null} keyframeSeconds for a keyframe, from file to JPEG
 * @property {number | null} throughSeconds for a second of video decoded through
 *
 * @typedef {import("./plan.js").Pick} Pick
 */

const IMG_SIZE = 640;
const KEYFRAMES = 6;
const THROUGH_FRAMES = 75;
/** Of the slow decoder's: enough to tell minutes from hours. */
const SLOW_THROUGH_S = 2;
/** Where it takes longer the analyst does without it. */
const LONGEST_MS = 8000;

/**
 * @param {import("./ladder.js").Rung} rung
 * @returns {Promise<Speed>}
 */
export async function speedMeasure(rung) {
  try {
    return await notSilent(rung.slow ? slowSpeed(rung.slow) : fastSpeed(rung), LONGEST_MS);
  } catch {
    return { keyframeSeconds: null, throughSeconds: null };
  }
}

/**
 * @param {import("./ladder.js").FastRung} rung
 * @returns {Promise<Speed>}
 */
async function fastSpeed({ video, config, needsPrimer }) {
  const pictures = pictureMakerOpen(pictureSetup(await trackShape(video.track), IMG_SIZE));
  const sink = new EncodedPacketSink(video.track);
  /** @type {{frame: VideoFrame | null}} */
  const last = { frame: null };
  const decoder = new VideoDecoder({
    output(frame) {
      last.frame?.close();
      last.frame = frame;
    },
    error() {},
  });
  decoder.configure(config);
  try {
    const seconds = [];
    let key = needsPrimer ? null : await sink.getFirstKeyPacket();
    for (let count = 0; key && count < KEYFRAMES; count += 1) {
      const started = performance.now();
      decoder.decode(key.toEncodedVideoChunk());
      // Firefox keeps a frame until others follow
      await notSilent(decoder.flush());
      if (!last.frame) throw new MediaError("undecodable");
      await pictures.jpeg(last.frame);
      last.frame = null;
      seconds.push((performance.now() - started) / 1000);
      key = await sink.getNextKeyPacket(key);
    }
    // the first one waits for the decoder to start
    return { keyframeSeconds: median(seconds.slice(1)), throughSeconds: await throughSpeed(sink, decoder) };
  } finally {
    last.frame?.close();
    if (decoder.state !== "closed") decoder.close();
  }
}

/**
 * @param {EncodedPacketSink} sink
 * @param {VideoDecoder} decoder
 */
async function throughSpeed(sink, decoder) {
  const started = performance.now();
  const first = await sink.getFirstKeyPacket();
  let last = first;
  for (let count = 0; last && count < THROUGH_FRAMES; count += 1) {
    decoder.decode(last.toEncodedVideoChunk());
    const next = await sink.getNextPacket(last);
    if (!next || next.type === "key") break;
    last = next;
  }
  await decoder.flush();
  const videoSeconds = first && last ? last.timestamp - first.timestamp : 0;
  return videoSeconds > 0 ? (performance.now() - started) / 1000 / videoSeconds : null;
}

/**
 * @param {import("./slow-source.js").SlowSource} slow
 * @returns {Promise<Speed>}
 */
async function slowSpeed(slow) {
  if (slow.frameSeconds !== null) return { keyframeSeconds: slow.frameSeconds, throughSeconds: null };
  const lane = await slow.laneOpen(0.5, pictureSetup(slow.shape, IMG_SIZE));
  const picks = (await lane.plan(0)).filter(({ isLost }) => !isLost);
  const keys = picks.filter(({ key, frame }) => key.sequence === frame.sequence).slice(0, KEYFRAMES);
  const through = picks.filter(
    ({ key, frame }) => frame.time > key.time && frame.time < key.time + SLOW_THROUGH_S,
  );
  const last = through.at(-1);
  const key = keys.length ? (await timed(lane, keys)) / keys.length : null;
  const whole = last ? (await timed(lane, [last])) / (last.frame.time - last.key.time) : null;
  return { keyframeSeconds: key, throughSeconds: whole };
}

/**
 * @param {import("./slow-source.js").Lane} lane
 * @param {Pick[]} picks
 * @returns {Promise<number>} seconds
 */
async function timed(lane, picks) {
  const started = performance.now();
  for await (const piece of lane.pictures(picks))
    if (piece.some(({ jpeg }) => !jpeg)) throw new Error("no picture");
  return (performance.now() - started) / 1000;
}

/** @param {number[]} numbers */
function median(numbers) {
  return numbers.length ? numbers.toSorted((a, b) => a - b)[numbers.length >> 1] : null;
}
