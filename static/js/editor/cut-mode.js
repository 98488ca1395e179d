// Lossless or exact: the choice in the dialog "Cut", kept for the next time.

import { elementGet } from "../lib/dom.js";

const SETTING = "smartcut:cut-mode";

/** @param {HTMLElement} dialog @param {() => void} onChange @returns {{ isExact: () => boolean }} */
export function cutModeCreate(dialog, onChange) {
  /** @type {HTMLInputElement} */
  const exact = elementGet(dialog, "[name=cut-mode][value=exact]");
  /** @type {HTMLInputElement} */
  const lossless = elementGet(dialog, "[name=cut-mode][value=lossless]");

  function take() {
    localStorage.setItem(SETTING, exact.checked ? "exact" : "lossless");
    onChange();
  }

  const isExact = localStorage.getItem(SETTING) === "exact";
  (isExact ? exact : lossless).checked = true;
  exact.addEventListener("change", take);
  lossless.addEventListener("change", take);
  elementGet(dialog, "[data-cut-lossless]").addEventListener("click", () => {
    lossless.checked = true;
    lossless.focus();
    take();
  });
  return { isExact: () => exact.checked };
}
