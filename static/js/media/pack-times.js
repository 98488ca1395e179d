/*
 * Which moments of a video go into a dataset pack. Times are seconds from the video's zero.
 */

/**
 * @typedef {{start: number, stop: number}} Span
 * @typedef {object} Moment
 * @property {number} time
 * @property {number} segment index into the segments, -1 in rejected time
 *
 * @typedef {object} Choice
 * @property {"every" | "count" | "different"} mode a picture each `amount` seconds, `amount` a segment, or of all
 *   segments the `amount` most different ones
 * @property {number} amount
 * @property {number} rejected how many more from rejected time
 */

/** More candidates find little more, and each must be decoded. */
const MOST_CANDIDATES = 1000;
const LEAST_STEP_S = 0.5;

/**
 * @param {Choice} choice
 * @param {readonly Span[]} segments
 * @returns {Moment[]} for the mode "different" those among which it chooses
 */
export function momentsOf({ mode, amount }, segments) {
  if (mode === "every") return momentsEvery(segments, amount);
  return mode === "count" ? momentsPerSegment(segments, amount) : momentsCandidate(segments);
}

/**
 * From each segment's start on, a moment each `seconds`.
 * @param {readonly Span[]} segments
 * @param {number} seconds more than 0
 * @returns {Moment[]}
 */
export function momentsEvery(segments, seconds) {
  return segments.flatMap(({ start, stop }, segment) => {
    // what floating point makes of a whole number of steps is no step more
    const count = Math.max(1, Math.ceil((stop - start) / seconds - 1e-6));
    return Array.from({ length: count }, (_, index) => ({ time: start + index * seconds, segment }));
  });
}

/**
 * `count` moments a segment, each in the middle of one of as many equal parts.
 * @param {readonly Span[]} segments
 * @param {number} count
 * @returns {Moment[]}
 */
export function momentsPerSegment(segments, count) {
  return segments.flatMap(({ start, stop }, segment) =>
    Array.from({ length: count }, (_, index) => ({
      time: start + ((index + 0.5) * (stop - start)) / count,
      segment,
    })),
  );
}

/**
 * Among which the most different ones are looked for.
 * @param {readonly Span[]} segments
 * @returns {Moment[]}
 */
export function momentsCandidate(segments) {
  const length = segments.reduce((sum, { start, stop }) => sum + stop - start, 0);
  return momentsEvery(segments, Math.max(LEAST_STEP_S, length / MOST_CANDIDATES));
}

/**
 * Random moments that are in no segment and not within `margin` of one: where it starts is not exact.
 * @param {readonly Span[]} segments all that are kept, ordered and disjoint
 * @param {{duration: number, margin: number, count: number, random?: () => number}} options
 * @returns {Moment[]} ordered; none when nothing was rejected
 */
export function momentsRejected(segments, { duration, margin, count, random = Math.random }) {
  const spans = spansRejected(segments, duration, margin);
  const length = spans.reduce((sum, { start, stop }) => sum + stop - start, 0);
  if (length <= 0) return [];
  const times = Array.from({ length: count }, () => timeWithin(spans, random() * length));
  return times.sort((one, other) => one - other).map((time) => ({ time, segment: -1 }));
}

/**
 * @param {readonly Span[]} segments
 * @param {number} duration
 * @param {number} margin
 * @returns {Span[]}
 */
function spansRejected(segments, duration, margin) {
  const starts = [0, ...segments.map(({ stop }) => stop + margin)];
  const spans = starts.map((start, index) => ({
    start,
    stop: segments[index] ? segments[index].start - margin : duration,
  }));
  return spans.filter(({ start, stop }) => stop > start);
}

/**
 * @param {readonly Span[]} spans
 * @param {number} offset as if the spans lay end to end
 */
function timeWithin(spans, offset) {
  let rest = offset;
  for (const { start, stop } of spans) {
    if (rest < stop - start) return start + rest;
    rest -= stop - start;
  }
  return spans[spans.length - 1].stop;
}
