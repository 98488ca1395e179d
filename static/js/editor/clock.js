// Elapsed time or the recorder's clock: the switch, and the dialog that says when the recording began.

import { clockNormalize } from "../clock/clock.js";
import { clockFromName } from "../clock/file-name.js";
import { timesMake } from "../clock/times.js";
import { apiSend } from "../lib/api.js";
import { elementGet } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { requestApi } from "./request.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./request.js").RequestState} RequestState */

const SETTING = "smartcut:times";

/**
 * @param {HTMLElement} root @param {RequestState} ready @param {Store} store @param {import("./saving.js").Saving} saving
 * @returns {{ take: (clockStart: string) => void }} to be told what the server has
 */
export function clockCreate(root, ready, store, saving) {
  /** @type {HTMLSelectElement} */
  const choice = elementGet(root, "[data-times]");

  /** @param {string} clockStart @param {boolean} [isWanted] */
  function show(clockStart, isWanted = localStorage.getItem(SETTING) !== "elapsed") {
    store.set({ clockStart, times: timesMake(isWanted ? clockStart : "") });
    choice.value = isWanted && clockStart ? "clock" : "elapsed";
  }

  const open = dialogCreate(root, ready, store, {
    send: (clockStart) => clockSend(ready, clockStart, saving),
    onSaved: (clockStart) => {
      localStorage.setItem(SETTING, "clock");
      show(clockStart, true);
    },
  });

  choice.addEventListener("change", () => {
    const { clockStart } = store.get();
    if (choice.value === "clock" && !clockStart) {
      choice.value = "elapsed";
      return open();
    }
    localStorage.setItem(SETTING, choice.value);
    show(clockStart, choice.value === "clock");
  });
  show(ready.clock_start);
  return {
    take(clockStart) {
      if (clockStart !== store.get().clockStart) show(clockStart);
    },
  };
}

/**
 * @param {HTMLElement} root @param {RequestState} request @param {Store} store
 * @param {{ send: (clockStart: string) => Promise<void>, onSaved: (clockStart: string) => void }} events
 * @returns {() => void} opens it
 */
function dialogCreate(root, { title }, store, { send, onSaved }) {
  /** @type {HTMLDialogElement} */
  const dialog = elementGet(root, "[data-clock-dialog]");
  /** @type {HTMLInputElement} */
  const input = elementGet(dialog, "[data-clock-start]");

  function open() {
    problemShow(dialog, "");
    input.value = store.get().clockStart || clockFromName(title);
    dialog.showModal();
  }

  /** @param {string} clockStart */
  async function save(clockStart) {
    try {
      await send(clockStart);
      dialog.close();
      onSaved(clockStart);
    } catch (error) {
      problemShow(dialog, /** @type {Error} */ (error).message);
    }
  }

  elementGet(root, "[data-clock-open]").addEventListener("click", open);
  elementGet(dialog, "[data-clock-close]").addEventListener("click", () => dialog.close());
  elementGet(dialog, "[data-clock-forget]").addEventListener("click", () => void save(""));
  elementGet(dialog, "form").addEventListener("submit", (event) => {
    event.preventDefault();
    const clockStart = clockNormalize(input.value);
    if (clockStart) void save(clockStart);
    else problemShow(dialog, gettext("Write the date and the time."));
  });
  return open;
}

/** @param {HTMLElement} dialog @param {string} text */
function problemShow(dialog, text) {
  elementGet(dialog, "[data-clock-problem]").textContent = text;
}

/**
 * The list goes first: both raise the revision, and an edit of an older one would be refused.
 * @param {RequestState} request @param {string} clockStart @param {import("./saving.js").Saving} saving
 */
async function clockSend(request, clockStart, saving) {
  await saving.settled();
  const answer = await apiSend("PUT", `${requestApi(request)}/clock`, { clock_start: clockStart });
  saving.take(answer.revision);
}
