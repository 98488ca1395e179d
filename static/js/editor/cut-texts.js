// What the dialog "Cut" says of its clips.

import { countFormat } from "../lib/format.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";

/** @typedef {import("../media/cutting.js").CutClip} CutClip */

/** @type {Record<import("../media/cutting.js").ClipWay, () => string>} */
const AGAIN = {
  lossless: () => gettext("Nothing"),
  copied: () => gettext("Nothing"),
  head: () => gettext("The beginning"),
  whole: () => gettext("All of it"),
};

/** What of a clip is encoded again. @param {CutClip["way"]} way */
export function cutAgainText(way) {
  return way ? AGAIN[way]() : "";
}

/** @param {readonly CutClip[]} plan @param {boolean} isExact */
export function cutNoteText(plan, isExact) {
  if (plan.length === 0) return gettext("There is nothing to cut.");
  const failed = plan.filter(({ code }) => code).length;
  const text = isExact ? exactText(plan) : losslessText(plan);
  return failed ? `${text} ${failedText(failed)}` : text;
}

/** @param {readonly CutClip[]} plan */
function losslessText(plan) {
  const early = plan.filter(({ start, cutStart }) => start - cutStart >= 0.1).length;
  if (!early) return gettext("Clips are copied without loss. Each starts exactly where its segment does.");
  return gettext("Clips are copied without loss, so each starts at the keyframe before its segment.");
}

/** @param {readonly CutClip[]} plan */
function exactText(plan) {
  const whole = plan.filter(({ way }) => way === "whole").length;
  const sentences = [gettext("Each clip starts with the picture at its segment's start.")];
  if (whole) {
    const text = ngettext(
      "%(count)s clip is encoded again from beginning to end, which takes longer.",
      "%(count)s clips are encoded again from beginning to end, which takes longer.",
      whole,
    );
    sentences.push(interpolate(text, { count: countFormat(whole) }, true));
  }
  return sentences.join(" ");
}

/** @param {number} count */
function failedText(count) {
  const text = ngettext(
    "%(count)s clip cannot be cut; its row says why.",
    "%(count)s clips cannot be cut; their rows say why.",
    count,
  );
  return interpolate(text, { count: countFormat(count) }, true);
}
