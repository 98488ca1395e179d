// Where the network is the slowest part: would it be over sooner from the beginning, at twice the interval? Pure.

import { idNext } from "./id.js";

/** @typedef {import("./entry.js").Entry} Entry */
/** @typedef {import("./entry.js").Job} Job */
/** @typedef {{interval: number, secondsLeft: number, secondsAgain: number}} Longer in seconds */

/** What is gained must be worth losing what was sent. */
const WORTH = 0.8;

/**
 * @param {Entry} entry
 * @param {import("./problems.js").Limits} limits
 * @returns {Longer | null} null where it would not pay
 */
export function longerFind({ request, local, file }, { max_interval_s }) {
  if (!request || !file || !local?.slowUpload || !local.framesPerSecond || !local.secondsLeft) return null;
  const interval = Math.min(2 * request.interval, max_interval_s);
  const secondsAgain = Math.ceil(request.duration / interval) / local.framesPerSecond;
  if (secondsAgain > WORTH * local.secondsLeft) return null;
  return { interval, secondsLeft: local.secondsLeft, secondsAgain };
}

/**
 * @param {Entry} entry of a request that is given up
 * @param {number} interval
 * @returns {Job | null} the same search at another interval
 */
export function jobAgain({ job, request, file, handle }, interval) {
  if (!request || !file) return null;
  const { fingerprint, duration, camera = "", clock_start: clockStart = "" } = request;
  const probe = /** @type {any} */ (job?.chosen.probe ?? { durationSeconds: duration });
  const asked = job?.chosen ?? {
    file,
    handle,
    id: idNext("file"),
    status: "ready",
    problem: "",
    message: "",
  };
  const known = { fingerprint, camera, clockStart, clockSource: "typed", probe, isWanted: false };
  return {
    id: idNext("job"),
    chosen: /** @type {import("./chosen.js").ChosenFile} */ ({ ...asked, ...known }),
    pluginName: request.plugin_name,
    pluginLabel: request.plugin_label,
    interval,
  };
}
