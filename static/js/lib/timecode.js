// Times on the screen: HH:MM:SS.mmm. Everywhere else they are seconds. Same rules as smartcut/core/timecode.py.

import { gettext, interpolate } from "./i18n.js";

const TIMECODE = /^(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:[.,]\d*)?)$/;

/**
 * `3725.25` → `01:02:05.250`.
 * @param {number} seconds
 * @returns {string}
 */
export function timecodeFormat(seconds) {
  const milliseconds = Math.round(seconds * 1000);
  const minutes = Math.floor(milliseconds / 60_000);
  const rest = milliseconds - minutes * 60_000;
  const parts = [Math.floor(minutes / 60), minutes % 60, Math.floor(rest / 1000)].map((part) => pad(part, 2));
  return `${parts.join(":")}.${pad(rest % 1000, 3)}`;
}

/**
 * Reads `SS`, `MM:SS` or `HH:MM:SS`, each with an optional fraction; throws RangeError for anything else.
 * @param {string} text
 * @returns {number}
 */
export function timecodeParse(text) {
  const match = TIMECODE.exec(text.trim());
  if (!match) {
    const message = gettext("“%(text)s” is not a time: write HH:MM:SS.mmm, for example 01:02:05.250");
    throw new RangeError(interpolate(message, { text }, true));
  }
  const [, hours, minutes, seconds] = match;
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds.replace(",", "."));
}

/**
 * @param {number} value
 * @param {number} width
 */
function pad(value, width) {
  return String(value).padStart(width, "0");
}
