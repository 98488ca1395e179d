// The maths of progress: stages, the bar, rates, and a time left that does not jump.

/**
 * @typedef {object} LocalProgress what sampling in this tab reports
 * @property {"sampling" | "upload" | "waiting" | "retrying"} stage
 * @property {number} framesExpected
 * @property {number} framesSampled
 * @property {number} [framesFailed]
 * @property {number} framesUploaded
 * @property {number | null} framesPerSecond
 * @property {number | null} secondsLeft
 * @property {number | null} slowUpload bytes per second
 * @property {string} [way] in which frames are decoded
 */

/**
 * @typedef {object} ServerProgress
 * @property {number} frames_expected
 * @property {number} frames_received
 * @property {number} frames_processed
 */

/** @typedef {"waiting" | "active" | "done"} StageStatus */
/** @typedef {{name: "sampling" | "upload" | "scoring" | "ready", done: number, total: number, status: StageStatus}} Stage */

/**
 * @param {string} state of the request
 * @param {ServerProgress} server
 * @param {LocalProgress | null} local
 * @returns {Stage[]} in the order in which a frame passes them
 */
export function stagesMake(state, server, local) {
  const isSent = state === "scoring" || state === "ready";
  // what the server has is the truth; a video may hold a few frames less than its length promised
  const total = isSent ? server.frames_received : framesExpected(server, local);
  const uploaded = Math.max(server.frames_received, local?.framesUploaded ?? 0);
  const sampled = Math.max(uploaded, local?.framesSampled ?? 0);
  const isReady = state === "ready";
  return [
    stageMake("sampling", isSent ? total : sampled, total, isSent),
    stageMake("upload", isSent ? total : uploaded, total, isSent),
    stageMake("scoring", isReady ? total : server.frames_processed, total, isReady),
    { name: "ready", done: 0, total: 0, status: isReady ? "done" : "waiting" },
  ];
}

/**
 * Sampling is where the time goes, so it moves the bar most.
 * @param {Stage[]} stages
 * @returns {number} 0..1
 */
export function fractionDone([sampling, upload, scoring]) {
  const part = (/** @type {Stage} */ { done, total }) => (total > 0 ? Math.min(1, done / total) : 0);
  return 0.6 * part(sampling) + 0.1 * part(upload) + 0.3 * part(scoring);
}

/**
 * @param {ServerProgress} server
 * @param {LocalProgress | null} local
 */
function framesExpected(server, local) {
  return local?.framesExpected || server.frames_expected;
}

/**
 * @param {"sampling" | "upload" | "scoring"} name
 * @param {number} done
 * @param {number} total
 * @param {boolean} isOver
 * @returns {Stage}
 */
function stageMake(name, done, total, isOver) {
  const status = isOver ? "done" : done > 0 ? "active" : "waiting";
  return { name, done: total ? Math.min(done, total) : done, total, status };
}

const RATE_WINDOW_S = 30;

/** @typedef {{at: number, count: number}[]} RateSamples */

/**
 * @param {RateSamples} samples
 * @param {number} at seconds
 * @param {number} count so far
 * @returns {RateSamples} without those that are too old
 */
export function rateAdd(samples, at, count) {
  const last = samples.at(-1);
  if (last && count < last.count) return [{ at, count }];
  if (last && count === last.count) return samples;
  return [...samples.filter((sample) => at - sample.at <= RATE_WINDOW_S), { at, count }];
}

/**
 * @param {RateSamples} samples
 * @returns {number} per second; 0 while it is not known
 */
export function rateOf(samples) {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || last.at <= first.at) return 0;
  return (last.count - first.count) / (last.at - first.at);
}

/**
 * The stages run side by side, so the slowest one decides.
 * @param {Stage[]} stages
 * @param {{localSecondsLeft: number | null, scoringRate: number}} known
 * @returns {number | null} null while nothing is known
 */
export function secondsLeftEstimate([, , scoring], { localSecondsLeft, scoringRate }) {
  const scoringLeft = scoringRate > 0 ? (scoring.total - scoring.done) / scoringRate : null;
  if (localSecondsLeft === null) return scoringLeft;
  return Math.max(localSecondsLeft, scoringLeft ?? 0);
}

const SMOOTHING_S = 12;

/** @typedef {{seconds: number, at: number, since: number}} TimeLeft */

/**
 * Counts down with the clock and drifts towards each new estimate instead of jumping to it; at first
 * quickly, because the first estimates are the worst.
 * @param {TimeLeft | null} previous
 * @param {number | null} estimate seconds
 * @param {number} at seconds
 * @returns {TimeLeft | null}
 */
export function timeLeftNext(previous, estimate, at) {
  if (estimate === null || !Number.isFinite(estimate)) return previous && countDown(previous, at);
  if (!previous) return { seconds: estimate, at, since: at };
  const { seconds, since } = countDown(previous, at);
  const smoothing = Math.min(SMOOTHING_S, Math.max(1, (at - since) / 2));
  const weight = 1 - Math.exp(-(at - previous.at) / smoothing);
  return { seconds: seconds + (estimate - seconds) * weight, at, since };
}

/**
 * @param {TimeLeft} previous
 * @param {number} at
 * @returns {TimeLeft}
 */
function countDown(previous, at) {
  return { ...previous, seconds: Math.max(0, previous.seconds - (at - previous.at)), at };
}

/**
 * Steps that grow with the time, so that the text is calm: 5 s, 15 s, a minute, five minutes.
 * @param {number} seconds
 * @returns {number}
 */
export function timeLeftRound(seconds) {
  const step = seconds < 60 ? 5 : seconds < 300 ? 15 : seconds < 3600 ? 60 : 300;
  return Math.max(5, Math.ceil(seconds / step) * step);
}
