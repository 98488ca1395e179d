/*
 * What the recommender saw where, for the pictures of a dataset pack. It looked at the sampled frames only, and of
 * these only those that can be in a segment are told (smartcut/core/boxes.py).
 */
import { nearestIndex } from "./pack-manifest.js";

/**
 * @typedef {object} PackedBoxes
 * @property {string[]} labels
 * @property {number[][]} frames of each the time, then of each box an index into the labels, and score, left, top,
 *   width and height in UNIT parts
 *
 * @typedef {object} Box
 * @property {string} label
 * @property {number} score 0..1
 * @property {number} x of the left edge, a share of the picture's width
 * @property {number} y
 * @property {number} width
 * @property {number} height
 *
 * @typedef {{time: number, boxes: Box[]}} SeenFrame
 */

/** @type {PackedBoxes} */
export const BOXES_NONE = { labels: [], frames: [] };

const UNIT = 10_000;
const NUMBERS = 6;
const ROUNDING_S = 0.0005;

/**
 * @param {PackedBoxes} packed
 * @param {readonly number[]} times of all scored frames, ordered
 * @param {number} interval between them, seconds
 * @returns {(time: number) => SeenFrame | null} the scored frame nearest to a time, if it is at most half an interval
 *   away and was looked at; it may have no boxes
 */
export function boxesFinderOpen({ labels, frames }, times, interval) {
  const seen = new Map(frames.map((frame) => [milliseconds(frame[0]), frame]));
  return (time) => {
    const nearest = times[nearestIndex(times, time)];
    if (!(Math.abs(nearest - time) <= interval / 2 + ROUNDING_S)) return null;
    const frame = seen.get(milliseconds(nearest));
    return frame ? { time: nearest, boxes: boxesRead(labels, frame) } : null;
  };
}

/** @param {string[]} labels @param {number[]} frame @returns {Box[]} */
function boxesRead(labels, frame) {
  return Array.from({ length: (frame.length - 1) / NUMBERS }, (_, index) => {
    const [label, ...parts] = frame.slice(1 + index * NUMBERS, 1 + (index + 1) * NUMBERS);
    const [score, x, y, width, height] = parts.map((part) => part / UNIT);
    // each was rounded by itself, so their sum may be outside
    const size = { width: Math.min(width, 1 - x), height: Math.min(height, 1 - y) };
    return { label: labels[label], score, x, y, ...size };
  });
}

/** @param {number} seconds */
function milliseconds(seconds) {
  return Math.round(seconds * 1000);
}
