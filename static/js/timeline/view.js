/** The visible window of the timeline, in seconds of the video. */

/** @typedef {{ from: number, to: number }} View */

const SHORTEST_VIEW_SECONDS = 2;

/** @param {number} duration @returns {View} */
export function viewFit(duration) {
  return { from: 0, to: duration };
}

/** Zooms by `factor` (2 shows half as much) and keeps `around` where it is. @param {View} view @param {number} factor @param {number} around @param {number} duration */
export function viewZoom(view, factor, around, duration) {
  const span = spanClamp((view.to - view.from) / factor, duration);
  const place = viewFraction(view, around);
  return viewShift({ from: around - place * span, to: around + (1 - place) * span }, duration);
}

/** @param {View} view @param {number} seconds @param {number} duration */
export function viewPan(view, seconds, duration) {
  return viewShift({ from: view.from + seconds, to: view.to + seconds }, duration);
}

/** Moves one end of the window. @param {View} view @param {"from" | "to"} end @param {number} seconds @param {number} duration @returns {View} */
export function viewResize(view, end, seconds, duration) {
  const least = spanClamp(0, duration);
  if (end === "from") return { from: Math.min(Math.max(0, seconds), view.to - least), to: view.to };
  return { from: view.from, to: Math.max(Math.min(duration, seconds), view.from + least) };
}

/** The window moved, and widened where it must be, so that a span is seen with some room around it. @param {View} view @param {number} start @param {number} stop @param {number} duration */
export function viewReveal(view, start, stop, duration) {
  if (view.from <= start && stop <= view.to) return view;
  const span = spanClamp(Math.max(view.to - view.from, (stop - start) * 1.5), duration);
  const middle = (start + stop) / 2;
  return viewShift({ from: middle - span / 2, to: middle + span / 2 }, duration);
}

/** A window around a span in which it takes about a third. @param {number} start @param {number} stop @param {number} duration */
export function viewAround(start, stop, duration) {
  const span = spanClamp((stop - start) * 3, duration);
  const middle = (start + stop) / 2;
  return viewShift({ from: middle - span / 2, to: middle + span / 2 }, duration);
}

/** Pages on when the playhead runs out of the window. @param {View} view @param {number} seconds @param {number} duration */
export function viewFollow(view, seconds, duration) {
  if (view.from <= seconds && seconds <= view.to) return view;
  const span = view.to - view.from;
  return viewShift({ from: seconds - span * 0.1, to: seconds + span * 0.9 }, duration);
}

/** Where a time lies in the window: 0 at its left end, 1 at its right. @param {View} view @param {number} seconds */
export function viewFraction(view, seconds) {
  const span = view.to - view.from;
  return span > 0 ? (seconds - view.from) / span : 0;
}

/** @param {View} view @param {number} fraction */
export function viewSeconds(view, fraction) {
  return view.from + fraction * (view.to - view.from);
}

/** Pushes a window back into the video. @param {View} view @param {number} duration @returns {View} */
function viewShift({ from, to }, duration) {
  const span = Math.min(to - from, duration);
  const left = Math.min(Math.max(0, from), duration - span);
  return { from: left, to: left + span };
}

/** @param {number} span @param {number} duration */
function spanClamp(span, duration) {
  return Math.min(duration, Math.max(Math.min(SHORTEST_VIEW_SECONDS, duration), span));
}
