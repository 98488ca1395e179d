// The strip of the whole video: its segments, and the visible part, which can be dragged and resized.

import { elementGet, elementMake } from "../lib/dom.js";
import { envelopeMaxima, envelopePath } from "../timeline/envelope.js";
import { sliderValue } from "../timeline/keys.js";
import { viewPan, viewResize } from "../timeline/view.js";
import { dragAttach } from "./pointer.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").EditorState} EditorState */
/** @typedef {import("../timeline/view.js").View} View */
/** @typedef {"from" | "body" | "to"} WindowPart */

const CURVE_POINTS = 720;

/** @param {HTMLElement} root @param {Store} store */
export function overviewCreate(root, store) {
  const strip = elementGet(root, "[data-overview]");
  const frame = elementGet(root, "[data-overview-window]");
  const playhead = elementGet(root, "[data-overview-playhead]");
  const bands = elementGet(root, "[data-overview-segments]");

  // while the mouse drags a segment the strip waits: it may hold hundreds
  store.watch(
    (state) => [state.history.present, state.duration, state.current],
    ({ history, duration, current }) => {
      bands.replaceChildren(...spansMake(history.present, duration));
      const index = history.present.findIndex(({ id }) => id === current);
      bands.children[index]?.classList.add("span--current");
    },
  );
  store.watch(
    (state) => [state.proposal, state.duration],
    ({ proposal, duration }) => {
      elementGet(root, "[data-overview-proposal]").replaceChildren(
        ...spansMake(proposal?.segments ?? [], duration),
      );
    },
  );
  store.watch(
    (state) => [state.playhead, state.duration],
    (state) => {
      playhead.style.left = percent(state.playhead / state.duration);
    },
  );
  store.watch(
    (state) => [state.view, state.duration, state.times],
    (state) => windowShow(frame, state),
  );
  store.watch(
    (state) => [state.curve],
    (state) => curveShow(root, state),
  );
  windowMove(strip, store);
}

/** @param {readonly import("./store.js").Span[]} spans @param {number} duration @param {View} [view] */
export function spansMake(spans, duration, view = { from: 0, to: duration }) {
  const length = view.to - view.from;
  return spans
    .filter(({ start, stop }) => stop > view.from && start < view.to)
    .map(({ start, stop }) => {
      const from = Math.max(start, view.from);
      const span = elementMake("i", { class: "span" });
      span.style.left = percent((from - view.from) / length);
      span.style.width = percent((Math.min(stop, view.to) - from) / length);
      return span;
    });
}

/** @param {HTMLElement} strip @param {Store} store */
function windowMove(strip, store) {
  dragAttach(strip, {
    begin: (event) => windowTake(event, strip, store),
    move({ part, view }, pixels) {
      const { duration } = store.get();
      store.set({ view: windowMoved(view, part, (pixels / strip.clientWidth) * duration, duration) });
    },
    end: () => undefined,
    cancel: ({ before }) => store.set({ view: before }),
  });
  strip.addEventListener("keydown", (event) => {
    const part = partOf(event.target);
    const { view, duration } = store.get();
    if (!part) return;
    const span = view.to - view.from;
    const value = windowValue(view, part);
    const target = sliderValue(event, value, { small: span / 20, big: span }, { min: 0, max: duration });
    if (target === null) return;
    event.preventDefault();
    store.set({ view: windowMoved(view, part, target - value, duration) });
  });
}

/** A press outside the window brings its middle there. @param {PointerEvent} event @param {HTMLElement} strip @param {Store} store */
function windowTake(event, strip, store) {
  const { view: before, duration } = store.get();
  const part = partOf(event.target);
  if (part) return { part, view: before, before };
  const { left, width } = strip.getBoundingClientRect();
  const seconds = ((event.clientX - left) / width) * duration;
  const view = viewPan(before, seconds - (before.from + before.to) / 2, duration);
  store.set({ view });
  return { part: /** @type {WindowPart} */ ("body"), view, before };
}

/** @param {EventTarget | null} target */
function partOf(target) {
  const part = /** @type {HTMLElement} */ (target).dataset.windowPart;
  return /** @type {WindowPart | undefined} */ (part);
}

/** @param {View} view @param {WindowPart} part */
function windowValue(view, part) {
  return part === "to" ? view.to : view.from;
}

/** @param {View} view @param {WindowPart} part @param {number} seconds @param {number} duration */
function windowMoved(view, part, seconds, duration) {
  if (part === "body") return viewPan(view, seconds, duration);
  return viewResize(view, part, windowValue(view, part) + seconds, duration);
}

/** @param {HTMLElement} frame @param {EditorState} state */
function windowShow(frame, { view, duration, times }) {
  frame.style.left = percent(view.from / duration);
  frame.style.width = percent((view.to - view.from) / duration);
  for (const slider of frame.children) {
    const seconds = windowValue(view, partOf(slider) ?? "body");
    slider.ariaValueMax = String(duration);
    slider.ariaValueNow = String(Math.round(seconds * 1000) / 1000);
    slider.ariaValueText = times.format(seconds);
  }
}

/** @param {HTMLElement} root @param {EditorState} state */
function curveShow(root, { curve, duration }) {
  const svg = root.querySelector("[data-overview-curve]");
  const points = Math.max(1, Math.min(CURVE_POINTS, curve?.times.length ?? 0));
  svg?.setAttribute("viewBox", `0 0 ${points} 100`);
  const path = curve ? envelopePath(envelopeMaxima(curve.times, curve.scores, duration, points)) : "";
  svg?.querySelector("path")?.setAttribute("d", path);
}

/** @param {number} fraction */
function percent(fraction) {
  return `${fraction * 100}%`;
}
