// When a recording began, as its file name says it. Pure.

import { DAY, GAP, MONTH, YEAR } from "../start/camera-name.js";
import { clockNormalize, secondOfDay } from "./clock.js";

const HOUR = "(?:[01]\\d|2[0-3])";
const SIXTY = "[0-5]\\d";
const DATE = `(?<!\\d)(?<year>${YEAR})${GAP}(?<month>${MONTH})${GAP}(?<day>${DAY})`;
const TIME = `(?<hour>${HOUR})[-_. :hH]?(?<minute>${SIXTY})[-_. :mM]?(?<second>${SIXTY})`;
const HALF = "\\s?(?<half>[ap])\\.?m";

/**
 * The first that fits wins. A start and a stop look alike: the start comes first.
 * @type {[recorders: string, pattern: RegExp][]}
 */
const PATTERNS = /** @type {[string, string][]} */ ([
  // 2023-06-14 at 9.30.00 PM
  [
    "screen recorders",
    `${DATE}(?: at |, |[-_. T])(?<hour>\\d{1,2})[.:](?<minute>\\d\\d)[.:](?<second>\\d\\d)${HALF}`,
  ],
  // 20230614093000_20230614100000, RecM01_20230614_093000_100000, 2023-06-14T09-30-00, VID_20230614_093000
  [
    "Hikvision, Dahua, Axis, Reolink, Blue Iris, Milestone, UniFi, Android, ISO 8601",
    `${DATE}(?:[-_. T]{0,3}| at |, )${TIME}(?:[.,]?\\d{3})?(?!\\d)`,
  ],
  // 14-06-2023 09-30-00, 6-14-2023, 9.30.00am
  [
    "day or month first, UniFi",
    `(?<!\\d)(?<one>\\d{1,2})(?<gap>[-_.])(?<two>\\d{1,2})[-_.](?<year>${YEAR})(?:, |[-_. T]+)` +
      `(?<hour>\\d{1,2})[-_.:h](?<minute>\\d\\d)[-_.:m](?<second>\\d\\d)(?!\\d)(?:${HALF})?`,
  ],
  // 2023-06-14/001/dav/09/09.30.00-10.00.00[M][0@0][0].dav
  ["Dahua's folders", `${DATE}(?!\\d).*[/\\\\][^/\\\\]*?(?<!\\d)${TIME}(?!\\d)`],
  // Yard_1686735000
  ["a Unix time", "(?<![\\d\\p{L}])(?<epoch>1[4-9]\\d{8})(?:\\d{3})?(?!\\d)"],
]).map(([recorders, pattern]) => [recorders, new RegExp(pattern, "giu")]);

/** 09.30.00-10.00.00[M][0@0][0].dav, of which the folder told the date. */
const SPAN = new RegExp(`^(${HOUR})\\.(${SIXTY})\\.(${SIXTY})-(${HOUR})\\.(${SIXTY})\\.(${SIXTY})\\[`);
const SPAN_WRITTEN_S = 300;
const DAY_S = 86_400;

/**
 * @param {string} path the file name, with its folders where they are known
 * @returns {string} `2023-06-14T09:30:00`, "" when it tells no time
 */
export function clockFromName(path) {
  const normal = path.normalize("NFC");
  for (const [, pattern] of PATTERNS) {
    for (const { groups = {} } of normal.matchAll(pattern)) {
      const clock = clockNormalize(groupsText(groups));
      if (clock) return clock;
    }
  }
  return "";
}

/**
 * A name that tells only times of day, with the date on which the file was written, if it was written when the
 * name says that the recording stopped.
 * @param {string} name
 * @param {Date} written by the analyst's clock
 * @returns {string}
 */
export function clockFromSpan(name, written) {
  const parts = SPAN.exec(name)?.slice(1).map(Number);
  if (!parts || Number.isNaN(written.getTime())) return "";
  const [start, stop] = [parts.slice(0, 3), parts.slice(3)].map(([h, m, s]) => h * 3600 + m * 60 + s);
  const local = new Date(written.getTime() - written.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  // midnight may lie between
  const lateness = ((secondOfDay(local) - stop + 1.5 * DAY_S) % DAY_S) - DAY_S / 2;
  if (lateness < -5 || lateness > SPAN_WRITTEN_S) return "";
  const length = stop > start ? stop - start : stop - start + DAY_S;
  return new Date(Date.parse(`${local}Z`) - (lateness + length) * 1000).toISOString().slice(0, 19);
}

/** @param {Record<string, string | undefined>} groups */
function groupsText(groups) {
  const { year, hour = "", minute, second, half, epoch } = groups;
  // an instant has no local time: it is given in UTC
  if (epoch) return new Date(Number(epoch) * 1000).toISOString().slice(0, 19);
  const [month, day] = monthAndDay(groups);
  return `${year}-${two(month)}-${two(day)}T${two(half ? hour24(Number(hour), half) : hour)}:${minute}:${second}`;
}

/**
 * @param {Record<string, string | undefined>} groups
 * @returns {(string | undefined)[]} none when either could be the month: a wrong date is worse than none
 */
function monthAndDay({ month, day, one, two: other, gap, half }) {
  if (month) return [month, day];
  if (Number(one) > 12 || one === other) return [other, one];
  if (Number(other) > 12) return [one, other];
  // 05.06.2023 is written where the day comes first, "am" where the month does
  if (half) return [one, other];
  return gap === "." ? [other, one] : [];
}

/**
 * @param {number} hour
 * @param {string} half "a" or "p"
 */
function hour24(hour, half) {
  return (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
}

/** @param {string | number | undefined} value */
function two(value) {
  return String(value ?? "").padStart(2, "0");
}
