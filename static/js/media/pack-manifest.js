/*
 * What a dataset pack says of its pictures. The first column of `labels.csv` is the one that FiftyOne's
 * CSVDataset goes by; `manifest.json` says the same with types.
 */
import { clockAt } from "../clock/clock.js";
import { timecodeFormat } from "../lib/timecode.js";
import { csvLine } from "./csv.js";

/** Of the manifest: grows when a reader of the old one would misread the new one. */
const VERSION = 1;

/**
 * @typedef {object} PackSegment
 * @property {number} number as the editor counts, from 1 on
 * @property {number} start seconds
 * @property {number} stop
 * @property {string} label
 * @property {string} verdict
 *
 * @typedef {object} PackSource
 * @property {string} video the file's own name
 * @property {number} size bytes
 * @property {string} fingerprint SHA-256 of size, head, middle and tail
 * @property {number} duration seconds
 * @property {string} camera
 * @property {string} clock_start when the recording began, local time; "" for not known
 * @property {string} plugin
 * @property {string} plugin_version "" for not known
 * @property {number} interval between the frames that were scored, seconds
 * @property {number} threshold
 *
 * @typedef {object} PackPicture
 * @property {string} file inside `images/`
 * @property {number} time of the frame, seconds
 * @property {number} width
 * @property {number} height
 * @property {PackSegment | null} segment null: from rejected time
 * @property {number | null} score of the nearest scored frame, 0..1
 * @property {import("./pack-boxes.js").SeenFrame | null} seen what the recommender saw in it, if it looked
 */

const HEAD = [
  ...["filepath", "kind", "time", "timecode", "clock"],
  ...["segment", "segment_start", "segment_stop", "label", "verdict"],
  ...["score", "threshold", "plugin", "plugin_version"],
  ...["camera", "video", "fingerprint", "width", "height", "boxes", "boxes_time"],
];

/**
 * @param {PackSource} source
 * @param {readonly PackPicture[]} pictures
 * @returns {string} CSV (RFC 4180) with a head, one line a picture; times in seconds
 */
export function packCsv(source, pictures) {
  return [csvLine(HEAD), ...pictures.map((picture) => pictureLine(source, picture)), ""].join("\r\n");
}

/**
 * @param {PackSource} source
 * @param {object} choice how the pictures were chosen
 * @param {readonly PackPicture[]} pictures
 * @param {readonly number[]} failed times whose frames could not be decoded, seconds
 * @returns {string}
 */
export function packJson(source, choice, pictures, failed) {
  const listed = pictures.map(({ file, time, segment, seen, ...rest }) => ({
    file: `images/${file}`,
    kind: kindOf(segment),
    time,
    clock: clockOf(source, time),
    ...rest,
    boxes: seen?.boxes.length ?? null,
    boxes_time: seen?.time ?? null,
    segment,
  }));
  return `${JSON.stringify({ version: VERSION, source, choice, pictures: listed, failed }, null, 2)}\n`;
}

/**
 * The score of the sampled frame nearest to a time.
 * @param {{times: readonly number[], scores: readonly number[]} | null} curve times ordered
 * @param {number} time
 * @returns {number | null} null without scores
 */
export function scoreNear(curve, time) {
  return curve?.times.length ? curve.scores[nearestIndex(curve.times, time)] : null;
}

/**
 * @param {readonly number[]} times ordered
 * @param {number} time
 * @returns {number} index of the nearest one, -1 when there are none
 */
export function nearestIndex(times, time) {
  const after = times.findIndex((each) => each >= time);
  if (after < 0) return times.length - 1;
  return after > 0 && time - times[after - 1] < times[after] - time ? after - 1 : after;
}

/** @param {PackSource} source @param {PackPicture} picture */
function pictureLine(source, { file, time, segment, score, width, height, seen }) {
  const { threshold, plugin, plugin_version, camera, video, fingerprint } = source;
  const when = [time.toFixed(3), timecodeFormat(time), clockOf(source, time)];
  const of = segment
    ? [segment.number, segment.start.toFixed(3), segment.stop.toFixed(3), segment.label, segment.verdict]
    : ["", "", "", "", ""];
  const why = [score === null ? "" : score.toFixed(4), threshold.toFixed(4), plugin, plugin_version];
  const what = [camera, video, fingerprint, width, height];
  const where = seen ? [seen.boxes.length, seen.time.toFixed(3)] : ["", ""];
  return csvLine([file, kindOf(segment), ...when, ...of, ...why, ...what, ...where]);
}

/** @param {PackSource} source @param {number} time @returns {string} `2023-06-14T09:31:36.500`, or "" */
function clockOf({ clock_start }, time) {
  return clock_start && clockAt(clock_start, time);
}

/** @param {PackSegment | null} segment */
function kindOf(segment) {
  return segment ? "segment" : "rejected";
}
