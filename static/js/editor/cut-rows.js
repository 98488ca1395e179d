// The clips in the dialog "Cut", one row each: name, true cut points, what became of it.

import { elementMake } from "../lib/dom.js";
import { gettext, interpolate, language } from "../lib/i18n.js";
import { timecodeFormat } from "../lib/timecode.js";

/** @typedef {import("../media/cutting.js").CutClip} CutClip */

/** @param {HTMLElement} body @param {readonly CutClip[]} plan */
export function cutRowsShow(body, plan) {
  body.replaceChildren(...plan.map(rowMake));
}

/** @param {HTMLElement} body @param {number} index @param {number} fraction 0..1 */
export function cutRowProgress(body, index, fraction) {
  const cell = body.children[index]?.lastElementChild;
  if (cell) cell.textContent = new Intl.NumberFormat(language(), { style: "percent" }).format(fraction);
}

/** @param {HTMLElement} body @param {number} index @param {string} text @param {boolean} isGood */
export function cutRowEnd(body, index, text, isGood) {
  const kind = isGood ? "badge badge--success" : "badge badge--danger";
  body.children[index]?.lastElementChild?.replaceChildren(elementMake("span", { class: kind }, text));
}

/** @param {CutClip} clip */
function rowMake({ name, start, stop, cutStart, cutStop }) {
  return elementMake(
    "tr",
    {},
    elementMake("th", { scope: "row" }, name),
    elementMake(
      "td",
      {},
      timecodeFormat(cutStart),
      shiftMake(gettext("starts %(length)s earlier"), start - cutStart),
    ),
    elementMake(
      "td",
      {},
      timecodeFormat(cutStop),
      shiftMake(gettext("ends %(length)s later"), cutStop - stop),
    ),
    elementMake("td", {}, ""),
  );
}

/** @param {string} text @param {number} seconds */
function shiftMake(text, seconds) {
  if (seconds < 0.0005) return "";
  const format = { style: "unit", unit: "second", maximumFractionDigits: seconds < 1 ? 2 : 1 };
  const length = new Intl.NumberFormat(language(), /** @type {Intl.NumberFormatOptions} */ (format)).format(
    seconds,
  );
  return elementMake("span", { class: "cut-early" }, interpolate(text, { length }, true));
}
