// The playhead over the timeline, and its time, which can be typed.

import { dateAt } from "../clock/times.js";
import { elementGet } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { sliderValue } from "../timeline/keys.js";
import { viewFollow, viewFraction } from "../timeline/view.js";
import { playheadSet } from "./selection.js";

/** @typedef {import("./store.js").Store} Store */

/** @param {HTMLElement} root @param {Store} store */
export function playheadCreate(root, store) {
  const line = elementGet(root, "[data-playhead]");
  const grip = elementGet(root, "[data-playhead-grip]");
  store.watch(
    (state) => [state.playhead, state.view, state.duration, state.times],
    ({ playhead, view, duration, times }) => {
      const fraction = viewFraction(view, playhead);
      line.hidden = fraction < 0 || fraction > 1;
      line.style.left = `${fraction * 100}%`;
      grip.ariaValueMax = String(duration);
      grip.ariaValueNow = String(Math.round(playhead * 1000) / 1000);
      grip.ariaValueText = times.format(playhead);
    },
  );
  store.watch(
    (state) => [state.playhead],
    ({ playhead, isPlaying, view, duration }) => {
      if (isPlaying) store.set({ view: viewFollow(view, playhead, duration) });
    },
  );
  grip.addEventListener("keydown", (event) => {
    const { playhead, steps, duration } = store.get();
    const seconds = sliderValue(event, playhead, steps, { min: 0, max: duration });
    if (seconds === null) return;
    event.preventDefault();
    playheadSet(store, seconds);
    store.set({ view: viewFollow(store.get().view, seconds, duration) });
  });
  timeCreate(root, store);
}

/** @param {HTMLElement} root @param {Store} store */
function timeCreate(root, store) {
  /** @type {HTMLInputElement} */
  const box = elementGet(root, "[data-playhead-time]");
  store.watch(
    (state) => [state.playhead, state.times],
    ({ playhead, times }) => {
      if (document.activeElement !== box) box.value = times.format(playhead);
    },
  );
  store.watch(
    (state) => [state.duration, state.times, dateAt(state.times, state.playhead)],
    ({ duration, times, playhead }) => {
      const of = interpolate(gettext("of %(time)s"), { time: times.format(duration) }, true);
      elementGet(root, "[data-duration]").textContent = dateAt(times, playhead) || of;
    },
  );
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") timeGo(box, store);
    if (event.key === "Escape") box.value = playheadText(store);
  });
  box.addEventListener("change", () => timeGo(box, store));
  box.addEventListener("blur", () => {
    if (!box.hasAttribute("aria-invalid")) box.value = playheadText(store);
  });
}

/** @param {Store} store */
function playheadText(store) {
  const { times, playhead } = store.get();
  return times.format(playhead);
}

/** @param {HTMLInputElement} box @param {Store} store */
function timeGo(box, store) {
  try {
    playheadSet(store, store.get().times.parse(box.value));
    const { playhead, view, duration } = store.get();
    store.set({ view: viewFollow(view, playhead, duration) });
    box.removeAttribute("aria-invalid");
    box.setCustomValidity("");
  } catch (error) {
    box.setAttribute("aria-invalid", "true");
    box.setCustomValidity(/** @type {Error} */ (error).message);
    box.reportValidity();
  }
}
