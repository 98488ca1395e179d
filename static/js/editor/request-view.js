// Before and after the editor: progress of the request, or why there will be no segments.

import { elementGet } from "../lib/dom.js";
import { countFormat } from "../lib/format.js";
import { gettext } from "../lib/i18n.js";

/** @typedef {import("./request.js").RequestState} RequestState */

const PARTS = {
  uploading: "waiting",
  scoring: "waiting",
  ready: "ready",
  failed: "ended",
  cancelled: "ended",
  expired: "ended",
};

/** @param {HTMLElement} root @param {RequestState} request */
export function requestShow(root, request) {
  root.dataset.state = request.state;
  for (const part of root.querySelectorAll("[data-part]")) {
    const element = /** @type {HTMLElement} */ (part);
    element.hidden = element.dataset.part !== PARTS[request.state];
  }
  if (isWaiting(request)) waitingShow(root, request);
  else cancelClose(root);
  if (PARTS[request.state] === "ended") endedShow(root, request);
}

/** @param {RequestState} request */
export function isWaiting({ state }) {
  return PARTS[state] === "waiting";
}

/** @param {HTMLElement} root @param {RequestState} request */
function waitingShow(root, { state, progress, is_plugin_available, is_scored_again }) {
  elementGet(root, "[data-plugin-away]").hidden = is_plugin_available;
  progressShow(root, "frames_received", progress.frames_received, progress.frames_expected);
  progressShow(root, "frames_processed", progress.frames_processed, progress.frames_expected);
  if (state !== "scoring") return;
  if (is_scored_again) return againShow(root);
  elementGet(root, "[data-waiting-title]").textContent = gettext("The recommender is looking for segments");
  elementGet(root, "[data-waiting-hint]").textContent = gettext(
    "All frames have arrived. The segments appear here by themselves.",
  );
}

/** @param {HTMLElement} root */
function againShow(root) {
  elementGet(root, "[data-waiting-title]").textContent = gettext("Looking for more like your segments");
  elementGet(root, "[data-waiting-hint]").textContent = gettext(
    "What you marked and changed stays as it is. New segments appear beside it by themselves.",
  );
  elementGet(root, "[data-cancel-text]").textContent = gettext(
    "The list stays as it was. Nothing new is looked for.",
  );
}

/** Takes back the question, which would be about the segments by now. @param {HTMLElement} root */
function cancelClose(root) {
  /** @type {HTMLDialogElement} */
  const dialog = elementGet(root, "[data-cancel-dialog]");
  dialog.close();
}

/** @param {HTMLElement} root @param {string} name @param {number} done @param {number} expected */
function progressShow(root, name, done, expected) {
  /** @type {HTMLProgressElement} */
  const bar = elementGet(root, `[data-progress=${name}]`);
  bar.max = Math.max(1, expected);
  bar.value = Math.min(done, expected);
  elementGet(root, `[data-progress-text=${name}]`).textContent =
    `${countFormat(done)} / ${countFormat(expected)}`;
}

/** @param {HTMLElement} root @param {RequestState} request */
function endedShow(root, { state, error }) {
  const [title, reason] = endedTexts(state, error);
  elementGet(root, "[data-ended-title]").textContent = title;
  elementGet(root, "[data-ended-reason]").textContent = reason;
}

/** @param {RequestState["state"]} state @param {string} error */
function endedTexts(state, error) {
  if (state === "cancelled") {
    return [
      gettext("This request was cancelled"),
      gettext("Its frames were deleted from the server. The video itself never left your computer."),
    ];
  }
  if (state === "expired") {
    return [
      gettext("This request waited too long"),
      gettext("No frames came for a day, so what was there was deleted. Start it again when you like."),
    ];
  }
  return [gettext("The recommender could not finish"), error];
}
