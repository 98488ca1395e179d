/*
 * An MP4 file as if its index listed only the packets that are needed: all keyframes, and what is shown in some spans.
 * Readers of MP4 keep objects for each packet, which are hundreds of megabytes for a day. Packets keep their times and
 * their places in the file. Source: ISO/IEC 14496-12.
 */
import { boxesIn, boxFind, boxMake, boxNamed, listMake } from "./mp4-boxes.js";
import { samplesRead } from "./mp4-samples.js";

/**
 * @typedef {import("./mp4-boxes.js").Box} Box
 * @typedef {import("./mp4-samples.js").Samples} Samples
 * @typedef {{from: number, to: number}} Span seconds
 *
 * @typedef {object} Needed
 * @property {number} gap packets between keyframes that are farther apart than this, in seconds, are needed
 * @property {readonly Span[]} spans packets shown then are needed, of all tracks
 *
 * @typedef {{timescale: number, offset: number, isVideo: boolean}} Clock offset: the decode time of zero seconds
 */

const CONTAINERS = ["moov", "trak", "mdia", "minf"];
/** What is looked at to know a file: its rate, whether its groups are closed. */
const HEAD_GROUPS = 4;
const HEAD_SAMPLES = 150;
/** As sound has no keyframes. */
const SOUND_GROUP = 256;
/** No codec shows a frame before more packets than this that precede it. */
const REORDERED = 16;
/** Frames are decoded before they are shown, and others may refer to them. */
const MARGIN_S = 2;

/**
 * @param {Blob} file of any format
 * @param {Needed} needed
 * @returns {Promise<Blob>} the same bytes but for the index; the file itself where its index cannot be made smaller
 */
export async function thinFile(file, needed) {
  try {
    const box = await boxFind(file, "moov");
    if (!box) return file;
    const view = new DataView(await file.slice(box.start, box.end).arrayBuffer());
    const moov = thinIndex(view, needed);
    const spare = view.byteLength - moov.length;
    if (spare < 8) return file;
    return new Blob([
      file.slice(0, box.start),
      /** @type {BlobPart} */ (moov),
      /** @type {BlobPart} */ (boxMake("free", [new Uint8Array(spare - 8)])),
      file.slice(box.end),
    ]);
  } catch (error) {
    // whether a strange index can be used is for the reader to say
    if (error instanceof RangeError) return file;
    throw error;
  }
}

/**
 * @param {DataView} view the box `moov`
 * @param {Needed} needed
 * @returns {Uint8Array}
 */
function thinIndex(view, needed) {
  const [moov] = boxesIn(view);
  const children = boxesIn(view, moov.content, moov.end);
  if (children.some(({ type }) => type === "mvex")) throw new RangeError("the index is in fragments");
  const movieScale = scaleOf(view, boxNamed(children, "mvhd"));
  const tracks = children.map((box) => (box.type === "trak" ? trackClock(view, box, movieScale) : null));
  return boxMake(
    "moov",
    children.map((box, index) => rebuilt(view, box, tracks[index], needed)),
  );
}

/**
 * @param {DataView} view
 * @param {Box} box
 * @param {Clock | null} clock null: stays as it is
 * @param {Needed} needed
 * @returns {Uint8Array}
 */
function rebuilt(view, box, clock, needed) {
  if (clock && CONTAINERS.includes(box.type)) {
    const children = boxesIn(view, box.content, box.end);
    return boxMake(
      box.type,
      children.map((child) => rebuilt(view, child, clock, needed)),
    );
  }
  if (clock && box.type === "stbl") return tablesMake(view, box, clock, needed);
  return bytesOf(view, box);
}

/**
 * @param {DataView} view
 * @param {Box} trak
 * @param {number} movieScale
 * @returns {Clock | null} null for what is neither picture nor sound
 */
function trackClock(view, trak, movieScale) {
  const children = boxesIn(view, trak.content, trak.end);
  const mdia = boxNamed(children, "mdia");
  const inside = boxesIn(view, mdia.content, mdia.end);
  const handler = view.getUint32(boxNamed(inside, "hdlr").content + 8);
  if (handler !== fourLetters("vide") && handler !== fourLetters("soun")) return null;
  const timescale = scaleOf(view, boxNamed(inside, "mdhd"));
  const edts = children.find(({ type }) => type === "edts");
  const offset = edts ? editOffset(view, edts, timescale / movieScale) : 0;
  return { timescale, offset, isVideo: handler === fourLetters("vide") };
}

/**
 * @param {DataView} view
 * @param {Box} box `mvhd` or `mdhd`
 * @returns {number} units in a second
 */
function scaleOf(view, { content }) {
  return view.getUint32(content + (view.getUint8(content) === 1 ? 20 : 12));
}

/**
 * @param {DataView} view
 * @param {Box} edts
 * @param {number} scale units of the track in one of the movie
 */
function editOffset(view, edts, scale) {
  const elst = boxesIn(view, edts.content, edts.end).find(({ type }) => type === "elst");
  if (!elst) return 0;
  const isLong = view.getUint8(elst.content) === 1;
  const size = isLong ? 20 : 12;
  let waited = 0;
  for (let entry = 0; entry < view.getUint32(elst.content + 4); entry += 1) {
    const at = elst.content + 8 + entry * size;
    const time = isLong ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4);
    // what is played faster or slower is left to the reader
    if (time >= 0 && view.getUint32(at + size - 4) !== 2 ** 16)
      throw new RangeError("an edit changes the speed");
    if (time >= 0) return time - waited * scale;
    waited += isLong ? Number(view.getBigUint64(at)) : view.getUint32(at);
  }
  return 0;
}

/**
 * @param {DataView} view
 * @param {Box} stbl
 * @param {Clock} clock
 * @param {Needed} needed
 * @returns {Uint8Array}
 */
function tablesMake(view, stbl, clock, needed) {
  const tables = boxesIn(view, stbl.content, stbl.end);
  // uncoded sound: a packet for each of its samples, all of one size, which readers take by the chunk
  if (view.getUint32(boxNamed(tables, "stsz").content + 4) > 0) return bytesOf(view, stbl);
  const samples = samplesRead(view, tables);
  const kept = samplesNeeded(samples, clock, needed);
  const pick = (/** @type {ArrayLike<number>} */ numbers) => kept.map((sample) => numbers[sample]);
  const parts = [bytesOf(view, boxNamed(tables, "stsd")), runsMake("stts", stepsOf(samples, kept))];
  if (samples.shifts) parts.push(runsMake("ctts", pick(samples.shifts)));
  if (samples.keys) parts.push(keysMake(kept, samples.keys));
  parts.push(listMake("stsz", [0, kept.length, ...pick(samples.sizes)]));
  parts.push(listMake("stsc", [1, 1, 1, 1]), placesMake(pick(samples.offsets)));
  return boxMake("stbl", parts);
}

/**
 * @param {Samples} samples
 * @param {number[]} kept
 * @returns {number[]} from each to the next one
 */
function stepsOf({ decodeTimes, durations }, kept) {
  const steps = kept.map((sample, index) =>
    index + 1 < kept.length ? decodeTimes[kept[index + 1]] - decodeTimes[sample] : durations[sample],
  );
  if (steps.some((step) => step >= 2 ** 32)) throw new RangeError("the packets are too far apart");
  return steps;
}

/**
 * By groups: a keyframe and what follows it.
 * @param {Samples} samples
 * @param {Clock} clock
 * @param {Needed} needed
 * @returns {number[]} in the order of decoding
 */
function samplesNeeded(samples, { timescale, offset, isVideo }, { gap, spans }) {
  const time = (/** @type {number} */ sample) =>
    (samples.decodeTimes[sample] + (samples.shifts?.[sample] ?? 0) - offset) / timescale;
  const starts = groupStarts(samples, isVideo);

  /** @param {number} ordinal */
  function isNeeded(ordinal) {
    const isLast = ordinal + 1 === starts.length;
    if (isLast || ordinal < HEAD_GROUPS || starts[ordinal] < HEAD_SAMPLES) return true;
    const [from, to] = [time(starts[ordinal]), time(starts[ordinal + 1])];
    // a keyframe before zero is never shown, so the frame at zero is wanted
    if (isVideo && (to - from > gap || (from < 0 && to > 0))) return true;
    return spans.some((span) => from <= span.to + MARGIN_S && to >= span.from - MARGIN_S);
  }

  /** Open GOP: whether frames of a group are shown before its keyframe. @param {number} start @param {number} end */
  function leads(start, end) {
    for (let sample = start + 1; sample < Math.min(end, start + REORDERED); sample += 1)
      if (time(sample) < time(start)) return true;
    return false;
  }
  const kept = [];
  let wasNeeded = false;
  for (const [ordinal, start] of starts.entries()) {
    const end = starts[ordinal + 1] ?? samples.count;
    const needed = isNeeded(ordinal);
    const isWhole = needed || (wasNeeded && leads(start, end));
    for (let sample = start; sample < (isWhole ? end : start + 1); sample += 1) kept.push(sample);
    wasNeeded = needed;
  }
  return kept;
}

/**
 * @param {Samples} samples
 * @param {boolean} isVideo
 * @returns {number[]}
 */
function groupStarts({ keys, count }, isVideo) {
  const step = isVideo ? 1 : SOUND_GROUP;
  const starts = keys
    ? [...keys]
    : Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
  if (starts.some((start, index) => index > 0 && start <= starts[index - 1]))
    throw new RangeError("the keyframes are in disorder");
  return starts[0] === 0 ? starts : [0, ...starts];
}

/**
 * @param {string} type
 * @param {number[]} numbers
 */
function runsMake(type, numbers) {
  /** @type {number[]} */
  const runs = [];
  for (const number of numbers) {
    if (runs.length && runs[runs.length - 1] === number) runs[runs.length - 2] += 1;
    else runs.push(1, number);
  }
  return listMake(type, [runs.length / 2, ...runs]);
}

/**
 * @param {number[]} kept
 * @param {Uint32Array} keys
 */
function keysMake(kept, keys) {
  const isKey = new Set(keys);
  const numbers = kept.flatMap((sample, index) => (isKey.has(sample) ? [index + 1] : []));
  return listMake("stss", [numbers.length, ...numbers]);
}

/** @param {number[]} offsets */
function placesMake(offsets) {
  if (offsets.every((offset) => offset < 2 ** 32)) return listMake("stco", [offsets.length, ...offsets]);
  const words = offsets.flatMap((offset) => [Math.floor(offset / 2 ** 32), offset % 2 ** 32]);
  return listMake("co64", [offsets.length, ...words]);
}

/**
 * @param {DataView} view
 * @param {Box} box
 */
function bytesOf(view, { start, end }) {
  return new Uint8Array(view.buffer, view.byteOffset + start, end - start);
}

/** @param {string} letters */
function fourLetters(letters) {
  return [...letters].reduce((number, letter) => number * 256 + letter.charCodeAt(0), 0);
}
