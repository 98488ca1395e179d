// One tab samples a request at a time; the others see that it is busy, and when it stops.

/** @param {string} uid */
const lockName = (uid) => `smartcut-sampling-${uid}`;

/**
 * Runs `work` while this tab holds the request.
 * @template T
 * @param {string} uid
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>} undefined when another tab has it
 */
export async function samplingLock(uid, work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(lockName(uid), { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

/**
 * Resolves when no tab samples the request; at once if none does.
 * @param {string} uid
 * @returns {Promise<void>}
 */
export async function samplingFree(uid) {
  await navigator.locks?.request(lockName(uid), { mode: "shared" }, () => undefined);
}
