// The segments on the timeline: bodies and edges that can be dragged, and moved with the keys.

import { elementGet } from "../lib/dom.js";
import { sliderValue } from "../timeline/keys.js";
import { edgeRange, segmentById, segmentMove, segmentResize } from "../timeline/segments.js";
import { laneSegmentCreate } from "./lane-segment.js";
import { dragAttach } from "./pointer.js";
import { playheadSet, segmentSelect } from "./selection.js";
import { segmentsNow } from "./store.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Segments} Segments */
/** @typedef {import("../timeline/segments.js").Segment} Segment */
/** @typedef {import("./lane-segment.js").LaneSegment} LaneSegment */
/** @typedef {"start" | "body" | "stop"} Part */
/** @typedef {{ id: number, part: Part, base: Segments, segment: Segment, playhead: number }} Grip */

/** @param {HTMLElement} root @param {Store} store @param {import("./edits.js").Edits} edits */
export function laneCreate(root, store, edits) {
  const lane = elementGet(root, "[data-lane]");
  const list = elementGet(root, "[data-lane-segments]");
  /** @type {Map<number, LaneSegment>} */
  const shown = new Map();

  /** @param {import("./store.js").EditorState} state */
  function show(state) {
    const part = partFocused(list);
    laneShow(list, shown, state, lane.clientWidth);
    if (part && !partFocused(list)) shown.get(state.current ?? 0)?.focus(part);
  }

  store.watch((state) => {
    const { view, current, chosen, duration, times, leadIn, isCutExact } = state;
    return [segmentsNow(state), view, current, chosen, duration, times, leadIn, isCutExact];
  }, show);
  new ResizeObserver(() => show(store.get())).observe(lane);

  list.addEventListener("focusin", ({ target }) => {
    const grip = gripFind(target, store);
    if (grip) segmentSelect(store, grip.id);
  });
  list.addEventListener("keydown", (event) => {
    const grip = gripFind(event.target, store);
    if (grip) gripKey(event, grip, store, edits);
  });
  dragAttach(list, {
    begin: (event) => gripTake(event, store),
    move(grip, pixels) {
      const { view } = store.get();
      const seconds = (pixels / lane.clientWidth) * (view.to - view.from);
      gripShow(grip, gripMoved(grip, gripValue(grip) + seconds, store), store, edits);
    },
    end(grip, isMoved, event) {
      if (isMoved) return edits.previewKeep();
      if (grip.part === "body") playheadSet(store, secondsAt(lane, event.clientX, store));
    },
    cancel(grip) {
      edits.previewDrop();
      store.set({ playhead: grip.playhead });
    },
  });
}

/**
 * @param {HTMLElement} list @param {Map<number, LaneSegment>} shown
 * @param {import("./store.js").EditorState} state @param {number} width
 */
function laneShow(list, shown, state, width) {
  const segments = segmentsNow(state);
  const ids = new Set(segments.map(({ id }) => id));
  for (const [id, { element }] of shown) if (!ids.has(id)) shown.delete(id) && element.remove();
  segments.forEach((segment, index) => {
    const item = shown.get(segment.id) ?? laneSegmentCreate(segment.id);
    shown.set(segment.id, item);
    item.show(segment, index + 1, segments, state, width);
    if (list.children[index] !== item.element) list.insertBefore(item.element, list.children[index] ?? null);
  });
}

/** Which part of a segment has the focus: it goes on to the next segment when this one is deleted. @param {HTMLElement} list */
function partFocused(list) {
  const element = /** @type {HTMLElement | null} */ (document.activeElement);
  return element && list.contains(element) ? /** @type {Part} */ (element.dataset.segmentPart) : null;
}

/** @param {HTMLElement} track @param {number} clientX @param {Store} store */
export function secondsAt(track, clientX, store) {
  const { view } = store.get();
  const { left, width } = track.getBoundingClientRect();
  return view.from + ((clientX - left) / width) * (view.to - view.from);
}

/** @param {PointerEvent} event @param {Store} store */
function gripTake(event, store) {
  const grip = gripFind(event.target, store);
  if (!grip) return null;
  segmentSelect(store, grip.id);
  return grip;
}

/** @param {EventTarget | null} target @param {Store} store @returns {Grip | null} */
function gripFind(target, store) {
  const part = /** @type {HTMLElement | null} */ (target)?.closest("[data-part-of]");
  if (!(part instanceof HTMLElement)) return null;
  const id = Number(part.dataset.partOf);
  const base = segmentsNow(store.get());
  const segment = segmentById(base, id);
  const name = /** @type {Part} */ (part.dataset.segmentPart);
  return segment && { id, part: name, base, segment, playhead: store.get().playhead };
}

/** The time that a grip moves. @param {Grip} grip */
function gripValue({ part, segment }) {
  return part === "stop" ? segment.stop : segment.start;
}

/** @param {Grip} grip @param {number} seconds @param {Store} store */
function gripMoved({ part, base, id }, seconds, store) {
  const { duration } = store.get();
  if (part === "body") return segmentMove(base, id, seconds, duration);
  return segmentResize(base, id, part, seconds, duration);
}

/** The picture follows the edge that moves. @param {Grip} grip @param {Segments} segments @param {Store} store @param {import("./edits.js").Edits} edits */
function gripShow(grip, segments, store, edits) {
  edits.preview(segments);
  const segment = segmentById(segments, grip.id);
  if (segment && grip.part !== "body") playheadSet(store, segment[grip.part]);
}

/** @param {KeyboardEvent} event @param {Grip} grip @param {Store} store @param {import("./edits.js").Edits} edits */
function gripKey(event, grip, store, edits) {
  const { steps, duration } = store.get();
  const range =
    grip.part === "body" ? { min: 0, max: duration } : edgeRange(grip.base, grip.id, grip.part, duration);
  const value = sliderValue(event, gripValue(grip), steps, range);
  if (value === null) return;
  event.preventDefault();
  const segments = gripMoved(grip, value, store);
  edits.apply(segments, { key: `${grip.part}-${grip.id}` });
  const segment = segmentById(segments, grip.id);
  if (segment && grip.part !== "body") playheadSet(store, segment[grip.part]);
}
