import { MediaError } from "./errors.js";

/**
 * @typedef {object} Cutter the worker that has a file open
 * @property {(message: object, how?: Asking) => Promise<any>} ask one at a time
 *
 * @typedef {object} Asking
 * @property {(fraction: number) => void} [onProgress]
 * @property {AbortSignal} [signal]
 */

/** Long enough to change a template or a segment, short enough to give a large index back. */
const KEPT_MS = 60_000;

/** @type {{file: File, cutter: Cutter, close(): void} | null} */
let current = null;

/**
 * The cutter of a file, the one from the last call if it is still the same file.
 * @param {File} file
 * @returns {Cutter}
 */
export function cutterFor(file) {
  if (current?.file === file) return current.cutter;
  current?.close();
  const opened = cutterOpen(file, () => {
    if (current === kept) current = null;
  });
  const kept = { file, ...opened };
  current = kept;
  return kept.cutter;
}

/**
 * @param {File} file
 * @param {() => void} onClose
 */
function cutterOpen(file, onClose) {
  const worker = new Worker(new URL("./cutter.worker.js", import.meta.url), { type: "module" });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let idle;
  let asked = 0;
  let turn = Promise.resolve();
  const close = () => {
    clearTimeout(idle);
    worker.terminate();
    onClose();
  };

  /**
   * @param {object} message
   * @param {Asking} [how]
   */
  async function ask(message, how = {}) {
    clearTimeout(idle);
    asked += 1;
    const answer = turn.then(() => askNow(worker, { file, ...message }, how));
    turn = answer.then(
      () => {},
      () => {},
    );
    try {
      return await answer;
    } finally {
      asked -= 1;
      if (asked === 0) idle = setTimeout(close, KEPT_MS);
    }
  }

  return { cutter: { ask }, close };
}

/**
 * @param {Worker} worker
 * @param {object} message
 * @param {Asking} how
 */
async function askNow(worker, message, { onProgress, signal }) {
  if (signal?.aborted) throw new MediaError("cancelled");
  const cancel = () => worker.postMessage({ type: "cancel" });
  signal?.addEventListener("abort", cancel);
  try {
    return await new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new MediaError("unexpected", event.message));
      worker.onmessage = ({ data }) => {
        if (data.type === "progress") onProgress?.(data.fraction);
        else if (data.type === "answer") resolve(data.answer);
        else reject(new MediaError(data.code, data.detail));
      };
      worker.postMessage(message);
    });
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}
