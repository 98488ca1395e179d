// A ready video holds the analyst's own work, one in work maybe hours: their removal is asked about first.

import { elementGet } from "../lib/dom.js";
import { isInProcess } from "./queue.js";

/** @typedef {import("./entry.js").Entry} Entry */

/**
 * @param {Entry} entry
 * @returns {Promise<boolean>} whether it may go
 */
export async function removalAgreed(entry) {
  const loss = removalLoss(entry);
  if (loss === null) return true;
  if (!(await removalConfirm(loss, entry.request?.title ?? ""))) return false;
  // what became ready meanwhile is another question
  return removalLoss(entry) === loss || removalAgreed(entry);
}

/**
 * @param {Entry} entry
 * @returns {"ready" | "work" | null} what its removal would destroy
 */
export function removalLoss({ request, local }) {
  if (request?.state === "ready") return "ready";
  if (!request || !isInProcess(request.state)) return null;
  const received = Math.max(request.progress.frames_received, local?.framesUploaded ?? 0);
  return received > 0 ? "work" : null;
}

/**
 * @param {"ready" | "work"} loss
 * @param {string} title
 * @returns {Promise<boolean>}
 */
function removalConfirm(loss, title) {
  const dialog = /** @type {HTMLDialogElement} */ (elementGet(document, "[data-removal]"));
  elementGet(dialog, "[data-removal-title]").textContent = title;
  for (const words of dialog.querySelectorAll("[data-removal-of]")) {
    /** @type {HTMLElement} */ (words).hidden = words.getAttribute("data-removal-of") !== loss;
  }
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "remove"), { once: true });
  });
}
