import { MediaError } from "./errors.js";

/**
 * @typedef {object} Asking
 * @property {(progress: any) => void} [onProgress] hears of `{type: "progress", progress}`
 * @property {AbortSignal} [signal] sends the worker a message of the type "cancel"
 * @property {Transferable[]} [transfer]
 */

/**
 * Asks a worker that answers `{type: "answer", answer}`, or with what `errorMessage` makes; one question at a time.
 * @param {import("./workers.js").Helper} worker
 * @param {object} message
 * @param {Asking} [how]
 * @returns {Promise<any>} rejects with a MediaError
 */
export async function workerAsk(worker, message, { onProgress, signal, transfer = [] } = {}) {
  if (signal?.aborted) throw new MediaError("cancelled");
  const cancel = () => worker.postMessage({ type: "cancel" });
  signal?.addEventListener("abort", cancel);
  try {
    return await new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new MediaError("unexpected", event.message));
      worker.onmessage = ({ data }) => {
        if (data.type === "progress") onProgress?.(data.progress);
        else if (data.type === "answer") resolve(data.answer);
        else reject(new MediaError(data.code, data.detail));
      };
      worker.postMessage(message, transfer);
    });
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}
