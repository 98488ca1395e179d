import { clockForName } from "../clock/clock.js";
import { cutterFor } from "./cutter.js";
import { mediaErrorText } from "./messages.js";
import { clipName, nameStem, namesMakeUnique, timeForName } from "./names.js";
import { screenLock } from "./screen-lock.js";

/**
 * @typedef {object} CutSegment
 * @property {number} start
 * @property {number} stop
 * @property {string} [label]
 *
 * @typedef {object} CutClip a segment with what will really be written
 * @property {number} start
 * @property {number} stop
 * @property {string} label
 * @property {number} cutStart the keyframe's time, at or before start; in an exact clip the first frame's
 * @property {number} cutStop the end of the frame shown at stop
 * @property {string} name of the file
 * @property {import("./clip-format.js").ClipContainer} container
 * @property {ClipWay | null} way how it is made; null when it cannot be
 * @property {boolean} [isByFfmpeg] not by the browser's own codecs
 * @property {string} error why it cannot be made, in a sentence; "" when it can
 * @property {string} code of the error
 *
 * @typedef {import("./cutter.worker.js").ClipWay} ClipWay
 *
 * @typedef {object} CutResult
 * @property {string} name as written: "clip (2).mp4" where "clip.mp4" was there
 * @property {boolean} isWritten
 * @property {number} bytes
 * @property {string} sha256 of the file, "" when not written
 * @property {number} cutStart
 * @property {number} cutStop
 * @property {ClipWay | null} way as it was made: "whole" where the parts of "head" did not fit together
 * @property {boolean} hasLostTracks a track, such as sound in a codec the container cannot hold, is missing
 * @property {string} error a sentence, "" when written
 * @property {string} code of the error, "" when written
 *
 * @typedef {{clips: CutResult[]}} CutReport in the order of the plan
 *
 * @typedef {object} CutProgress
 * @property {number} index of the clip
 * @property {string} name
 * @property {number} fraction 0..1 of this clip
 * @property {number} total 0..1 of all seconds
 */

export const CUT_TEMPLATE = "{video}_{start}-{stop}";

/**
 * @param {File} file
 * @param {readonly CutSegment[]} segments
 * @param {{template?: string, videoName: string, clockStart?: string, isExact?: boolean,
 *   onProgress?: (fraction: number) => void, signal?: AbortSignal}} options isExact: each
 *   clip starts with the frame shown at its segment's start, and what must be is encoded again; the template may
 *   use {video}, {start}, {stop} (the real ones, of the cut), {clock_start}, {clock_stop} (the same by the
 *   recorder's clock, where it is known), {index} and {label}
 * @returns {Promise<CutClip[]>}
 */
export async function cutPlan(file, segments, options) {
  const {
    template = CUT_TEMPLATE,
    videoName,
    clockStart = "",
    isExact = false,
    onProgress,
    signal,
  } = options;
  const wanted = segments.map(({ start, stop, label = "" }) => ({ start, stop, label }));
  const plans = await cutterFor(file)
    .ask({ type: "plan", segments: wanted, isExact }, { onProgress, signal })
    .catch((error) => {
      throw withSentence(error);
    });
  const clips = wanted.map((segment, index) => planned(segment, plans[index]));
  const names = namesMakeUnique(
    clips.map((clip, index) => nameOf(clip, index, { template, videoName, clockStart })),
  );
  return clips.map((clip, index) => ({ ...clip, name: `${names[index]}.${clip.container}` }));
}

/**
 * @param {File} file
 * @param {{start: number, stop: number}} segment
 * @param {readonly {start: number, stop: number}[]} near segments that are likely to be asked for next, and this
 * @returns {Promise<number>} where a lossless clip of it starts
 */
export async function cutStartFind(file, { start, stop }, near) {
  const spans = near.map(({ start, stop }) => ({ start, stop }));
  const message = { type: "plan", segments: [{ start, stop }], near: spans, isExact: false };
  const [plan] = await cutterFor(file).ask(message);
  return plan.cutStart;
}

/**
 * @param {CutSegment} segment
 * @param {any} plan
 */
function planned(segment, plan) {
  const { code = "" } = plan;
  return { ...segment, ...plan, code, error: code && mediaErrorText(code) };
}

/**
 * Cuts clip after clip; one that fails does not stop the others.
 * @param {File} file
 * @param {readonly CutClip[]} plan
 * @param {object} options
 * @param {FileSystemDirectoryHandle} [options.directory] without it each clip goes to onFile
 * @param {(progress: CutProgress) => void} [options.onProgress]
 * @param {(name: string, blob: Blob) => unknown} [options.onFile]
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<CutReport>}
 */
export async function cutRun(file, plan, { directory, onProgress, onFile, signal } = {}) {
  const cutter = cutterFor(file);
  const seconds = plan.map(({ cutStart, cutStop }) => cutStop - cutStart);
  const all = seconds.reduce((sum, each) => sum + each, 0);
  const releaseLock = screenLock();
  /** @type {CutResult[]} */
  const clips = [];
  let before = 0;
  for (const [index, clip] of plan.entries()) {
    const tell = (/** @type {number} */ fraction) =>
      onProgress?.({ index, name: clip.name, fraction, total: (before + fraction * seconds[index]) / all });
    clips.push(await clipRun(cutter, clip, { plan, directory, onFile, signal, tell }));
    tell(1);
    before += seconds[index];
  }
  releaseLock();
  return { clips };
}

/**
 * @param {import("./cutter.js").Cutter} cutter
 * @param {CutClip} clip
 * @param {{plan: readonly CutClip[], directory?: FileSystemDirectoryHandle, onFile?: (name: string, blob: Blob) => unknown,
 *   signal?: AbortSignal, tell: (fraction: number) => void}} how
 * @returns {Promise<CutResult>}
 */
async function clipRun(cutter, clip, { plan, directory, onFile, signal, tell }) {
  const { name, cutStart, cutStop, container, way, isByFfmpeg, error, code } = clip;
  const result = {
    name,
    cutStart,
    cutStop,
    way,
    isWritten: false,
    bytes: 0,
    sha256: "",
    hasLostTracks: false,
  };
  if (code) return { ...result, error, code };
  try {
    const order = { name, cutStart, cutStop, container, way, isByFfmpeg };
    // a cutter that waited too long for this has closed the file
    const segments = plan.map(({ cutStart, cutStop, start, stop }) => ({
      start: Math.min(cutStart, start),
      stop: Math.max(cutStop, stop),
    }));
    const message = { type: "clip", clip: order, segments, directory: directory ?? null };
    const { blob, ...written } = await cutter.ask(message, { onProgress: tell, signal });
    if (blob) await onFile?.(written.name, blob);
    return { ...result, ...written, isWritten: true, error: "", code: "" };
  } catch (error) {
    const { message, code = "not_cut" } = withSentence(error);
    return { ...result, error: message, code };
  }
}

/**
 * @param {CutSegment & import("./cut-points.js").CutPoints} clip
 * @param {number} index
 * @param {{template: string, videoName: string, clockStart: string}} how
 */
function nameOf({ cutStart, stop, label = "" }, index, { template, videoName, clockStart }) {
  const clock = (/** @type {number} */ seconds) =>
    clockStart ? clockForName(clockStart, seconds) : timeForName(seconds);
  return clipName(template, {
    video: nameStem(videoName),
    start: timeForName(cutStart),
    stop: timeForName(stop),
    clock_start: clock(cutStart),
    clock_stop: clock(stop),
    index: String(index + 1).padStart(3, "0"),
    label,
  });
}

/**
 * @param {any} error
 * @returns {Error & {code?: string}} whose message is for people
 */
function withSentence(error) {
  error.message = mediaErrorText(error.code ?? "not_cut");
  return error;
}
