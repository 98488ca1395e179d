// The dialog "Cut": which segments, what names, where they really start, and how far it is.

import { elementGet } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { pickerAttach } from "../lib/picker.js";
import { segmentsKept } from "../timeline/segments.js";
import { cutJobRun } from "./cut-job.js";
import { cutRowsShow } from "./cut-rows.js";
import { leftOutText } from "./left-out.js";
import { segmentsNow } from "./store.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("../media/cutting.js").CutClip} CutClip */

const QUIET_MS = 200;
const CLOCK_TEMPLATE = "{video}_{clock_start}-{clock_stop}";

/** @param {HTMLElement} root @param {{ title: string }} request @param {Store} store @param {import("./preview.js").Preview} preview */
export function cutDialogCreate(root, request, store, preview) {
  /** @type {HTMLDialogElement} */
  const dialog = elementGet(root, "[data-cut-dialog]");
  /** @type {HTMLInputElement} */
  const template = elementGet(dialog, "[data-cut-template]");
  /** @type {CutClip[]} */
  let plan = [];
  /** @type {AbortController | null} */
  let job = null;
  let asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function planShow() {
    const file = preview.file();
    stepShow(dialog, file ? "plan" : "video");
    if (!file) return;
    const turn = ++asked;
    noteShow(dialog, gettext("Reading the keyframes of the video…"));
    const made = await planMake(file).catch((error) => void noteShow(dialog, error.message));
    if (turn !== asked || job || !made) return;
    plan = made;
    cutRowsShow(elementGet(dialog, "[data-cut-rows]"), plan, store.get().times);
    noteShow(dialog, noteText(plan));
    startEnable(dialog, plan.length > 0);
  }

  /** @param {File} file @returns {Promise<CutClip[]>} */
  async function planMake(file) {
    startEnable(dialog, false);
    const segments = segmentsWanted(dialog, store);
    if (!template.value.trim()) throw new Error(gettext("Write how the files shall be named."));
    // loaded with the library that reads containers, when it is needed
    const { cutPlan } = await import("../media/cutting.js");
    const { clockStart } = store.get();
    return cutPlan(file, segments, { template: template.value, videoName: request.title, clockStart });
  }

  async function start() {
    const file = preview.file();
    if (!file || job || plan.length === 0) return;
    job = new AbortController();
    runningShow(dialog, true);
    try {
      await cutJobRun(dialog, file, plan, { signal: job.signal, clockStart: store.get().clockStart });
    } finally {
      job = null;
      runningShow(dialog, false);
    }
  }

  /** @param {import("../lib/picker.js").Picked[]} picked */
  async function fileTake([{ file, handle }]) {
    const reason = await preview.open(file, handle);
    elementGet(dialog, "[data-cut-file-problem]").textContent = reason;
    if (!reason) await planShow();
  }

  function open() {
    choicesShow(dialog, store);
    templateShow(template, store);
    elementGet(dialog, "[data-cut-total]").hidden = true;
    dialog.showModal();
    stepShow(dialog, preview.file() ? "plan" : "video");
    void preview.reopen().then(planShow);
  }

  template.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(planShow, QUIET_MS);
  });
  for (const choice of choices(dialog)) choice.addEventListener("change", planShow);
  /** @type {HTMLInputElement} */
  const input = elementGet(dialog, "[data-cut-file]");
  pickerAttach(input, fileTake);
  elementGet(dialog, "[data-cut-start]").addEventListener("click", () => void start());
  elementGet(dialog, "[data-cut-cancel]").addEventListener("click", () => job?.abort());
  elementGet(dialog, "[data-cut-close]").addEventListener("click", () => dialog.close());
  // a run that goes on unseen would surprise: Escape does not leave it
  dialog.addEventListener("cancel", (event) => job && event.preventDefault());
  return { open };
}

/** The names tell the time that the page shows, unless the analyst wrote a template. @param {HTMLInputElement} template @param {Store} store */
function templateShow(template, store) {
  const templates = [template.defaultValue, CLOCK_TEMPLATE];
  if (templates.includes(template.value)) template.value = templates[store.get().times.clockStart ? 1 : 0];
}

/** @param {HTMLElement} dialog @param {Store} store */
function segmentsWanted(dialog, store) {
  const segments = segmentsKept(segmentsNow(store.get()));
  const isAll = choices(dialog)[0].checked;
  return isAll ? segments : segments.filter(({ id }) => store.get().chosen.has(id));
}

/** @param {HTMLElement} dialog @param {Store} store */
function choicesShow(dialog, store) {
  const [all, some] = choices(dialog);
  const segments = segmentsNow(store.get());
  const kept = segmentsKept(segments);
  const count = kept.length;
  const chosen = kept.filter(({ id }) => store.get().chosen.has(id)).length;
  leftOutShow(dialog, leftOutText(segments));
  elementGet(dialog, "[data-cut-all]").textContent = countText(
    ngettext("All: %(count)s segment", "All: %(count)s segments", count),
    count,
  );
  elementGet(dialog, "[data-cut-chosen]").textContent = countText(
    ngettext("Chosen: %(count)s segment", "Chosen: %(count)s segments", chosen),
    chosen,
  );
  some.disabled = chosen === 0;
  some.checked = chosen > 0;
  all.checked = chosen === 0;
}

/** @param {HTMLElement} dialog @param {string} text */
function leftOutShow(dialog, text) {
  const place = elementGet(dialog, "[data-cut-left-out]");
  place.textContent = text;
  place.hidden = !text;
}

/** @param {string} text @param {number} count */
function countText(text, count) {
  return interpolate(text, { count }, true);
}

/** @param {CutClip[]} plan */
function noteText(plan) {
  if (plan.length === 0) return gettext("There is nothing to cut.");
  const early = plan.filter(({ start, cutStart }) => start - cutStart >= 0.1).length;
  if (!early) return gettext("Clips are copied without loss. Each starts exactly where its segment does.");
  return gettext("Clips are copied without loss, so each starts at the keyframe before its segment.");
}

/** @param {HTMLElement} dialog @param {string} text */
function noteShow(dialog, text) {
  elementGet(dialog, "[data-cut-note]").textContent = text;
}

/** @param {HTMLElement} dialog @param {"video" | "plan"} step */
function stepShow(dialog, step) {
  for (const part of dialog.querySelectorAll("[data-cut-step]")) {
    const element = /** @type {HTMLElement} */ (part);
    element.hidden = element.dataset.cutStep !== step;
  }
  elementGet(dialog, "[data-cut-start]").hidden = step === "video";
}

/** @param {HTMLElement} dialog @param {boolean} isRunning */
function runningShow(dialog, isRunning) {
  const cancel = elementGet(dialog, "[data-cut-cancel]");
  const close = elementGet(dialog, "[data-cut-close]");
  cancel.hidden = !isRunning;
  close.hidden = elementGet(dialog, "[data-cut-start]").hidden = isRunning;
  /** @type {HTMLFieldSetElement} */ (elementGet(dialog, "[data-cut-options]")).disabled = isRunning;
  (isRunning ? cancel : close).focus();
}

/** @param {HTMLElement} dialog @param {boolean} isEnabled */
function startEnable(dialog, isEnabled) {
  /** @type {HTMLButtonElement} */ (elementGet(dialog, "[data-cut-start]")).disabled = !isEnabled;
}

/** "All" and "Chosen". @param {HTMLElement} dialog @returns {NodeListOf<HTMLInputElement>} */
function choices(dialog) {
  return dialog.querySelectorAll("[name=cut-which]");
}
