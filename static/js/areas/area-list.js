// The areas beside the picture: their kind, what is wrong with them, and the way to delete them.

import { elementGet } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { polygonProblem } from "./geometry.js";

/** @typedef {import("./drawing.js").Area} Area */
/** @typedef {import("./drawing.js").Kind} Kind */

/**
 * @param {HTMLElement} root
 * @param {{onTurn: (number: number, kind: Kind) => void, onDelete: (number: number) => void,
 *   onChoose: (number: number | null) => void}} events
 */
export function areaListAttach(root, { onTurn, onDelete, onChoose }) {
  const list = elementGet(root, "[data-areas-list]");
  const template = /** @type {HTMLTemplateElement} */ (elementGet(root, "[data-areas-row]"));

  /** @param {number} number */
  function rowMake(number) {
    const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    const row = elementGet(copy, "li");
    const select = /** @type {HTMLSelectElement} */ (elementGet(row, "[data-area-kind]"));
    const words = { area: number + 1 };
    elementGet(row, "[data-area-number]").textContent = String(number + 1);
    select.setAttribute("aria-label", interpolate(gettext("Kind of area %(area)s"), words, true));
    select.addEventListener("change", () => onTurn(number, /** @type {Kind} */ (select.value)));
    const button = elementGet(row, "[data-area-delete]");
    button.setAttribute("aria-label", interpolate(gettext("Delete area %(area)s"), words, true));
    button.addEventListener("click", () => onDelete(number));
    for (const name of ["pointerenter", "focusin"]) row.addEventListener(name, () => onChoose(number));
    for (const name of ["pointerleave", "focusout"]) row.addEventListener(name, () => onChoose(null));
    return row;
  }
  return {
    /** @param {readonly Area[]} areas */
    render(areas) {
      while (list.children.length > areas.length) list.lastElementChild?.remove();
      while (list.children.length < areas.length) list.append(rowMake(list.children.length));
      for (const [number, area] of areas.entries()) {
        rowPaint(/** @type {HTMLElement} */ (list.children[number]), area);
      }
      elementGet(root, "[data-areas-none]").hidden = areas.length > 0;
    },
    /** @param {number} number of the row whose button gets the focus, or the one before */
    focus(number) {
      const rows = list.querySelectorAll("[data-area-delete]");
      const button = rows[Math.min(number, rows.length - 1)];
      /** @type {HTMLElement | undefined} */ (button)?.focus();
      return button !== undefined;
    },
  };
}

/**
 * @param {import("./geometry.js").Problem} problem
 * @param {number} number
 * @returns {string}
 */
export function problemText(problem, number) {
  const text =
    problem === "crossed"
      ? gettext("The edges of area %(area)s cross each other. Move its points apart.")
      : gettext("Area %(area)s is flat: nothing lies inside it. Move its points apart or delete it.");
  return interpolate(text, { area: number + 1 }, true);
}

/**
 * @param {HTMLElement} row
 * @param {Area} area
 */
function rowPaint(row, { kind, points }) {
  row.dataset.kind = kind;
  const select = /** @type {HTMLSelectElement} */ (elementGet(row, "[data-area-kind]"));
  if (select.value !== kind) select.value = kind;
  const problem = polygonProblem(points);
  const number = Number(elementGet(row, "[data-area-number]").textContent) - 1;
  elementGet(row, "[data-area-problem]").textContent = problem ? problemText(problem, number) : "";
}
