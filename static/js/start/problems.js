// What stands in the way of a video, as codes; texts.js has the words.

/**
 * @typedef {object} Limits
 * @property {number} max_size_bytes
 * @property {number} max_duration_s
 * @property {number} max_requests
 * @property {number} min_interval_s
 * @property {number} max_interval_s
 * @property {number} default_interval_s
 * @property {number} chunk_frames
 */

/**
 * @typedef {object} Probe
 * @property {number} durationSeconds
 * @property {string} codecLabel
 * @property {number} width
 * @property {number} height
 * @property {string | null} way
 * @property {number | null} [keyframeIntervalSeconds]
 */

/**
 * @param {{isSecure: boolean, hasCanvas: boolean}} browser
 * @returns {"insecure" | "unsupported" | null}
 */
export function browserProblem({ isSecure, hasCanvas }) {
  if (!isSecure) return "insecure";
  return hasCanvas ? null : "unsupported";
}

/**
 * @param {number} size
 * @param {Limits} limits
 * @returns {"empty" | "too_large" | null} what is known before the file is opened
 */
export function sizeProblem(size, limits) {
  if (size === 0) return "empty";
  return size > limits.max_size_bytes ? "too_large" : null;
}

/**
 * @param {Probe} probe
 * @param {Limits} limits
 * @returns {"too_long" | "undecodable" | null}
 */
export function probeProblem(probe, limits) {
  if (probe.durationSeconds > limits.max_duration_s) return "too_long";
  return probe.way ? null : "undecodable";
}

/**
 * @param {number} interval
 * @param {Limits} limits
 * @returns {boolean}
 */
export function isIntervalValid(interval, limits) {
  return interval >= limits.min_interval_s && interval <= limits.max_interval_s;
}

/**
 * Full pictures rarer than the interval: everything between them has to be decoded as well.
 * @param {Probe} probe
 * @param {number} interval
 */
export function isSlowToSample(probe, interval) {
  return (probe.keyframeIntervalSeconds ?? 0) > interval;
}
