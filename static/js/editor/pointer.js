// One drag, by mouse, pen or finger. Escape takes it back.

const STILL_PIXELS = 3;

/**
 * @template T
 * @typedef {object} Drag
 * @property {(event: PointerEvent) => T | null} begin null: not ours
 * @property {(start: T, pixels: number, event: PointerEvent) => void} move
 * @property {(start: T, isMoved: boolean, event: PointerEvent) => void} end
 * @property {(start: T) => void} [cancel]
 */

/** @template T @param {HTMLElement} element @param {Drag<T>} drag */
export function dragAttach(element, { begin, move, end, cancel }) {
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    const start = begin(event);
    if (start === null) return;
    const listeners = new AbortController();
    const options = { signal: listeners.signal };
    let isMoved = false;

    /** @param {PointerEvent} now */
    function onMove(now) {
      isMoved ||= Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) >= STILL_PIXELS;
      if (isMoved) move(/** @type {T} */ (start), now.clientX - event.clientX, now);
    }
    /** @param {PointerEvent} now */
    function onUp(now) {
      listeners.abort();
      end(/** @type {T} */ (start), isMoved, now);
    }
    function onCancel() {
      listeners.abort();
      cancel?.(/** @type {T} */ (start));
    }

    element.setPointerCapture(event.pointerId);
    element.addEventListener("pointermove", onMove, options);
    element.addEventListener("pointerup", onUp, options);
    element.addEventListener("pointercancel", onCancel, options);
    document.addEventListener("keydown", (key) => key.key === "Escape" && onCancel(), options);
    // a second finger means pinching
    document.addEventListener(
      "pointerdown",
      (other) => other.pointerId !== event.pointerId && onCancel(),
      options,
    );
  });
}
