// Moving about in the zoomed timeline: wheel and pinch zoom, drag pans, a click moves the playhead.

import { elementGet } from "../lib/dom.js";
import { viewPan, viewZoom } from "../timeline/view.js";
import { secondsAt } from "./lane.js";
import { dragAttach } from "./pointer.js";
import { playheadSet } from "./selection.js";

/** @typedef {import("./store.js").Store} Store */

/** @param {HTMLElement} root @param {Store} store */
export function zoomingCreate(root, store) {
  const track = elementGet(root, "[data-zoomed]");
  track.addEventListener("wheel", (event) => wheel(event, track, store), { passive: false });
  elementGet(root, "[data-overview]").addEventListener("wheel", (event) => wheel(event, track, store, true), {
    passive: false,
  });
  pinchAttach(track, store);
  panAttach(elementGet(root, "[data-chart]"), track, store);
  panAttach(elementGet(root, "[data-lane]"), track, store);
  scrubAttach(elementGet(root, "[data-ruler]"), track, store);
  scrubAttach(elementGet(root, "[data-playhead-grip]"), track, store);
}

/** Zooms around the middle of what is seen, or around the playhead when it is in sight. @param {Store} store @param {number} factor */
export function zoomBy(store, factor) {
  const { view, playhead, duration } = store.get();
  const isSeen = view.from <= playhead && playhead <= view.to;
  const around = isSeen ? playhead : (view.from + view.to) / 2;
  store.set({ view: viewZoom(view, factor, around, duration) });
}

/** @param {WheelEvent} event @param {HTMLElement} track @param {Store} store @param {boolean} [isOverview] */
function wheel(event, track, store, isOverview = false) {
  const { view, duration } = store.get();
  event.preventDefault();
  const pixels = (event.deltaMode === 1 ? 16 : 1) * (event.deltaX || (event.shiftKey ? event.deltaY : 0));
  if (pixels) {
    const seconds = (pixels / track.clientWidth) * (view.to - view.from);
    return store.set({ view: viewPan(view, seconds, duration) });
  }
  const around = isOverview ? (view.from + view.to) / 2 : secondsAt(track, event.clientX, store);
  const speed = event.ctrlKey ? 0.01 : 0.002;
  const lines = event.deltaMode === 1 ? 32 : 1;
  store.set({ view: viewZoom(view, Math.exp(-event.deltaY * lines * speed), around, duration) });
}

/** @param {HTMLElement} element @param {HTMLElement} track @param {Store} store */
function panAttach(element, track, store) {
  dragAttach(element, {
    begin: (event) => (isOwn(event, element) ? store.get().view : null),
    move(view, pixels) {
      const seconds = (-pixels / track.clientWidth) * (view.to - view.from);
      store.set({ view: viewPan(view, seconds, store.get().duration) });
    },
    end(_view, isMoved, event) {
      if (!isMoved) playheadSet(store, secondsAt(track, event.clientX, store));
    },
  });
}

/** @param {HTMLElement} element @param {HTMLElement} track @param {Store} store */
function scrubAttach(element, track, store) {
  /** @param {PointerEvent} event */
  const seek = (event) => playheadSet(store, secondsAt(track, event.clientX, store));
  dragAttach(element, {
    begin: () => store.get().playhead,
    move: (_before, _pixels, event) => seek(event),
    end: (_before, isMoved, event) => isMoved || element.matches("[role=slider]") || seek(event),
    cancel: (before) => store.set({ playhead: before }),
  });
}

/** Sliders in the track have drags of their own. @param {PointerEvent} event @param {HTMLElement} element */
function isOwn(event, element) {
  const slider = /** @type {HTMLElement} */ (event.target).closest("[role=slider]");
  return !slider || !element.contains(slider);
}

/** Two fingers. @param {HTMLElement} track @param {Store} store */
function pinchAttach(track, store) {
  /** @type {Map<number, number>} */
  const fingers = new Map();
  const forget = (/** @type {PointerEvent} */ { pointerId }) => fingers.delete(pointerId);

  track.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") fingers.set(event.pointerId, event.clientX);
  });
  track.addEventListener(
    "pointermove",
    (event) => {
      if (!fingers.has(event.pointerId) || fingers.size !== 2)
        return void (fingers.has(event.pointerId) && fingers.set(event.pointerId, event.clientX));
      const before = spread(fingers);
      fingers.set(event.pointerId, event.clientX);
      const now = spread(fingers);
      const { view, duration } = store.get();
      const around = secondsAt(track, now.middle, store);
      store.set({
        view: viewZoom(view, Math.max(10, now.width) / Math.max(10, before.width), around, duration),
      });
    },
    { capture: true },
  );
  track.addEventListener("pointerup", forget);
  track.addEventListener("pointercancel", forget);
}

/** @param {Map<number, number>} fingers */
function spread(fingers) {
  const [one, other] = fingers.values();
  return { width: Math.abs(one - other), middle: (one + other) / 2 };
}
