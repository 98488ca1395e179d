// Starting again at a longer interval deletes what was sent: it is asked about, with the time of either way.

import { elementGet } from "../lib/dom.js";
import { durationFormat } from "../lib/format.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { timeLeftRound } from "./progress.js";
import { intervalText } from "./texts.js";

/**
 * @param {import("./longer.js").Longer} longer
 * @param {string} title
 * @returns {Promise<boolean>}
 */
export function longerAgreed({ interval, secondsLeft, secondsAgain }, title) {
  const dialog = /** @type {HTMLDialogElement} */ (elementGet(document, "[data-longer]"));
  elementGet(dialog, "[data-longer-title]").textContent = title;
  elementGet(dialog, "[data-longer-text]").textContent = interpolate(
    gettext(
      "As it is, about %(left)s are left. From the beginning, with a picture every %(interval)s, it takes about %(again)s. What has been sent and scored so far is deleted.",
    ),
    {
      left: durationFormat(timeLeftRound(secondsLeft)),
      again: durationFormat(timeLeftRound(secondsAgain)),
      interval: intervalText(interval),
    },
    true,
  );
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "again"), { once: true });
  });
}
