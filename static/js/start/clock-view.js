// The field "Recording begins" of a chosen file: what is known of it, and from where.

import { clockNormalize } from "../clock/clock.js";
import { elementGet } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";

/** @typedef {import("./chosen.js").ChosenFile} ChosenFile */

/**
 * @param {HTMLElement} card
 * @param {ChosenFile} chosen
 * @param {(id: string, clockStart: string) => void} onClock
 */
export function clockAttach(card, { id, clockStart }, onClock) {
  const input = inputOf(card);
  input.value = clockStart;
  input.addEventListener("input", () => onClock(id, clockNormalize(input.value)));
  // Enter in a time is no wish to begin
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}

/**
 * @param {HTMLElement} card
 * @param {ChosenFile} chosen
 */
export function clockFill(card, { clockStart, clockSource }) {
  const input = inputOf(card);
  // what is typed is not whole at each key
  const isTyped = clockSource === "typed";
  if (!isTyped && clockNormalize(input.value) !== clockStart) input.value = clockStart;
  const hint = elementGet(card, "[data-clock-hint]");
  const text = isTyped && !clockStart && input.validity.badInput ? partText() : sourceText(clockSource);
  if (hint.textContent !== text) hint.textContent = text;
}

/** @param {ChosenFile["clockSource"]} source */
function sourceText(source) {
  if (source === "name") return gettext("as the file name says");
  if (source === "metadata") return gettext("as the file's metadata say, often in UTC: check it");
  return source ? "" : gettext("optional: for times by the recorder's clock");
}

function partText() {
  return gettext("Write the date and the time.");
}

/**
 * @param {HTMLElement} card
 * @returns {HTMLInputElement}
 */
function inputOf(card) {
  return elementGet(card, "[data-clock]");
}
