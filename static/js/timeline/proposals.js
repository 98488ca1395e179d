/** What a threshold proposes, compared with what the analyst has. */

import { segmentsEqual } from "./segments.js";

/** @typedef {import("./segments.js").Span} Span */

/**
 * How many of the segments are the analyst's own work: those the recommender did not propose.
 * @param {readonly Span[]} segments @param {readonly Span[]} proposed
 */
export function editedCount(segments, proposed) {
  return segments.filter((segment) => !proposed.some((other) => segmentsEqual([segment], [other]))).length;
}

/** A threshold as typed or dragged: two decimals between 0.01 and 1. @param {number} value */
export function thresholdClamp(value) {
  return Math.min(1, Math.max(0.01, Math.round(value * 100) / 100));
}
