// Which segment the commands are about, and bringing it into sight.

import { segmentById } from "../timeline/segments.js";
import { viewReveal } from "../timeline/view.js";
import { segmentsNow } from "./store.js";

/** @typedef {import("./store.js").Store} Store */

/** @param {Store} store @param {number} id */
export function segmentSelect(store, id) {
  if (store.get().current !== id) store.set({ current: id });
}

/** Selects a segment, moves the playhead to its start and the timeline to it. @param {Store} store @param {number} id */
export function segmentShow(store, id) {
  const { view, duration } = store.get();
  const segment = segmentById(segmentsNow(store.get()), id);
  if (!segment) return;
  const seen = viewReveal(view, segment.start, segment.stop, duration);
  store.set({ current: id, playhead: segment.start, view: seen });
}

/** Selects a segment and moves the playhead to its best frame; to its start when there is none. @param {Store} store @param {number} id */
export function bestFrameShow(store, id) {
  const segment = segmentById(segmentsNow(store.get()), id);
  if (!segment) return;
  segmentShow(store, id);
  store.set({ playhead: store.get().evidence(segment)?.best ?? segment.start });
}

/** @param {Store} store @param {number} seconds */
export function playheadSet(store, seconds) {
  const { duration } = store.get();
  store.set({ playhead: Math.min(Math.max(0, seconds), duration) });
}

/** @param {Store} store @param {number} id @param {boolean} isChosen */
export function segmentChoose(store, id, isChosen) {
  const chosen = new Set(store.get().chosen);
  if (isChosen) chosen.add(id);
  else chosen.delete(id);
  store.set({ chosen });
}

/** The chosen segments, or the current one when none is. @param {Store} store @returns {ReadonlySet<number>} */
export function selectedIds(store) {
  const { chosen, current } = store.get();
  return chosen.size > 0 || current === null ? chosen : new Set([current]);
}
