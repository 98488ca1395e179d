// The dialog "Cut": which segments, what names, where they really start, and how far it is.

import { elementGet } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { segmentsKept } from "../timeline/segments.js";
import { cutJobRun } from "./cut-job.js";
import { cutModeCreate } from "./cut-mode.js";
import { cutRowsShow } from "./cut-rows.js";
import { cutNoteText } from "./cut-texts.js";
import { jobDialogCreate, whichChoices, whichShow } from "./job-dialog.js";
import { leftOutText } from "./left-out.js";
import { segmentsNow } from "./store.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("../media/cutting.js").CutClip} CutClip */

const QUIET_MS = 200;
/** Reasons against exact clips that do not speak against lossless ones. */
const ONLY_LOSSLESS = ["cannot_decode", "cannot_encode"];
const CLOCK_TEMPLATE = "{video}_{clock_start}-{clock_stop}";

/** @param {HTMLElement} root @param {{ title: string }} request @param {Store} store @param {import("./preview.js").Preview} preview */
export function cutDialogCreate(root, request, store, preview) {
  /** @type {HTMLDialogElement} */
  const dialog = elementGet(root, "[data-cut-dialog]");
  /** @type {HTMLInputElement} */
  const template = elementGet(dialog, "[data-cut-template]");
  /** @type {CutClip[]} */
  let plan = [];
  const job = jobDialogCreate(dialog, preview, () => void planShow());
  /** @type {AbortController | null} */
  let planning = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function planShow() {
    planning?.abort();
    const file = preview.file();
    job.stepShow();
    if (!file) return;
    const turn = new AbortController();
    planning = turn;
    planningShow(dialog, true);
    const made = await planMake(file, turn.signal).catch((error) => failure(turn.signal, error));
    if (turn.signal.aborted || job.isRunning()) return;
    planningShow(dialog, false);
    plan = made ?? [];
    cutRowsShow(elementGet(dialog, "[data-cut-rows]"), plan, store.get().times);
    if (made) noteShow(dialog, cutNoteText(plan, mode.isExact()));
    startEnable(dialog, plan.length > 0);
  }

  /** @param {File} file @param {AbortSignal} signal @returns {Promise<CutClip[]>} */
  async function planMake(file, signal) {
    const segments = segmentsWanted(dialog, store);
    if (!template.value.trim()) throw new Error(gettext("Write how the files shall be named."));
    // loaded with the library that reads containers, when it is needed
    const { cutPlan } = await import("../media/cutting.js");
    return cutPlan(file, segments, {
      template: template.value,
      videoName: request.title,
      clockStart: store.get().clockStart,
      isExact: mode.isExact(),
      onProgress: (fraction) => signal.aborted || planningTell(dialog, fraction),
      signal,
    });
  }

  /** @param {AbortSignal} signal @param {Error & { code?: string }} error */
  function failure(signal, { message, code = "" }) {
    if (signal.aborted) return;
    const isOffer = ONLY_LOSSLESS.includes(code);
    noteShow(dialog, isOffer ? "" : message);
    if (isOffer) refusalShow(dialog, message);
  }

  async function start() {
    const file = preview.file();
    if (!file || job.isRunning() || plan.length === 0) return;
    const { clockStart } = store.get();
    await job.run((signal) => cutJobRun(dialog, file, plan, { signal, clockStart }));
  }

  function open() {
    whichShow(dialog, store);
    leftOutShow(dialog, leftOutText(segmentsNow(store.get())));
    templateShow(template, store);
    job.open();
  }

  template.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(planShow, QUIET_MS);
  });
  const mode = cutModeCreate(dialog, () => {
    store.set({ isCutExact: mode.isExact() });
    void planShow();
  });
  store.set({ isCutExact: mode.isExact() });
  for (const choice of whichChoices(dialog)) choice.addEventListener("change", planShow);
  elementGet(dialog, "[data-job-start]").addEventListener("click", () => void start());
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
  const isAll = whichChoices(dialog)[0].checked;
  return isAll ? segments : segments.filter(({ id }) => store.get().chosen.has(id));
}

/** @param {HTMLElement} dialog @param {string} text */
function leftOutShow(dialog, text) {
  const place = elementGet(dialog, "[data-cut-left-out]");
  place.textContent = text;
  place.hidden = !text;
}

/** @param {HTMLElement} dialog @param {string} text */
function noteShow(dialog, text) {
  elementGet(dialog, "[data-cut-note]").textContent = text;
}

/** Clips that cannot be cut exactly may be lossless ones. @param {HTMLElement} dialog @param {string} reason */
function refusalShow(dialog, reason) {
  elementGet(dialog, "[data-cut-refusal]").hidden = !reason;
  elementGet(dialog, "[data-cut-reason]").textContent = reason;
}

/** The list is that of the last choice until the new one is known. @param {HTMLElement} dialog @param {boolean} isPlanning */
function planningShow(dialog, isPlanning) {
  elementGet(dialog, "[data-cut-rows]").setAttribute("aria-busy", String(isPlanning));
  elementGet(dialog, "[data-cut-planning]").hidden = !isPlanning;
  if (!isPlanning) return;
  startEnable(dialog, false);
  refusalShow(dialog, "");
  planningTell(dialog, 0);
  noteShow(dialog, gettext("Working out where the clips start…"));
}

/** @param {HTMLElement} dialog @param {number} fraction */
function planningTell(dialog, fraction) {
  /** @type {HTMLProgressElement} */ (elementGet(dialog, "[data-cut-planning]")).value = fraction;
}

/** @param {HTMLElement} dialog @param {boolean} isEnabled */
function startEnable(dialog, isEnabled) {
  /** @type {HTMLButtonElement} */ (elementGet(dialog, "[data-job-start]")).disabled = !isEnabled;
}
