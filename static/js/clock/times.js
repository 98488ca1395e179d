// How the editor writes and reads times: since the start of the video, or by the recorder's clock.

import { gettext, interpolate } from "../lib/i18n.js";
import { timecodeFormat, timecodeParse } from "../lib/timecode.js";
import { clockAt, secondOfDay } from "./clock.js";

/**
 * @typedef {object} Times
 * @property {string} clockStart "" while times are shown since the start of the video
 * @property {(seconds: number) => string} format
 * @property {(text: string) => number} parse into seconds of the video; throws RangeError for what is no time
 */

const DAY_S = 86_400;
const CLOCK = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}(?:[.,]\d*)?))?(?:\s*\+(\d{1,3}))?$/;

/** @type {Times} */
export const ELAPSED = { clockStart: "", format: timecodeFormat, parse: timecodeParse };

/**
 * @param {string} clockStart "" gives elapsed time
 * @returns {Times}
 */
export function timesMake(clockStart) {
  if (!clockStart) return ELAPSED;
  const offset = secondOfDay(clockStart);
  return {
    clockStart,
    format: (seconds) => clockFormat(seconds + offset),
    parse: (text) => clockParse(text, offset),
  };
}

/**
 * The time of day, and how many midnights lie between it and the start: `00:10:00.000 +1`.
 * @param {number} seconds since the midnight before the start
 */
function clockFormat(seconds) {
  const milliseconds = Math.round(seconds * 1000);
  const day = Math.floor(milliseconds / (DAY_S * 1000));
  const time = timecodeFormat(milliseconds / 1000 - day * DAY_S);
  return day > 0 ? `${time} +${day}` : time;
}

/**
 * Reads `HH:MM` or `HH:MM:SS`; without a day the first such moment after the start.
 * @param {string} text
 * @param {number} offset
 */
function clockParse(text, offset) {
  const match = CLOCK.exec(text.trim());
  const [hours, minutes, seconds] = (match ?? [])
    .slice(1, 4)
    .map((part) => Number((part ?? "0").replace(",", ".")));
  if (!match || hours > 23 || minutes > 59 || seconds >= 60) throw new RangeError(problemText(text));
  const time = hours * 3600 + minutes * 60 + seconds;
  const day = match[4] === undefined ? Number(time < offset) : Number(match[4]);
  return Math.round((day * DAY_S + time - offset) * 1000) / 1000;
}

/** @param {string} text */
function problemText(text) {
  const message = gettext("“%(text)s” is not a time of day: write HH:MM:SS, for example 09:30:00");
  return interpolate(message, { text }, true);
}

/**
 * @param {Times} times
 * @param {number} seconds
 * @returns {string} `2023-06-14`, "" while times are elapsed ones
 */
export function dateAt({ clockStart }, seconds) {
  return clockStart && clockAt(clockStart, seconds).slice(0, 10);
}
