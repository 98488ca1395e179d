// What can be taken hold of: a button for each corner and one for each area's name. They keep the focus.

import { elementMake } from "../lib/dom.js";
import { numberFormat } from "../lib/format.js";
import { gettext, interpolate, pgettext } from "../lib/i18n.js";
import { labelPoint } from "./geometry.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */
/** @typedef {import("./geometry.js").Point} Point */
/** @typedef {{key: string, className: string, at: Point, text: string, label: string, kind: string}} Handle */

/**
 * @param {HTMLElement} root
 * @param {Drawing} drawing
 */
export function handlesPaint(root, { areas, draft }) {
  const handles = [...areas.flatMap(areaHandles), ...draft.map(draftHandle)];
  const keys = new Set(handles.map(({ key }) => key));
  for (const button of [...root.children]) {
    if (!keys.has(/** @type {HTMLElement} */ (button).dataset.handle ?? "")) button.remove();
  }
  for (const [place, handle] of handles.entries()) {
    const button =
      handleFind(root, handle.key) ?? elementMake("button", { type: "button", "data-handle": handle.key });
    handlePaint(button, handle);
    // a button that is moved in the page loses the focus
    if (root.children[place] !== button) root.insertBefore(button, root.children[place] ?? null);
  }
}

/**
 * @param {HTMLElement} root
 * @param {string} key
 * @returns {HTMLElement | null}
 */
export function handleFind(root, key) {
  return root.querySelector(`[data-handle="${key}"]`);
}

/**
 * @param {string} key `2`: area 2; `2:5`: its point 5; `draft:0`: the first corner of the area being drawn
 * @returns {{number: number, index: number | null} | null} null for the area being drawn
 */
export function handleParse(key) {
  const [number, index] = key.split(":");
  if (number === "draft") return null;
  return { number: Number(number), index: index === undefined ? null : Number(index) };
}

/** @param {"look" | "ignore"} kind */
export function kindText(kind) {
  return kind === "look" ? pgettext("area", "Look at") : pgettext("area", "Ignore");
}

/**
 * @param {import("./drawing.js").Area} area
 * @param {number} number
 * @returns {Handle[]}
 */
function areaHandles({ kind, points }, number) {
  const shown = { area: number + 1, kind: kindText(kind) };
  const label = interpolate(gettext("Area %(area)s: %(kind)s"), shown, true);
  const chip = {
    key: String(number),
    className: "areas-chip",
    at: labelPoint(points),
    text: String(number + 1),
    label,
    kind,
  };
  return [chip, ...points.map((at, index) => pointHandle(at, number, index, kind))];
}

/**
 * @param {Point} at
 * @param {number} number
 * @param {number} index
 * @param {string} kind
 * @returns {Handle}
 */
function pointHandle(at, number, index, kind) {
  const [x, y] = at.map((share) => numberFormat(Math.round(share * 1000) / 10));
  const text = gettext("Point %(point)s of area %(area)s, in percent: %(x)s from the left, %(y)s from above");
  const label = interpolate(text, { point: index + 1, area: number + 1, x, y }, true);
  return { key: `${number}:${index}`, className: "areas-point", at, text: "", label, kind };
}

/**
 * @param {Point} at
 * @param {number} index
 * @returns {Handle}
 */
function draftHandle(at, index) {
  const label = index ? gettext("Corner of the new area") : gettext("Close the new area");
  const className = index ? "areas-point areas-point--draft" : "areas-point areas-point--first";
  return { key: `draft:${index}`, className, at, text: "", label, kind: "draft" };
}

/**
 * @param {HTMLElement} button
 * @param {Handle} handle
 */
function handlePaint(button, { className, at, text, label, kind }) {
  button.className = className;
  button.dataset.kind = kind;
  button.style.left = `${at[0] * 100}%`;
  button.style.top = `${at[1] * 100}%`;
  if (text) chipPaint(button, text, kind);
  button.setAttribute("aria-label", label);
}

/**
 * A narrow window shows the number alone.
 * @param {HTMLElement} button
 * @param {string} number
 * @param {string} kind
 */
function chipPaint(button, number, kind) {
  const words = kindText(/** @type {"look" | "ignore"} */ (kind));
  if (button.textContent === `${number} ${words}`) return;
  button.replaceChildren(number, elementMake("span", { class: "areas-chip__kind" }, ` ${words}`));
}
