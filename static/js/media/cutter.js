import { workerAsk } from "./worker-ask.js";
import { workerStart } from "./workers.js";

/**
 * @typedef {object} Cutter the worker that has a file open
 * @property {(message: object, how?: import("./worker-ask.js").Asking) => Promise<any>} ask one after another
 */

/** Long enough to change a template or a segment, short enough to give the memory back. */
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
  const worker = workerStart(new URL("./cutter.worker.js", import.meta.url));
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
   * @param {import("./worker-ask.js").Asking} [how]
   */
  async function ask(message, how) {
    clearTimeout(idle);
    asked += 1;
    const answer = turn.then(() => workerAsk(worker, { file, ...message }, how));
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
