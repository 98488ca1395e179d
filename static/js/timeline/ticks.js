/** Marks of the time ruler. */

import { clockAt, secondOfDay } from "../clock/clock.js";

/** @typedef {{ seconds: number, label: string }} Tick */

const STEPS = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600, 43200,
  86400,
];

/**
 * Marks at round times, at least `gap` pixels apart.
 * @param {{ from: number, to: number }} view @param {number} width in pixels @param {number} [gap]
 * @param {string} [clockStart] then the marks stand at round times of the recorder's clock
 * @returns {Tick[]}
 */
export function ticksFor(view, width, gap = 96, clockStart = "") {
  if (width <= 0 || view.to <= view.from) return [];
  const step = stepFor(view.to - view.from, width, gap);
  const offset = clockStart ? secondOfDay(clockStart) : 0;
  const first = Math.ceil((view.from + offset) / step - 1e-9);
  const last = Math.floor((view.to + offset) / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_none, index) => {
    const seconds = (first + index) * step - offset;
    return { seconds, label: clockStart ? clockLabel(clockStart, seconds, step) : tickLabel(seconds, step) };
  });
}

/** The smallest round step that keeps marks apart. @param {number} span @param {number} width @param {number} gap */
export function stepFor(span, width, gap) {
  const least = (span * gap) / width;
  return STEPS.find((step) => step >= least) ?? STEPS[STEPS.length - 1];
}

/** At midnight the date. @param {string} clockStart @param {number} seconds @param {number} step */
function clockLabel(clockStart, seconds, step) {
  const [date, time] = clockAt(clockStart, seconds).split("T");
  if (time === "00:00:00.000") return date;
  return step < 1 ? time.slice(0, -2) : time.slice(0, 8);
}

/** @param {number} seconds @param {number} step */
function tickLabel(seconds, step) {
  const tenths = Math.round(seconds * 10);
  const whole = Math.floor(tenths / 10);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const clock = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return step < 1 ? `${clock}.${tenths % 10}` : clock;
}
