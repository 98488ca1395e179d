// Where the threshold is seen and moved: the line in the chart, the box, the slider of the empty list.

import { elementGet } from "../lib/dom.js";
import { durationFormat } from "../lib/format.js";
import { gettext, interpolate, language, ngettext } from "../lib/i18n.js";
import { sliderValue } from "../timeline/keys.js";
import { editedCount } from "../timeline/proposals.js";
import { totalLength } from "../timeline/segments.js";
import { spansMake } from "./overview.js";
import { dragAttach } from "./pointer.js";
import { segmentsNow } from "./store.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").EditorState} EditorState */
/** @typedef {import("./threshold.js").Threshold} Threshold */

const STEPS = { small: 0.01, big: 0.1 };
const RANGE = { min: 0.01, max: 1 };

/** @param {HTMLElement} root @param {Store} store @param {Threshold} threshold */
export function thresholdViewCreate(root, store, threshold) {
  for (const input of boxes(root)) {
    input.addEventListener("input", () => input.value && threshold.wish(input.valueAsNumber));
  }
  for (const button of root.querySelectorAll("[data-proposal-apply]"))
    button.addEventListener("click", threshold.apply);
  elementGet(root, "[data-proposal-drop]").addEventListener("click", threshold.drop);
  lineMove(root, store, threshold);
  store.watch(
    (state) => [thresholdNow(state), state.offRatio, state.curve],
    (state) => valueShow(root, state),
  );
  store.watch(
    (state) => [state.proposal, segmentsNow(state), state.proposed],
    (state) => proposalShow(root, state),
  );
  store.watch(
    (state) => [state.proposal, state.view],
    ({ proposal, view, duration }) => {
      const spans = spansMake(proposal?.segments ?? [], duration, view);
      elementGet(root, "[data-lane-proposal]").replaceChildren(...spans);
    },
  );
}

/** @param {HTMLElement} root @param {Store} store @param {Threshold} threshold */
function lineMove(root, store, threshold) {
  const line = elementGet(root, "[data-threshold-line]");
  const chart = elementGet(root, "[data-chart]");
  dragAttach(line, {
    begin: () => thresholdNow(store.get()),
    move(_before, _pixels, event) {
      const { bottom, height } = chart.getBoundingClientRect();
      threshold.wish((bottom - event.clientY) / height);
    },
    end: () => undefined,
    cancel: threshold.drop,
  });
  line.addEventListener("keydown", (event) => {
    const value = sliderValue(event, thresholdNow(store.get()), STEPS, RANGE);
    if (value === null) return;
    event.preventDefault();
    threshold.wish(value);
  });
}

/** @param {HTMLElement} root @param {EditorState} state */
function valueShow(root, state) {
  const on = thresholdNow(state);
  const line = elementGet(root, "[data-threshold-line]");
  const off = elementGet(root, "[data-threshold-off]");
  line.hidden = off.hidden = !state.curve;
  line.style.bottom = `${on * 100}%`;
  off.style.bottom = `${on * state.offRatio * 100}%`;
  line.ariaValueNow = String(on);
  for (const place of root.querySelectorAll("[data-threshold-flag], [data-threshold-value]"))
    place.textContent = on.toLocaleString(language(), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  for (const input of boxes(root)) {
    input.disabled = !state.curve;
    if (input !== document.activeElement || input.valueAsNumber !== on) input.value = on.toFixed(2);
  }
}

/** @param {HTMLElement} root @param {EditorState} state */
function proposalShow(root, state) {
  const text = proposalText(state);
  for (const place of root.querySelectorAll("[data-proposal-text]")) place.textContent = text;
  for (const button of root.querySelectorAll("[data-proposal-apply]")) {
    const isEmpty = button.closest("[data-segments-empty]") && !state.proposal?.segments.length;
    /** @type {HTMLElement} */ (button).hidden = !state.proposal || Boolean(isEmpty);
  }
  elementGet(root, "[data-proposal-drop]").hidden = !state.proposal;
}

/** @param {EditorState} state */
function proposalText(state) {
  const { proposal, proposed } = state;
  if (!proposal) return "";
  const count = proposal.segments.length;
  const segments = segmentsNow(state);
  const sentences = [
    count
      ? foundText(count, durationFormat(totalLength(proposal.segments)))
      : gettext("No segments at this threshold."),
  ];
  if (segments.length) sentences.push(replacedText(segments.length));
  const edited = editedCount(segments, proposed);
  if (edited) sentences.push(editedText(edited));
  return sentences.join(" ");
}

/** @param {number} count @param {string} length */
function foundText(count, length) {
  const text = ngettext("%(count)s segment, %(length)s.", "%(count)s segments, %(length)s in all.", count);
  return interpolate(text, { count, length }, true);
}

/** @param {number} count */
function replacedText(count) {
  const text = ngettext("It replaces %(count)s segment.", "They replace %(count)s segments.", count);
  return interpolate(text, { count }, true);
}

/** @param {number} count */
function editedText(count) {
  const text = ngettext(
    "%(count)s of these was edited by hand.",
    "%(count)s of these were edited by hand.",
    count,
  );
  return interpolate(text, { count }, true);
}

/** @param {HTMLElement} root @returns {NodeListOf<HTMLInputElement>} */
function boxes(root) {
  return root.querySelectorAll("[data-threshold-number], [data-threshold-range]");
}

/** @param {EditorState} state */
function thresholdNow({ wished, threshold }) {
  return wished ?? threshold;
}
