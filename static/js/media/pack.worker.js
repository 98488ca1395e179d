/*
 * Makes one dataset pack: frames out of the local file, as JPEGs of full size, one after another into a folder
 * or a zip. The manifest comes last, so that it lists what is really there.
 */
import { timecodeFormat } from "../lib/timecode.js";
import { errorMessage, MediaError } from "./errors.js";
import { frameIndexOpen } from "./frame-index.js";
import { framesAtOpen } from "./frames-at.js";
import { nameMakeSafe, nameStem } from "./names.js";
import { boxesFinderOpen } from "./pack-boxes.js";
import { packCoco } from "./pack-coco.js";
import { mostDifferent, SKETCH_SIDE, sketchMake } from "./pack-differences.js";
import { packCsv, packJson, scoreNear } from "./pack-manifest.js";
import { packTargetOpen } from "./pack-target.js";
import { momentsOf, momentsRejected } from "./pack-times.js";
import { pictureMakerOpen } from "./picture.js";
import { videoOpen } from "./source.js";
import { trackConfig, trackShape } from "./track-config.js";

/**
 * @typedef {import("./pack.js").PackOrder} PackOrder
 * @typedef {import("./pack-manifest.js").PackPicture} PackPicture
 * @typedef {import("./pack-times.js").Moment} Moment
 * @typedef {Awaited<ReturnType<typeof framesAtOpen>>} FramesAt
 */

const QUALITY = 0.92;

let isCancelled = false;

self.onmessage = async ({ data }) => {
  if (data.type === "cancel") {
    isCancelled = true;
    return;
  }
  try {
    self.postMessage({ type: "answer", answer: await packMake(data.file, data.order, data.place) });
  } catch (error) {
    self.postMessage(errorMessage(knownError(error)));
  }
};

/**
 * @param {File} file
 * @param {PackOrder} order
 * @param {import("./pack-target.js").PackPlace} place
 * @returns {Promise<import("./pack.js").PackReport>}
 */
async function packMake(file, order, place) {
  const wished = momentsWished(order);
  const spans = [...wished.candidates, ...wished.rejected].map(({ time }) => ({ from: time, to: time }));
  const video = await videoOpen(file, {
    isExact: true,
    needed: { gap: Number.POSITIVE_INFINITY, spans },
  });
  const config = await trackConfig(video);
  if (!config) throw new MediaError("undecodable", (await video.track.getCodecParameterString()) ?? "");
  const framesAt = await framesAtOpen(video, config, await frameIndexOpen(video));
  const moments = await momentsChoose(framesAt, order, wished);
  const target = await packTargetOpen(place, `${stemOf(order)}_pack`);
  try {
    const { pictures, failed } = await picturesWrite(video, framesAt(moments), order, moments.length, target);
    if (pictures.length === 0) throw new MediaError("undecodable");
    const coco = packCoco(order.source, order.boxes.labels, pictures);
    await target.add("annotations/instances_default.json", bytesOf(coco));
    await target.add("labels.csv", bytesOf(packCsv(order.source, pictures)));
    await target.add("manifest.json", bytesOf(packJson(order.source, order.choice, pictures, failed)));
    const rejected = pictures.filter(({ segment }) => !segment).length;
    return { pictures: pictures.length, rejected, failed: failed.length, ...(await target.end()) };
  } catch (error) {
    await target.drop().catch(() => {});
    throw error;
  }
}

/**
 * @typedef {{candidates: Moment[], rejected: Moment[]}} Wished
 *
 * @param {PackOrder} order
 * @returns {Wished}
 */
function momentsWished({ choice, segments, kept, source: { duration, interval: margin } }) {
  const rejected = momentsRejected(kept, { duration, margin, count: choice.rejected });
  return { candidates: momentsOf(choice, segments), rejected };
}

/**
 * @param {FramesAt} framesAt
 * @param {PackOrder} order
 * @param {Wished} wished
 * @returns {Promise<Moment[]>}
 */
async function momentsChoose(framesAt, { choice, curve }, { candidates, rejected }) {
  if (choice.mode !== "different") return [...candidates, ...rejected];
  /** @type {{moment: Moment, sketch: Float32Array}[]} */
  const seen = [];
  const sketch = sketcherOpen();
  for await (const { moment, frame } of framesAt(candidates)) {
    notCancelled();
    if (frame) seen.push({ moment, sketch: sketch(frame) });
    progressTell({ phase: "comparing", done: seen.length, total: candidates.length });
  }
  const scores = seen.map(({ moment }) => scoreNear(curve, moment.time) ?? 0);
  const first = scores.indexOf(Math.max(...scores));
  const chosen = mostDifferent(
    seen.map((each) => each.sketch),
    choice.amount,
    { first },
  );
  return [...chosen.map((index) => seen[index].moment), ...rejected];
}

/** @returns {(frame: VideoFrame) => Float32Array} closes the frame */
function sketcherOpen() {
  const options = { alpha: false, willReadFrequently: true };
  const context = new OffscreenCanvas(SKETCH_SIDE, SKETCH_SIDE).getContext("2d", options);
  if (!context) throw new Error("This browser has no 2d canvas in workers.");
  // the browser averages then, instead of taking every sixtieth pixel
  context.imageSmoothingQuality = "high";
  return (frame) => {
    context.drawImage(frame, 0, 0, SKETCH_SIDE, SKETCH_SIDE);
    frame.close();
    return sketchMake(context.getImageData(0, 0, SKETCH_SIDE, SKETCH_SIDE).data);
  };
}

/**
 * @param {import("./source.js").Video} video
 * @param {AsyncIterable<import("./frames-at.js").MomentFrame<Moment>>} frames
 * @param {PackOrder} order
 * @param {number} total
 * @param {import("./pack-target.js").PackTarget} target
 */
async function picturesWrite(video, frames, order, total, target) {
  const { width, height, jpeg } = await picturesOpen(video);
  const seenAt = boxesFinderOpen(order.boxes, order.curve?.times ?? [], order.source.interval);
  /** @type {PackPicture[]} */
  const pictures = [];
  const failed = [];
  for await (const { moment, time, frame } of frames) {
    if (isCancelled) frame?.close();
    notCancelled();
    if (frame) {
      const file = `${stemOf(order)}_${timeForFile(time)}.jpg`;
      await target.add(`images/${file}`, new Uint8Array(await jpeg(frame)));
      const segment = order.segments[moment.segment] ?? null;
      const known = { segment, score: scoreNear(order.curve, time), seen: seenAt(time) };
      pictures.push({ file, time, width, height, ...known });
    } else failed.push(time);
    progressTell({ phase: "writing", done: pictures.length + failed.length, total });
  }
  return { pictures, failed };
}

/**
 * Pictures of the size in which players show the video, upright.
 * @param {import("./source.js").Video} video
 */
async function picturesOpen({ track }) {
  const shape = await trackShape(track);
  return { ...shape, jpeg: pictureMakerOpen({ ...shape, quality: QUALITY }).jpeg };
}

/** @param {import("./pack.js").PackProgress} progress */
function progressTell(progress) {
  self.postMessage({ type: "progress", progress });
}

function notCancelled() {
  if (isCancelled) throw new MediaError("cancelled");
}

/** @param {PackOrder} order */
function stemOf({ source }) {
  return nameMakeSafe(nameStem(source.video));
}

/** @param {number} seconds @returns {string} HH.MM.SS.mmm: colons are not allowed in file names */
function timeForFile(seconds) {
  return timecodeFormat(Math.max(0, seconds)).replaceAll(":", ".");
}

/** @param {string} text */
function bytesOf(text) {
  return new TextEncoder().encode(text);
}

/** @param {unknown} error */
function knownError(error) {
  if (error instanceof MediaError) return error;
  const { name, message } = /** @type {Error} */ (error);
  if (name === "QuotaExceededError") return new MediaError("disk_full", message);
  if (["NotAllowedError", "NoModificationAllowedError", "SecurityError"].includes(name))
    return new MediaError("folder_forbidden", message);
  return error;
}
