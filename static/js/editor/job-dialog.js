// What the dialogs "Cut" and "Dataset" share: the video first, of which segments, and a run with its progress.

import { elementGet } from "../lib/dom.js";
import { countFormat } from "../lib/format.js";
import { interpolate, ngettext } from "../lib/i18n.js";
import { pickerAttach } from "../lib/picker.js";
import { segmentsKept } from "../timeline/segments.js";
import { segmentsNow } from "./store.js";

/** @typedef {ReturnType<typeof jobDialogCreate>} JobDialog */

/** @param {HTMLDialogElement} dialog @param {import("./preview.js").Preview} preview @param {() => unknown} onVideo it is open, or none can be */
export function jobDialogCreate(dialog, preview, onVideo) {
  /** @type {AbortController | null} */
  let job = null;

  /** @param {import("../lib/picker.js").Picked[]} picked */
  async function fileTake([{ file, handle }]) {
    const reason = await preview.open(file, handle);
    elementGet(dialog, "[data-job-file-problem]").textContent = reason;
    if (!reason) onVideo();
  }

  function stepShow() {
    const step = preview.file() ? "plan" : "video";
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll("[data-job-step]")))
      part.hidden = part.dataset.jobStep !== step;
    elementGet(dialog, "[data-job-start]").hidden = step === "video";
  }

  pickerAttach(/** @type {HTMLInputElement} */ (elementGet(dialog, "[data-job-file]")), fileTake);
  elementGet(dialog, "[data-job-cancel]").addEventListener("click", () => job?.abort());
  elementGet(dialog, "[data-job-close]").addEventListener("click", () => dialog.close());
  // a run that goes on unseen would surprise: Escape does not leave it
  dialog.addEventListener("cancel", (event) => job && event.preventDefault());
  return {
    open() {
      elementGet(dialog, "[data-job-total]").hidden = true;
      dialog.showModal();
      stepShow();
      void preview.reopen().then(onVideo);
    },
    stepShow,
    isRunning: () => job !== null,
    /** @param {(signal: AbortSignal) => Promise<void>} work */
    async run(work) {
      job = new AbortController();
      runningShow(dialog, true);
      try {
        await work(job.signal);
      } finally {
        job = null;
        runningShow(dialog, false);
      }
    },
  };
}

/** "All" and "Chosen", with how many each are. @param {HTMLElement} dialog @param {import("./store.js").Store} store */
export function whichShow(dialog, store) {
  const [all, some] = whichChoices(dialog);
  const kept = segmentsKept(segmentsNow(store.get()));
  const chosen = kept.filter(({ id }) => store.get().chosen.has(id)).length;
  const allText = ngettext("All: %(count)s segment", "All: %(count)s segments", kept.length);
  const someText = ngettext("Chosen: %(count)s segment", "Chosen: %(count)s segments", chosen);
  elementGet(dialog, "[data-job-all]").textContent = countText(allText, kept.length);
  elementGet(dialog, "[data-job-chosen]").textContent = countText(someText, chosen);
  some.disabled = chosen === 0;
  some.checked = chosen > 0;
  all.checked = chosen === 0;
}

/** @param {HTMLElement} dialog @returns {NodeListOf<HTMLInputElement>} */
export function whichChoices(dialog) {
  return dialog.querySelectorAll("[name=which]");
}

/** @param {HTMLElement} dialog @param {number} fraction @param {string} text */
export function totalShow(dialog, fraction, text) {
  elementGet(dialog, "[data-job-total]").hidden = false;
  /** @type {HTMLProgressElement} */ (elementGet(dialog, "[data-job-progress]")).value = fraction;
  const place = elementGet(dialog, "[data-job-progress-text]");
  if (place.textContent !== text) place.textContent = text;
}

/** @param {HTMLElement} dialog @param {boolean} isRunning */
function runningShow(dialog, isRunning) {
  const cancel = elementGet(dialog, "[data-job-cancel]");
  const close = elementGet(dialog, "[data-job-close]");
  cancel.hidden = !isRunning;
  close.hidden = elementGet(dialog, "[data-job-start]").hidden = isRunning;
  /** @type {HTMLFieldSetElement} */ (elementGet(dialog, "[data-job-options]")).disabled = isRunning;
  (isRunning ? cancel : close).focus();
}

/** @param {string} text @param {number} count */
function countText(text, count) {
  return interpolate(text, { count: countFormat(count) }, true);
}
