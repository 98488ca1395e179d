import { screenLock } from "./screen-lock.js";
import { workerAsk } from "./worker-ask.js";
import { workerStart } from "./workers.js";

/**
 * @typedef {object} PackOrder
 * @property {import("./pack-times.js").Choice} choice
 * @property {import("./pack-manifest.js").PackSource} source
 * @property {import("./pack-manifest.js").PackSegment[]} segments to take pictures of
 * @property {{start: number, stop: number}[]} kept all segments but the irrelevant ones: what is outside was rejected
 * @property {{times: readonly number[], scores: readonly number[]} | null} curve
 * @property {import("./pack-boxes.js").PackedBoxes} boxes
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
 * @param {{onProgress?: (progress: PackProgress) => void, signal?: AbortSignal}} [how]
 * @returns {Promise<PackReport>}
 */
export async function packRun(file, order, place, how) {
  const worker = workerStart(new URL("./pack.worker.js", import.meta.url));
  const releaseLock = screenLock();
  try {
    return await workerAsk(worker, { type: "run", file, order, place }, how);
  } finally {
    worker.terminate();
    releaseLock();
  }
}
