const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * Exponential with full jitter, so that fifty browsers do not come back in the same second.
 * @param {number} attempt from 0
 * @param {number} [random] 0..1
 * @returns {number} milliseconds
 */
export function backoffMs(attempt, random = Math.random()) {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return Math.round(ceiling * (0.5 + random / 2));
}

/**
 * @param {number} milliseconds
 * @returns {Promise<void>}
 */
export function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
