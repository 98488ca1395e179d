// One row of the table: what is typed becomes an edit once both times make sense together.

import { elementGet, elementMake } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { timecodeFormat } from "../lib/timecode.js";
import { labelSet, roundTime, timesProblem, timesSet } from "../timeline/segments.js";
import { segmentsNow } from "./store.js";
import { whyShow } from "./why.js";

/** @typedef {import("../timeline/segments.js").Segment} Segment */
/** @typedef {import("../timeline/segments.js").Edge} Edge */
/** @typedef {import("../clock/times.js").Times} Times */
/** @typedef {ReturnType<typeof rowCreate>} Row */

/**
 * @typedef {object} RowActions
 * @property {(id: number, isChosen: boolean) => void} choose
 * @property {(id: number) => void} select
 * @property {(id: number) => void} show
 * @property {(id: number) => void} remove
 * @property {(id: number) => void} play
 * @property {(id: number) => void} best
 * @property {import("./thumbnails.js").Thumbnails} thumbnails
 * @property {(id: number, verdict: "relevant" | "irrelevant") => void} judge
 */

/**
 * @param {HTMLTemplateElement} template @param {number} id
 * @param {import("./store.js").Store} store @param {import("./edits.js").Edits} edits @param {RowActions} actions
 */
export function rowCreate(template, id, store, edits, actions) {
  const element = /** @type {HTMLElement} */ (elementGet(template.content, "[data-row]").cloneNode(true));
  /** @type {HTMLInputElement} */
  const choice = elementGet(element, "[data-choose]");
  /** @type {HTMLInputElement} */
  const label = elementGet(element, "[data-label]");
  const thumbnail = elementGet(element, "[data-thumbnail]");
  const times = { start: timeBox(element, "start"), stop: timeBox(element, "stop") };
  /** @type {Segment | null} */
  let shown = null;
  let written = store.get().times;

  function timesCommit() {
    for (const edge of /** @type {Edge[]} */ (["start", "stop"])) problemShow(times[edge], "");
    const { duration } = store.get();
    const values = typed(times, shown, duration, written);
    if (!values) return;
    const segments = segmentsNow(store.get());
    const problem = timesProblem(segments, id, values.start, values.stop, duration);
    const changed = values.start === shown?.start ? "stop" : "start";
    if (problem) return problemShow(times[changed], problemText(problem, duration, written));
    edits.apply(timesSet(segments, id, values.start, values.stop), { current: id });
    if (shown)
      for (const edge of /** @type {Edge[]} */ (["start", "stop"]))
        times[edge].value = written.format(shown[edge]);
  }

  /** @param {Event} event */
  function change({ target }) {
    if (target === choice) actions.choose(id, choice.checked);
    else if (target === label)
      edits.apply(labelSet(segmentsNow(store.get()), id, label.value), { current: id });
    else timesCommit();
  }

  /** @param {Event} event */
  function click({ target }) {
    const button = /** @type {Element} */ (target).closest("button");
    if (button?.matches("[data-show]")) actions.show(id);
    if (button?.matches("[data-best-frame]")) actions.best(id);
    const verdict = button?.dataset.verdict;
    if (verdict === "relevant" || verdict === "irrelevant") actions.judge(id, verdict);
    if (button?.matches("[data-play-segment]")) actions.play(id);
    if (button?.matches("[data-delete-segment]")) actions.remove(id);
  }

  element.addEventListener("change", change);
  element.addEventListener("click", click);
  element.addEventListener("focusin", () => actions.select(id));
  element.addEventListener("keydown", (event) => rowKey(event, shown, written));

  return {
    element,
    /** @param {Segment} segment @param {number} number */
    show(segment, number) {
      numberShow(element, number);
      const isSame = written === store.get().times;
      written = store.get().times;
      if (segment === shown && isSame) return;
      for (const edge of /** @type {Edge[]} */ (["start", "stop"])) {
        if (shown?.[edge] === segment[edge] && isSame) continue;
        times[edge].value = written.format(segment[edge]);
        problemShow(times[edge], "");
      }
      if (shown?.label !== segment.label) label.value = segment.label;
      elementGet(element, "[data-length]").textContent = timecodeFormat(segment.stop - segment.start);
      if (shown?.verdict !== segment.verdict) verdictShow(element, segment.verdict);
      shown = segment;
    },
    /** @param {import("../timeline/evidence.js").Evidence | null} evidence */
    explain(evidence) {
      whyShow(element, evidence, written);
      if (evidence) actions.thumbnails.show(thumbnail, evidence.best, thumbnailText(element));
      else actions.thumbnails.drop(thumbnail);
    },
    remove() {
      actions.thumbnails.drop(thumbnail);
      element.remove();
    },
    /** @param {boolean} isChosen @param {boolean} isCurrent */
    mark(isChosen, isCurrent) {
      choice.checked = isChosen;
      if (isCurrent === element.hasAttribute("data-current")) return;
      element.toggleAttribute("data-current", isCurrent);
      if (isCurrent) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
    },
  };
}

/** What is typed, a box left alone standing for its exact time; null with a message when it is no time. @param {Record<Edge, HTMLInputElement>} boxes @param {Segment | null} shown @param {number} duration @param {Times} times */
function typed(boxes, shown, duration, times) {
  if (!shown) return null;
  const start = boxRead(boxes.start, shown.start, duration, times);
  const stop = boxRead(boxes.stop, shown.stop, duration, times);
  return start === null || stop === null ? null : { start, stop };
}

/** @param {HTMLInputElement} box @param {number} exact @param {number} duration @param {Times} times */
function boxRead(box, exact, duration, times) {
  if (box.value === times.format(exact)) return exact;
  // the end of the video as it is shown may lie a fraction of a millisecond behind the real one
  if (box.value === times.format(duration)) return duration;
  try {
    return roundTime(times.parse(box.value));
  } catch (error) {
    problemShow(box, /** @type {Error} */ (error).message);
    return null;
  }
}

/** @param {HTMLInputElement} box @param {string} text empty: all is well */
function problemShow(box, text) {
  const id = `${box.id}-problem`;
  document.getElementById(id)?.remove();
  box.toggleAttribute("aria-invalid", false);
  box.removeAttribute("aria-describedby");
  if (!text) return;
  box.setAttribute("aria-invalid", "true");
  box.setAttribute("aria-describedby", id);
  box.after(elementMake("p", { id, class: "field__error", role: "alert" }, text));
}

/** @param {import("../timeline/segments.js").TimesProblem} problem @param {number} duration @param {Times} times */
function problemText(problem, duration, { format }) {
  if (problem.code === "order") return gettext("Start must be before stop.");
  if (problem.code === "outside") {
    return interpolate(gettext("The video ends at %(time)s."), { time: format(duration) }, true);
  }
  const start = format(problem.other.start);
  const stop = format(problem.other.stop);
  const text = gettext("This overlaps segment %(number)s (%(start)s to %(stop)s).");
  return interpolate(text, { number: problem.number, start, stop }, true);
}

let boxes = 0;

/** @param {HTMLElement} row @param {Edge} edge @returns {HTMLInputElement} */
function timeBox(row, edge) {
  /** @type {HTMLInputElement} */
  const box = elementGet(row, `[data-edge=${edge}]`);
  boxes += 1;
  box.id = `segment-time-${boxes}`;
  return box;
}

/** Enter takes a field over, Escape takes back what was typed, up and down change the row. @param {KeyboardEvent} event @param {Segment | null} shown @param {Times} times */
function rowKey(event, shown, times) {
  const box = /** @type {HTMLInputElement} */ (event.target);
  if (event.key === "Enter" && box.matches("input:not([type=checkbox])"))
    box.dispatchEvent(new Event("change", { bubbles: true }));
  if (event.key === "Escape" && shown) valueReset(box, shown, times);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") rowStep(event, box);
}

/** @param {HTMLInputElement} box @param {Segment} shown @param {Times} times */
function valueReset(box, shown, times) {
  const edge = box.dataset.edge;
  if (box.matches("[data-label]")) box.value = shown.label;
  if (edge !== "start" && edge !== "stop") return;
  box.value = times.format(shown[edge]);
  problemShow(box, "");
}

/** @param {KeyboardEvent} event @param {HTMLElement} box */
function rowStep(event, box) {
  const row = box.closest("[data-row]");
  const other = event.key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
  if (!row || !other) return;
  const place = [...row.querySelectorAll("input, button")].indexOf(box);
  /** @type {HTMLElement | undefined} */ ([...other.querySelectorAll("input, button")][place])?.focus();
  event.preventDefault();
}

/** @param {HTMLElement} row @param {import("../timeline/segments.js").Verdict} verdict */
function verdictShow(row, verdict) {
  row.dataset.said = verdict;
  elementGet(row, "[data-left-out]").hidden = verdict !== "irrelevant";
  for (const button of row.querySelectorAll("[data-verdict]"))
    button.ariaPressed = String(/** @type {HTMLElement} */ (button).dataset.verdict === verdict);
}

/** @param {HTMLElement} row */
function thumbnailText({ dataset: { number } }) {
  return interpolate(gettext("Best frame of segment %(number)s"), { number: number ?? "" }, true);
}

/** @param {HTMLElement} row @param {number} number */
function numberShow(row, number) {
  if (row.dataset.number === String(number)) return;
  row.dataset.number = String(number);
  const name = (/** @type {string} */ text) => interpolate(text, { number }, true);
  elementGet(row, "[data-show]").textContent = String(number);
  elementGet(row, "[data-show]").ariaLabel = name(gettext("Show segment %(number)s"));
  elementGet(row, "[data-choose]").ariaLabel = name(gettext("Choose segment %(number)s"));
  elementGet(row, "[data-verdict=relevant]").ariaLabel = name(gettext("Segment %(number)s is relevant"));
  elementGet(row, "[data-verdict=irrelevant]").ariaLabel = name(
    gettext("Segment %(number)s is not relevant"),
  );
  elementGet(row, "[data-play-segment]").ariaLabel = name(gettext("Play segment %(number)s"));
  elementGet(row, "[data-delete-segment]").ariaLabel = name(gettext("Delete segment %(number)s"));
}
