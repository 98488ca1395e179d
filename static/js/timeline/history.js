/** Undo and redo over immutable values. */

/**
 * @template T
 * @typedef {{ past: readonly T[], present: T, future: readonly T[], key: string, at: number }} History
 */

const DEPTH = 300;
const SAME_GESTURE_MS = 1000;

/** @template T @param {T} present @returns {History<T>} */
export function historyCreate(present) {
  return { past: [], present, future: [], key: "", at: 0 };
}

/**
 * One more step. Steps with the same non-empty `key` that follow each other quickly (an arrow key
 * held down) count as one.
 * @template T @param {History<T>} history @param {T} present @param {{ key?: string, at?: number }} [gesture]
 * @returns {History<T>}
 */
export function historyPush(history, present, { key = "", at = 0 } = {}) {
  if (present === history.present) return history;
  const isSameGesture = key !== "" && key === history.key && at - history.at < SAME_GESTURE_MS;
  const past = isSameGesture ? history.past : [...history.past, history.present].slice(-DEPTH);
  return { past, present, future: [], key, at };
}

/** @template T @param {History<T>} history @returns {History<T>} */
export function historyUndo(history) {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  const future = [history.present, ...history.future];
  return { past: history.past.slice(0, -1), present, future, key: "", at: 0 };
}

/** @template T @param {History<T>} history @returns {History<T>} */
export function historyRedo(history) {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future, key: "", at: 0 };
}
