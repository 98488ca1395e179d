import { CHUNK_FRAMES } from "./plan.js";
import { rateMeter, secondsLeft } from "./rate.js";

/**
 * @typedef {object} ProgressState
 * @property {"sampling" | "upload" | "waiting" | "retrying"} stage
 * @property {number} framesExpected
 * @property {number} framesSampled
 * @property {number} framesFailed
 * @property {number} framesUploaded
 * @property {number} chunksUploaded
 * @property {number} ahead
 * @property {number | null} framesPerSecond
 * @property {number | null} secondsLeft
 * @property {number | null} slowUpload bytes per second, when frames wait for the network and nothing else
 *
 * @typedef {ReturnType<typeof progressOpen>} Progress
 */

/** Each report makes the page lay itself out and paint, which takes CPU time from the sampling. */
const REPORT_MS = 500;
/** So many sampled frames wait to be sent only where sending is slower than sampling. */
const SLOW_FRAMES = 2.5 * CHUNK_FRAMES;
/** A network may stop for a moment. */
const SLOW_AFTER_S = 5;

/**
 * Counts what the parts of the sampler report and tells the page a few times a second.
 * @param {number} framesExpected
 * @param {(state: ProgressState) => void} report
 */
export function progressOpen(framesExpected, report) {
  /** @type {ProgressState} */
  const state = {
    stage: "sampling",
    framesExpected,
    framesSampled: 0,
    framesFailed: 0,
    framesUploaded: 0,
    chunksUploaded: 0,
    ahead: 0,
    framesPerSecond: null,
    secondsLeft: null,
    slowUpload: null,
  };
  const meter = rateMeter();
  const bytesMeter = rateMeter();
  /** Parts of chunks count, too: on a slow network a whole one takes minutes. */
  let framesSent = 0;
  let bytesSent = 0;
  /** @type {number | null} */
  let slowSince = null;
  let isScheduled = false;

  function send() {
    isScheduled = false;
    state.framesPerSecond = meter.perSecond();
    state.secondsLeft = secondsLeft(state.framesExpected - framesSent, state.framesPerSecond);
    state.slowUpload = isUploadSlow() ? bytesMeter.perSecond() : null;
    report({ ...state });
  }

  function isUploadSlow() {
    const now = performance.now() / 1000;
    const isBehind = state.framesSampled - state.framesUploaded >= SLOW_FRAMES;
    slowSince = isBehind && state.stage === "sampling" ? (slowSince ?? now) : null;
    return slowSince !== null && now - slowSince >= SLOW_AFTER_S;
  }

  function changed() {
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(send, REPORT_MS);
  }

  return {
    /** @param {number} chunks the server has them from before */
    received(chunks) {
      const frames = Math.min(chunks * CHUNK_FRAMES, framesExpected);
      state.framesSampled = frames;
      state.framesUploaded = frames;
      state.chunksUploaded = chunks;
      framesSent = frames;
      meter.add(performance.now() / 1000, frames);
      send();
    },
    /** @param {number} difference between the frames of a chunk and the times wanted from it */
    planned(difference) {
      state.framesExpected += difference;
    },
    /** @param {boolean} isGood */
    sampled(isGood) {
      if (isGood) state.framesSampled += 1;
      else state.framesFailed += 1;
      if (state.framesSampled >= state.framesExpected && state.stage === "sampling") state.stage = "upload";
      changed();
    },
    /**
     * @param {import("./chunks.js").Chunk} chunk
     * @param {number} bytes more of it that are on their way to the server
     */
    sent(chunk, bytes) {
      framesSent += (chunk.frames * bytes) / chunk.body.length;
      bytesSent += bytes;
      meter.add(performance.now() / 1000, framesSent);
      bytesMeter.add(performance.now() / 1000, bytesSent);
      changed();
    },
    /** @param {import("./chunks.js").Chunk} chunk */
    uploaded(chunk) {
      state.framesUploaded += chunk.frames;
      state.chunksUploaded += 1;
      changed();
    },
    /** @param {"upload" | "waiting" | "retrying"} stage */
    stage(stage) {
      const isSampled = state.framesSampled + state.framesFailed >= state.framesExpected;
      const next = stage === "upload" && !isSampled ? "sampling" : stage;
      if (next === state.stage) return;
      state.stage = next;
      send();
    },
    /** @param {number} ahead */
    ahead(ahead) {
      state.ahead = ahead;
    },
    /** The last word, without waiting. */
    flush: send,
  };
}
