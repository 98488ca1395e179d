// A ready video holds the analyst's own work, so its removal is asked about first.

import { elementGet } from "../lib/dom.js";

/**
 * @param {string} title
 * @returns {Promise<boolean>}
 */
export function removalConfirm(title) {
  const dialog = /** @type {HTMLDialogElement} */ (elementGet(document, "[data-removal]"));
  elementGet(dialog, "[data-removal-title]").textContent = title;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "remove"), { once: true });
  });
}
