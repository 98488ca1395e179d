// Mouse and finger on the picture: corners are set by clicks, points, edges and names are dragged.

import { areaMove, draftAdd, draftClose, pointAdd, pointMove } from "./drawing.js";
import { edgeNear } from "./geometry.js";
import { handleFind, handleParse } from "./handles.js";

/** @typedef {import("./drawing.js").Drawings} Drawings */
/** @typedef {import("./geometry.js").Point} Point */
/** @typedef {(to: Point) => Drawings} Drag from what was there when it began */

/**
 * @typedef {object} Pad
 * @property {HTMLElement} stage
 * @property {HTMLElement} handles
 * @property {() => Drawings} drawings
 * @property {() => import("./drawing.js").Kind} kind of new areas
 * @property {(drawings: Drawings) => void} set
 * @property {(key: string) => void} focus a handle, by its key
 * @property {(pointer: Point | null) => void} hover
 * @property {() => boolean} isReady whether there is a picture to draw on
 */

const DRAG_PIXELS = 3;
const SAME_PLACE_PIXELS = 6;
const REACH_PIXELS = { mouse: 7, pen: 10, touch: 14 };

/** @param {Pad} pad */
export function pointingAttach(pad) {
  const { stage } = pad;
  /** @type {{drag: Drag, from: PointerEvent, start: Drawings, isMoving: boolean} | null} */
  let gesture = null;
  let wasGesture = false;

  stage.addEventListener("pointerdown", (event) => {
    wasGesture = false;
    if (event.button !== 0 || !pad.isReady()) return;
    const start = pad.drawings();
    const drag = dragFind(pad, event);
    if (!drag) return;
    wasGesture = true;
    gesture = { drag, from: event, start, isMoving: false };
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (!gesture) return pad.hover(pad.drawings().present.draft.length ? placeOf(stage, event) : null);
    gesture.isMoving ||= distance(event, gesture.from) > DRAG_PIXELS;
    if (gesture.isMoving) pad.set(gesture.drag(placeOf(stage, event)));
  });
  stage.addEventListener("pointerleave", () => pad.hover(null));
  stage.addEventListener("pointerup", () => {
    gesture = null;
  });
  stage.addEventListener("pointercancel", () => {
    // the finger scrolls instead
    if (gesture) pad.set(gesture.start);
    gesture = null;
  });
  stage.addEventListener("click", (event) => {
    if (wasGesture || !pad.isReady()) return;
    // a key pressed on a button is a click without a place
    if (event.detail === 0 && handleOf(event) === null) return;
    cornerSet(pad, event);
  });
}

/**
 * @param {HTMLElement} stage
 * @param {MouseEvent} event
 * @returns {Point}
 */
export function placeOf(stage, event) {
  const { left, top, width, height } = stage.getBoundingClientRect();
  return [(event.clientX - left) / width, (event.clientY - top) / height];
}

/**
 * @param {Pad} pad
 * @param {MouseEvent} event
 */
function cornerSet(pad, event) {
  const drawings = pad.drawings();
  const { areas, draft } = drawings.present;
  const isClosing = handleOf(event) === "draft:0" || isOnLast(pad.stage, draft, event);
  if (!isClosing) return handleOf(event) === null && pad.set(draftAdd(drawings, placeOf(pad.stage, event)));
  if (draft.length < 3) return;
  pad.set(draftClose(drawings, pad.kind()));
  pad.focus(String(areas.length));
}

/**
 * The second click of a double one.
 * @param {HTMLElement} stage
 * @param {readonly Point[]} draft
 * @param {MouseEvent} event
 */
function isOnLast(stage, draft, event) {
  const last = draft.at(-1);
  if (!last) return false;
  const { left, top, width, height } = stage.getBoundingClientRect();
  const [x, y] = [left + last[0] * width, top + last[1] * height];
  return Math.hypot(event.clientX - x, event.clientY - y) <= SAME_PLACE_PIXELS;
}

/**
 * @param {Pad} pad
 * @param {PointerEvent} event
 * @returns {Drag | null} null where nothing lies that could be dragged
 */
function dragFind(pad, event) {
  const start = pad.drawings();
  const key = handleOf(event);
  const held = key === null ? null : handleParse(key);
  if (held && key !== null) handleFind(pad.handles, key)?.focus();
  if (held && held.index === null) return areaDrag(start, held.number, placeOf(pad.stage, event));
  if (held) return (to) => pointMove(start, held.number, /** @type {number} */ (held.index), to);
  return key === null && start.present.draft.length === 0 ? edgeDrag(pad, event, start) : null;
}

/**
 * @param {Drawings} start
 * @param {number} number
 * @param {Point} from
 * @returns {Drag}
 */
function areaDrag(start, number, from) {
  return (to) => areaMove(start, number, { dx: to[0] - from[0], dy: to[1] - from[1] });
}

/**
 * A new point, at once under the pointer.
 * @param {Pad} pad
 * @param {PointerEvent} event
 * @param {Drawings} start
 * @returns {Drag | null}
 */
function edgeDrag(pad, event, start) {
  const { width, height } = pad.stage.getBoundingClientRect();
  const reach = REACH_PIXELS[/** @type {"mouse"} */ (event.pointerType)] ?? REACH_PIXELS.mouse;
  const place = placeOf(pad.stage, event);
  for (const [number, { points }] of start.present.areas.entries()) {
    const after = edgeNear(points, place, { width, height, reach });
    if (after === null) continue;
    const drag = (/** @type {Point} */ to) => pointAdd(start, number, after, to);
    pad.set(drag(place));
    pad.focus(`${number}:${after + 1}`);
    return drag;
  }
  return null;
}

/** @param {Event} event */
function handleOf(event) {
  return /** @type {Element} */ (event.target).closest("[data-handle]")?.getAttribute("data-handle") ?? null;
}

/**
 * @param {MouseEvent} a
 * @param {MouseEvent} b
 */
function distance(a, b) {
  return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
}
