// Numbers for people, in the page's language: sizes, counts, rates, durations.

import { gettext, interpolate, language } from "./i18n.js";

const SIZES = ["kilobyte", "megabyte", "gigabyte", "terabyte"];

/**
 * `1536` → `1.5 kB`; steps of 1024, as file managers count.
 * @param {number} bytes
 * @returns {string}
 */
export function bytesFormat(bytes) {
  let value = (bytes > 0 ? Math.max(bytes, 103) : 0) / 1024;
  let step = 0;
  while (value >= 1000 && step < SIZES.length - 1) {
    value /= 1024;
    step += 1;
  }
  return unitFormat(value, SIZES[step], value < 10 ? 1 : 0);
}

/**
 * `17280` → `17,280`.
 * @param {number} count
 * @returns {string}
 */
export function countFormat(count) {
  return new Intl.NumberFormat(language(), { maximumFractionDigits: 0 }).format(count);
}

/**
 * `0.5` → `0.5`, in Russian `0,5`.
 * @param {number} value
 * @returns {string}
 */
export function numberFormat(value) {
  const options = { maximumFractionDigits: 3, useGrouping: false };
  return new Intl.NumberFormat(language(), options).format(value);
}

/**
 * `12.34` → `12 frames/s`.
 * @param {number} framesPerSecond
 * @returns {string}
 */
export function rateFormat(framesPerSecond) {
  const digits = framesPerSecond < 10 ? 1 : 0;
  const rate = new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(framesPerSecond);
  return interpolate(gettext("%(rate)s frames/s"), { rate }, true);
}

/**
 * `5025` → `1 hr 23 min`: the two largest units, seconds only below ten minutes.
 * @param {number} seconds
 * @returns {string}
 */
export function durationFormat(seconds) {
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (whole < 60) return unitFormat(whole, "second", 0);
  if (whole < 600) return unitsJoin([minutes, "minute"], [whole % 60, "second"]);
  return unitsJoin([hours, "hour"], [minutes, "minute"]);
}

/** @param {[number, string][]} parts */
function unitsJoin(...parts) {
  return parts
    .filter(([value]) => value > 0)
    .map(([value, unit]) => unitFormat(value, unit, 0))
    .join(" ");
}

/**
 * @param {number} value
 * @param {string} unit
 * @param {number} digits
 */
function unitFormat(value, unit, digits) {
  const options = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits };
  const format = new Intl.NumberFormat(language(), /** @type {Intl.NumberFormatOptions} */ (options));
  // a line must not end between a number and its unit
  return format.format(value).replace(" ", "\u00a0");
}
