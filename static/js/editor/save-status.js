// "Saved", "Saving…", "Not saved" in the head of the page, and the wait between attempts.

import { gettext } from "../lib/i18n.js";
import { noticeShow } from "../lib/notice.js";

const DELAYS_MS = [500, 1000, 2000, 4000, 8000, 15000];

/** @typedef {import("./saving.js").SaveStatus} SaveStatus */

/** @param {HTMLElement} element */
export function saveStatusShow(element) {
  const leave = (/** @type {BeforeUnloadEvent} */ event) => event.preventDefault();
  /** @type {{ close(): void } | undefined} */
  let refusal;
  /** @param {SaveStatus} status @param {Error} [error] */
  return (status, error) => {
    const text = statusText(status);
    if (element.textContent !== text) element.textContent = text;
    element.dataset.status = status;
    element.title = error?.message ?? "";
    if (status === "retrying" || status === "refused") addEventListener("beforeunload", leave);
    else removeEventListener("beforeunload", leave);
    if (status === "saved") refusal?.close();
    if (status === "refused" && error) refusal = noticeShow(error.message, "danger");
  };
}

/** Longer with each attempt, at once when the network is back. @param {number} attempt @returns {Promise<void>} */
export function savePause(attempt) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, DELAYS_MS[Math.min(attempt, DELAYS_MS.length - 1)]);
    addEventListener("online", done, { once: true });
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    }
  });
}

/** @param {SaveStatus} status */
function statusText(status) {
  const texts = {
    saved: gettext("Saved"),
    saving: gettext("Saving…"),
    retrying: gettext("Not saved – retrying"),
    refused: gettext("Not saved"),
  };
  return texts[status];
}
