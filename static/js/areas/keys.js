// The keyboard on the picture: points and areas are moved, added and deleted.

import {
  areaDelete,
  areaMove,
  draftCancel,
  draftClose,
  pointAdd,
  pointDelete,
  pointMove,
  redo,
  undo,
} from "./drawing.js";
import { handleParse } from "./handles.js";

/** @typedef {import("./pointing.js").Pad} Pad */

const STEP = 0.01;
const FINE_STEP = 0.001;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {HTMLElement} dialog
 * @param {Pad} pad
 */
export function keysAttach(dialog, pad) {
  dialog.addEventListener("keydown", (event) => {
    const key = /** @type {HTMLElement} */ (event.target).dataset.handle;
    const held = key === undefined ? null : handleParse(key);
    const isDone = (held && handleKey(pad, held, event)) || drawingKey(pad, event);
    if (!isDone) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/**
 * @param {Pad} pad
 * @param {{number: number, index: number | null}} held
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key did something
 */
function handleKey(pad, { number, index }, event) {
  const arrow = ARROWS[event.key];
  if (arrow) arrowMove(pad, { number, index }, arrow, event.shiftKey ? FINE_STEP : STEP);
  else if (event.key === "Delete" || event.key === "Backspace") heldDelete(pad, number, index);
  else if (index !== null && (event.key === "Insert" || event.key === "+")) {
    pad.set(pointAdd(pad.drawings(), number, index));
    pad.focus(`${number}:${index + 1}`);
  } else return false;
  return true;
}

/**
 * @param {Pad} pad
 * @param {{number: number, index: number | null}} held
 * @param {[number, number]} arrow
 * @param {number} step
 */
function arrowMove(pad, { number, index }, [x, y], step) {
  const drawings = pad.drawings();
  const gesture = { key: `${number}:${index}`, at: performance.now() };
  if (index === null) return pad.set(areaMove(drawings, number, { dx: x * step, dy: y * step }, gesture));
  const [left, top] = drawings.present.areas[number].points[index];
  pad.set(pointMove(drawings, number, index, [left + x * step, top + y * step], gesture));
}

/**
 * Deletes what is held; the focus goes to what is left beside it.
 * @param {Pad} pad
 * @param {number} number
 * @param {number | null} index
 */
function heldDelete(pad, number, index) {
  const drawings = pad.drawings();
  const count = drawings.present.areas.length;
  pad.set(index === null ? areaDelete(drawings, number) : pointDelete(drawings, number, index));
  const { areas } = pad.drawings().present;
  if (areas.length < count) return pad.focus(String(Math.min(number, areas.length - 1)));
  pad.focus(`${number}:${Math.min(index ?? 0, areas[number].points.length - 1)}`);
}

/**
 * @param {Pad} pad
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
function drawingKey(pad, event) {
  const drawings = pad.drawings();
  const { areas, draft } = drawings.present;
  if (event.key === "Escape" && draft.length) pad.set(draftCancel(drawings));
  else if (event.key === "Enter" && draft.length >= 3 && !isControl(event)) {
    pad.set(draftClose(drawings, pad.kind()));
    pad.focus(String(areas.length));
  } else if (isCommand(event, "z") && !isWritten(event))
    pad.set(event.shiftKey ? redo(drawings) : undo(drawings));
  else if (isCommand(event, "y") && !isWritten(event)) pad.set(redo(drawings));
  else return false;
  return true;
}

/**
 * @param {KeyboardEvent} event
 * @param {string} letter of the Latin keyboard, whatever the language
 */
function isCommand(event, letter) {
  return (event.ctrlKey || event.metaKey) && event.code === `Key${letter.toUpperCase()}`;
}

/** @param {KeyboardEvent} event whether Enter has a meaning of its own there */
function isControl(event) {
  return /** @type {Element} */ (event.target).closest("button, input, select, a, summary") !== null;
}

/** @param {KeyboardEvent} event whether a text field has an undo of its own */
function isWritten(event) {
  return /** @type {Element} */ (event.target).matches("input:not([type=range], [type=radio])");
}
