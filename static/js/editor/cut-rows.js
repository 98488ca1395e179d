// The clips in the dialog "Cut", one row each: name, true cut points, what became of it.

import { elementMake } from "../lib/dom.js";
import { gettext, interpolate, language } from "../lib/i18n.js";
import { cutAgainText } from "./cut-texts.js";

/** @typedef {import("../media/cutting.js").CutClip} CutClip */
/** @typedef {import("../clock/times.js").Times} Times */

/** @param {HTMLElement} body @param {readonly CutClip[]} plan @param {Times} times */
export function cutRowsShow(body, plan, times) {
  body.replaceChildren(...plan.map((clip) => rowMake(clip, times)));
}

/** @param {HTMLElement} body @param {number} index @param {number} fraction 0..1 */
export function cutRowProgress(body, index, fraction) {
  const cell = body.children[index]?.lastElementChild;
  if (cell) cell.textContent = new Intl.NumberFormat(language(), { style: "percent" }).format(fraction);
}

/** @param {HTMLElement} body @param {number} index @param {import("../media/cutting.js").CutResult} result */
export function cutRowEnd(body, index, { name, way, isWritten, hasLostTracks, error }) {
  const row = body.children[index];
  const parts = isWritten ? [badgeMake("success", gettext("Written"))] : notWrittenMake(error);
  if (hasLostTracks)
    parts.push(
      elementMake("span", { class: "cut-early" }, gettext("Without its sound: no clip format can hold it.")),
    );
  row?.lastElementChild?.replaceChildren(...parts);
  if (row?.firstElementChild) row.firstElementChild.textContent = name;
  const again = row?.querySelector("[data-cut-again]");
  if (again && isWritten) again.textContent = cutAgainText(way);
}

/** @param {string} reason */
function notWrittenMake(reason) {
  return [badgeMake("danger", gettext("Not written")), elementMake("span", { class: "cut-early" }, reason)];
}

/** @param {"success" | "danger"} kind @param {string} text */
function badgeMake(kind, text) {
  return elementMake("span", { class: `badge badge--${kind}` }, text);
}

/** @param {CutClip} clip @param {Times} times */
function rowMake({ name, start, stop, cutStart, cutStop, way, error }, { format }) {
  const starts = [format(cutStart), shiftMake(gettext("starts %(length)s earlier"), start - cutStart)];
  const ends = [format(cutStop), shiftMake(gettext("ends %(length)s later"), cutStop - stop)];
  const outcome = error ? notWrittenMake(error) : [];
  return elementMake(
    "tr",
    { role: "row" },
    elementMake("th", { scope: "row", role: "rowheader" }, name),
    // a narrow screen has no head above the columns
    elementMake("td", { role: "cell", "data-head": gettext("Clip starts") }, ...starts),
    elementMake("td", { role: "cell", "data-head": gettext("Clip ends") }, ...ends),
    elementMake(
      "td",
      { role: "cell", "data-head": gettext("Encoded again"), "data-cut-again": "" },
      cutAgainText(way),
    ),
    elementMake("td", { role: "cell" }, ...outcome),
  );
}

/** @param {string} text @param {number} seconds */
function shiftMake(text, seconds) {
  // a frame more is no news
  if (seconds < 0.15) return "";
  const format = { style: "unit", unit: "second", maximumFractionDigits: seconds < 1 ? 2 : 1 };
  const length = new Intl.NumberFormat(language(), /** @type {Intl.NumberFormatOptions} */ (format)).format(
    seconds,
  );
  return elementMake("span", { class: "cut-early" }, interpolate(text, { length }, true));
}
