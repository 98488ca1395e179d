// The number "Interval, s": what it is now, and whether it can be used.

import { elementGet } from "../lib/dom.js";
import { numberFormat } from "../lib/format.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { isIntervalValid } from "./problems.js";

/**
 * @param {ParentNode} root
 * @param {import("./problems.js").Limits} limits
 * @param {() => void} onChange
 */
export function intervalAttach(root, limits, onChange) {
  const input = /** @type {HTMLInputElement} */ (elementGet(root, "[data-interval]"));
  const error = elementGet(root, "[data-interval-error]");
  const isValid = () => isIntervalValid(input.valueAsNumber, limits);
  input.addEventListener("input", () => {
    input.setAttribute("aria-invalid", String(!isValid()));
    error.textContent = isValid() ? "" : boundsText(limits);
    onChange();
  });
  return {
    /** @returns {number | null} seconds */
    value: () => (isValid() ? input.valueAsNumber : null),
  };
}

/** @param {import("./problems.js").Limits} limits */
function boundsText({ min_interval_s, max_interval_s }) {
  const text = gettext("Write a number from %(min)s to %(max)s.");
  return interpolate(text, { min: numberFormat(min_interval_s), max: numberFormat(max_interval_s) }, true);
}
