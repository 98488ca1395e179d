// The recorder's own clock: local time as the recorder has it, without a zone. Same rules as smartcut/core/clock.py.

const CLOCK = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?$/;
const EARLIEST_YEAR = 1990;
const LATEST_YEAR = 2099;

/**
 * @param {string} text as a field for date and time gives it: without seconds when there are none
 * @returns {string} `2023-06-14T09:30:00`; "" for what is no time that exists
 */
export function clockNormalize(text) {
  const [, year, month, day, hour, minute, second = "00"] = CLOCK.exec(text) ?? [];
  const clock = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (!(Number(year) >= EARLIEST_YEAR && Number(year) <= LATEST_YEAR)) return "";
  // a Date takes 30 February for 2 March
  const date = new Date(`${clock}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(clock) ? clock : "";
}

/**
 * What the clock showed `seconds` after `start`.
 * @param {string} start
 * @param {number} seconds
 * @returns {string} `2023-06-14T09:31:36.500`
 */
export function clockAt(start, seconds) {
  // UTC stands for "no zone": no hour is left out or counted twice
  return new Date(Date.parse(`${start}Z`) + Math.round(seconds * 1000)).toISOString().slice(0, -1);
}

/**
 * @param {string} start
 * @param {number} seconds
 * @returns {string} `2023-06-14_09.31.36`: colons are not allowed in file names
 */
export function clockForName(start, seconds) {
  const whole = Math.max(0, Math.floor(seconds + 0.0005));
  return clockAt(start, whole).slice(0, 19).replace("T", "_").replaceAll(":", ".");
}

/**
 * @param {string} start
 * @returns {number} seconds since that day's midnight
 */
export function secondOfDay(start) {
  return (Date.parse(`${start}Z`) / 1000) % 86_400;
}
