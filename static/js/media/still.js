import { MediaError } from "./errors.js";
import { workerStart } from "./workers.js";

/**
 * @typedef {object} Still
 * @property {Blob} picture a JPEG
 * @property {number} width of the picture
 * @property {number} height
 * @property {number} time of the frame, in seconds
 * @property {number} lastTime of the video, in seconds
 */

/**
 * @typedef {object} StillOptions
 * @property {number} [longestSide] of the picture, in pixels
 * @property {number} [interval] seconds between sampled frames: one of these is shown, where the way to it from its
 *   keyframe is short; otherwise a keyframe
 */

/**
 * Pictures of a video's keyframes, or of any frame, made in a worker.
 * @param {File} file
 * @param {{onStill: (still: Still) => void, onError: (error: MediaError) => void}} events
 * @param {StillOptions} [options]
 * @returns {{show(time: number): void, close(): void}} of several times asked for quickly the last one is shown
 */
export function stillsOpen(file, { onStill, onError }, options = {}) {
  const worker = workerStart(new URL("./still.worker.js", import.meta.url));
  let asked = -1;
  worker.onerror = (event) => onError(new MediaError("unexpected", event.message));
  worker.onmessage = ({ data }) => {
    if (data.asked !== asked) return;
    if (data.type === "error") return onError(new MediaError(data.code, data.detail));
    const { jpeg, ...still } = data;
    onStill({ ...still, picture: new Blob([jpeg], { type: "image/jpeg" }) });
  };
  return {
    show(time) {
      asked = time;
      worker.postMessage({ file, time, options });
    },
    close: () => worker.terminate(),
  };
}
