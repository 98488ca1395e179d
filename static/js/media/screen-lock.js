/**
 * Keeps the screen on, and so the computer awake, where the browser can.
 * @returns {() => void} release
 */
export function screenLock() {
  /** @type {WakeLockSentinel | null} */
  let lock = null;
  let isReleased = false;
  const acquire = async () => {
    // the lock is lost whenever the tab is hidden
    if (isReleased || document.visibilityState !== "visible" || !navigator.wakeLock) return;
    lock = await navigator.wakeLock.request("screen").catch(() => null);
    if (isReleased) lock?.release();
  };
  acquire();
  document.addEventListener("visibilitychange", acquire);
  return () => {
    isReleased = true;
    document.removeEventListener("visibilitychange", acquire);
    lock?.release();
  };
}
