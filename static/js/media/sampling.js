import { MediaError } from "./errors.js";
import { screenLock } from "./screen-lock.js";
import { workerStart } from "./workers.js";

/**
 * @typedef {import("./progress.js").ProgressState & {way: import("./ladder.js").Rung["way"]}} ProgressState
 *
 * @typedef {object} SamplingOptions
 * @property {File} file
 * @property {{user_request_uid: string, img_size: number, interval: number}} request the server's answer to
 *   POST /api/requests, or its state with img_size
 * @property {number[]} [receivedChunks] numbers of the chunks that the server has
 * @property {string} csrfToken
 * @property {(progress: ProgressState) => void} [onProgress]
 * @property {number} [concurrency] decoder workers
 */

/**
 * Samples the video and uploads its frames, all in workers.
 * @param {SamplingOptions} options
 * @returns {{done: Promise<{chunks: number}>, cancel(): void}} done rejects with a MediaError
 */
export function samplingStart({ file, request, receivedChunks = [], csrfToken, onProgress, concurrency }) {
  const worker = workerStart(new URL("./sampler.worker.js", import.meta.url));
  const releaseLock = screenLock();
  let cancel = () => {};
  const done = new Promise((resolve, reject) => {
    cancel = () => reject(new MediaError("cancelled"));
    worker.onerror = (event) => reject(new MediaError("unexpected", event.message));
    worker.onmessage = ({ data }) => {
      if (data.type === "progress") onProgress?.(data.progress);
      else if (data.type === "done") resolve({ chunks: data.chunks });
      else reject(new MediaError(data.code, data.detail));
    };
    const decoders = concurrency ?? decoderCount();
    const { user_request_uid, img_size, interval } = request;
    const start = { user_request_uid, img_size, interval };
    worker.postMessage({ file, request: start, receivedChunks, csrfToken, decoders });
  }).finally(() => {
    // ends the decoder workers too, with every frame, decoder and connection they hold
    worker.terminate();
    releaseLock();
  });
  return { done: /** @type {Promise<{chunks: number}>} */ (done), cancel: () => cancel() };
}

/**
 * One core stays free for the page, the upload and the decoder's own threads. Two at least: while one waits for
 * its decoder the other shrinks and encodes, half as fast again on two cores (bench.sampling --decoders).
 */
export function decoderCount() {
  return Math.min(4, Math.max(2, navigator.hardwareConcurrency - 1));
}
