// Why a segment is there, in words: its best frame, how sure the recommender is, and the reason.

import { elementGet } from "../lib/dom.js";
import { gettext, interpolate, language } from "../lib/i18n.js";
import { reasonText } from "../timeline/evidence.js";

/** @typedef {import("../timeline/evidence.js").Evidence} Evidence */

/** @param {HTMLElement} row @param {Evidence | null} evidence @param {import("../clock/times.js").Times} times */
export function whyShow(row, evidence, { format }) {
  const best = elementGet(row, "[data-best-frame]");
  best.hidden = !evidence;
  best.textContent = evidence ? bestText(format(evidence.best)) : "";
  elementGet(row, "[data-confidence]").textContent = evidence ? percentText(evidence.confidence) : "";
  elementGet(row, "[data-reason]").textContent = evidence
    ? reasonText(evidence.template, evidence.amount, language())
    : "";
}

/** `0.873` → `87 %`. @param {number} fraction */
export function percentText(fraction) {
  return new Intl.NumberFormat(language(), { style: "percent" }).format(fraction);
}

/** @param {string} time */
function bestText(time) {
  return interpolate(gettext("Best frame %(time)s"), { time }, true);
}
