// The dialog "Dataset": which pictures of which segments, where to, and how far it is.

import { ApiError, apiGet } from "../lib/api.js";
import { elementGet } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { nameMakeSafe, nameStem } from "../media/names.js";
import { packRun } from "../media/pack.js";
import { blobDownload } from "./download.js";
import { jobDialogCreate, totalShow, whichShow } from "./job-dialog.js";
import { packOrder, packOrderCount } from "./pack-order.js";
import { foldersAreThere, packPlaceAsk } from "./pack-place.js";
import { packCountText, packErrorText, packProgressText, packReportText } from "./pack-texts.js";
import { requestApi } from "./request.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("../media/pack-times.js").Choice} Choice */

/** What the number means, and what it is at first. @type {Record<Choice["mode"], { label: () => string, amount: string, step: string }>} */
const MODES = {
  every: { label: () => gettext("Seconds between pictures"), amount: "5", step: "any" },
  count: { label: () => gettext("Pictures from each segment"), amount: "5", step: "1" },
  different: { label: () => gettext("Pictures at most"), amount: "100", step: "1" },
};

/** @param {HTMLElement} root @param {import("./request.js").RequestState} request @param {Store} store @param {import("./preview.js").Preview} preview */
export function packDialogCreate(root, request, store, preview) {
  /** @type {HTMLDialogElement} */
  const dialog = elementGet(root, "[data-pack-dialog]");
  /** @type {HTMLFormElement} */
  const form = elementGet(dialog, "[data-pack-form]");
  const job = jobDialogCreate(dialog, preview, () => job.stepShow());

  const orderNow = () =>
    packOrder(request, store.get(), choiceRead(form), fieldValue(form, "which") === "all");

  function noteShow() {
    elementGet(dialog, "[data-pack-note]").textContent = form.checkValidity()
      ? packCountText(packOrderCount(orderNow()))
      : "";
  }

  async function start() {
    const file = preview.file();
    if (!file || job.isRunning()) return;
    const order = orderNow();
    const boxesUrl = store.get().hasBoxes ? `${requestApi(request)}/boxes` : null;
    const kind = /** @type {"folder" | "zip"} */ (fieldValue(form, "kind"));
    const place = await packPlaceAsk(kind, `${nameMakeSafe(nameStem(request.title))}_pack.zip`);
    if (!place || job.isRunning()) return;
    await job.run((signal) => packSave(dialog, file, order, boxesUrl, place, signal));
  }

  function open() {
    whichShow(dialog, store);
    noteShow();
    job.open();
  }

  modesAttach(form);
  if (!foldersAreThere()) {
    elementGet(dialog, "[data-pack-folder]").hidden = true;
    input(form, "kind", "zip").checked = true;
  }
  form.addEventListener("input", noteShow);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void start();
  });
  return { open };
}

/** @param {HTMLElement} dialog @param {File} file @param {import("../media/pack.js").PackOrder} order @param {string | null} boxesUrl @param {import("../media/pack-target.js").PackPlace} place @param {AbortSignal} signal */
async function packSave(dialog, file, order, boxesUrl, place, signal) {
  totalShow(dialog, 0, packProgressText("writing"));
  try {
    const boxes = boxesUrl ? await apiGet(boxesUrl, { signal }) : order.boxes;
    const report = await packRun(file, { ...order, boxes }, place, {
      signal,
      onProgress: ({ phase, done, total }) => totalShow(dialog, done / total, packProgressText(phase)),
    });
    if (report.blob) blobDownload(report.name, report.blob);
    totalShow(dialog, 1, packReportText(report));
  } catch (error) {
    totalShow(dialog, 0, errorText(error, signal));
  }
}

/** @param {unknown} error @param {AbortSignal} signal */
function errorText(error, signal) {
  if (error instanceof ApiError) return error.message;
  return packErrorText(signal.aborted ? "cancelled" : /** @type {{ code?: string }} */ (error).code);
}

/** Each way of choosing keeps the number that was typed for it. @param {HTMLFormElement} form */
function modesAttach(form) {
  const amounts = new Map(Object.entries(MODES).map(([mode, { amount }]) => [mode, amount]));
  const select = /** @type {HTMLSelectElement} */ (form.elements.namedItem("mode"));
  const amount = input(form, "amount");
  const show = () => {
    const { label, step } = MODES[/** @type {Choice["mode"]} */ (select.value)];
    elementGet(form, "[data-pack-amount-label]").textContent = label();
    amount.step = step;
    amount.min = step === "any" ? "0.1" : "1";
    amount.value = amounts.get(select.value) ?? "";
  };
  amount.addEventListener("input", () => amounts.set(select.value, amount.value));
  select.addEventListener("input", show);
  show();
}

/** @param {HTMLFormElement} form @returns {Choice} */
function choiceRead(form) {
  const mode = /** @type {Choice["mode"]} */ (fieldValue(form, "mode"));
  return { mode, amount: Number(fieldValue(form, "amount")), rejected: Number(fieldValue(form, "rejected")) };
}

/** @param {HTMLFormElement} form @param {string} name */
function fieldValue(form, name) {
  // what is disabled while a run goes on is in no FormData
  return /** @type {HTMLInputElement | RadioNodeList} */ (form.elements.namedItem(name)).value;
}

/** @param {HTMLFormElement} form @param {string} name @param {string} [value] of a radio button @returns {HTMLInputElement} */
function input(form, name, value) {
  return elementGet(form, value ? `[name=${name}][value=${value}]` : `[name=${name}]`);
}
