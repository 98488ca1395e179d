import { MediaError } from "./errors.js";

/**
 * @typedef {object} PackOrder
 * @property {import("./pack-times.js").Choice} choice
 * @property {import("./pack-manifest.js").PackSource} source
 * @property {import("./pack-manifest.js").PackSegment[]} segments to take pictures of
 * @property {{start: number, stop: number}[]} kept all segments but the irrelevant ones: what is outside was rejected
 * @property {{times: readonly number[], scores: readonly number[]} | null} curve
 *
 * @typedef {object} PackReport
 * @property {number} pictures written
 * @property {number} rejected of these
 * @property {number} failed could not be decoded
 * @property {string} name of the folder or the zip
 * @property {Blob | null} blob a zip that is to be downloaded
 *
 * @typedef {{phase: "comparing" | "writing", done: number, total: number}} PackProgress
 */

/**
 * Writes a dataset pack, in a worker. Fails with a MediaError, and leaves nothing behind then.
 * @param {File} file
 * @param {PackOrder} order
 * @param {import("./pack-target.js").PackPlace} place
 * @param {{onProgress?: (progress: PackProgress) => void, signal?: AbortSignal}} [options]
 * @returns {Promise<PackReport>}
 */
export async function packRun(file, order, place, { onProgress, signal } = {}) {
  const worker = new Worker(new URL("./pack.worker.js", import.meta.url), { type: "module" });
  const cancel = () => worker.postMessage({ type: "cancel" });
  signal?.addEventListener("abort", cancel);
  try {
    return await new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new MediaError("unexpected", event.message));
      worker.onmessage = ({ data }) => {
        if (data.type === "progress") onProgress?.(data);
        else if (data.type === "done") resolve(data.report);
        else reject(new MediaError(data.code, data.detail));
      };
      worker.postMessage({ type: "run", file, order, place });
    });
  } finally {
    signal?.removeEventListener("abort", cancel);
    worker.terminate();
  }
}
