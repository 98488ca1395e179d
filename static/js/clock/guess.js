// When the recording in a file began, as far as the file tells. What the analyst types goes before both.

import { clockFromName, clockFromSpan } from "./file-name.js";
import { clockFromCreated, clockIsPlausible, createdRead } from "./metadata.js";

/** @typedef {{clockStart: string, clockSource: "" | "name" | "metadata" | "typed"}} ClockGuess */

/** @type {ClockGuess} */
export const CLOCK_UNKNOWN = { clockStart: "", clockSource: "" };

/**
 * @param {File} file
 * @param {number} [now] milliseconds
 * @returns {ClockGuess}
 */
export function clockGuess({ name, webkitRelativePath, lastModified }, now = Date.now()) {
  const clock = clockFromName(webkitRelativePath || name) || clockFromSpan(name, new Date(lastModified));
  return clockIsPlausible(clock, now) ? { clockStart: clock, clockSource: "name" } : CLOCK_UNKNOWN;
}

/**
 * For a file whose name tells nothing.
 * @param {File} file
 * @param {number} durationSeconds
 * @returns {Promise<ClockGuess>}
 */
export async function clockGuessInside(file, durationSeconds) {
  const created = await createdRead(file).catch(() => null);
  const times = { durationSeconds, lastModified: file.lastModified, now: Date.now() };
  const clock = clockFromCreated(created, times);
  return clock ? { clockStart: clock, clockSource: "metadata" } : CLOCK_UNKNOWN;
}
