/*
 * Makes one dataset pack: frames out of the local file, as JPEGs of full size, one after another into a folder
 * or a zip. The manifest comes last, so that it lists what is really there.
 */
import { timecodeFormat } from "../lib/timecode.js";
import { errorMessage, MediaError } from "./errors.js";
import { nameMakeSafe, nameStem } from "./names.js";
import { boxesFinderOpen } from "./pack-boxes.js";
import { packCoco } from "./pack-coco.js";
import { mostDifferent, SKETCH_SIDE, sketchMake } from "./pack-differences.js";
import { packCsv, packJson, scoreNear } from "./pack-manifest.js";
import { packTargetOpen } from "./pack-target.js";
import { momentsOf, momentsRejected } from "./pack-times.js";
import { picturesAtOpen } from "./pictures-at.js";

/**
 * @typedef {import("./pack.js").PackOrder} PackOrder
 * @typedef {import("./pack-manifest.js").PackPicture} PackPicture
 * @typedef {import("./pack-times.js").Moment} Moment
 * @typedef {Awaited<ReturnType<typeof picturesAtOpen>>} Pictures
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
  const source = await picturesAtOpen(file, { quality: QUALITY, spans });
  const moments = await momentsChoose(source, order, wished);
  const target = await packTargetOpen(place, `${stemOf(order)}_pack`);
  try {
    const { pictures, failed } = await picturesWrite(source, moments, order, target);
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
 * @param {Pictures} source
 * @param {PackOrder} order
 * @param {Wished} wished
 * @returns {Promise<Moment[]>}
 */
async function momentsChoose({ picturesAt }, { choice, curve }, { candidates, rejected }) {
  if (choice.mode !== "different") return [...candidates, ...rejected];
  /** @type {{moment: Moment, sketch: Float32Array}[]} */
  const seen = [];
  const sketch = sketcherOpen();
  for await (const { moment, picture } of picturesAt(candidates)) {
    notCancelled();
    if (picture) seen.push({ moment, sketch: sketch(await picture.image()) });
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

/** @returns {(image: VideoFrame | ImageBitmap) => Float32Array} closes the image */
function sketcherOpen() {
  const options = { alpha: false, willReadFrequently: true };
  const context = new OffscreenCanvas(SKETCH_SIDE, SKETCH_SIDE).getContext("2d", options);
  if (!context) throw new Error("This browser has no 2d canvas in workers.");
  // the browser averages then, instead of taking every sixtieth pixel
  context.imageSmoothingQuality = "high";
  return (image) => {
    context.drawImage(image, 0, 0, SKETCH_SIDE, SKETCH_SIDE);
    image.close();
    return sketchMake(context.getImageData(0, 0, SKETCH_SIDE, SKETCH_SIDE).data);
  };
}

/**
 * @param {Pictures} source
 * @param {Moment[]} moments
 * @param {PackOrder} order
 * @param {import("./pack-target.js").PackTarget} target
 */
async function picturesWrite({ width, height, picturesAt }, moments, order, target) {
  const seenAt = boxesFinderOpen(order.boxes, order.curve?.times ?? [], order.source.interval);
  /** @type {PackPicture[]} */
  const pictures = [];
  const failed = [];
  for await (const { moment, time, picture } of picturesAt(moments)) {
    if (isCancelled) picture?.drop();
    notCancelled();
    if (picture) {
      const file = `${stemOf(order)}_${timeForFile(time)}.jpg`;
      await target.add(`images/${file}`, new Uint8Array(await picture.jpeg()));
      const segment = order.segments[moment.segment] ?? null;
      const known = { segment, score: scoreNear(order.curve, time), seen: seenAt(time) };
      pictures.push({ file, time, width, height, ...known });
    } else failed.push(time);
    progressTell({ phase: "writing", done: pictures.length + failed.length, total: moments.length });
  }
  return { pictures, failed };
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
