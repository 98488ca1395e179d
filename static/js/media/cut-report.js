// What a run of cutting has written, as a table beside the clips.

import { clockAt } from "../clock/clock.js";
import { csvLine } from "./csv.js";

/** @typedef {import("./cutting.js").CutClip} CutClip */
/** @typedef {import("./cutting.js").CutResult} CutResult */

const HEAD = "file,start,stop,clip_start,clip_stop,label,bytes,sha256,error";

/**
 * @param {readonly CutClip[]} plan
 * @param {readonly CutResult[]} results in the order of the plan
 * @param {string} [clockStart] adds when the recorder's clock showed start and stop
 * @returns {string} CSV (RFC 4180) with a head; times in seconds
 */
export function cutReport(plan, results, clockStart = "") {
  const rows = plan.map(({ start, stop, label }, index) => {
    const { name, cutStart, cutStop, isWritten, bytes, sha256, error } = results[index];
    const file = isWritten ? name : "";
    const times = [start, stop, cutStart, cutStop].map((time) => time.toFixed(3));
    const clock = clockStart ? [clockAt(clockStart, start), clockAt(clockStart, stop)] : [];
    return csvLine([file, ...times, label, isWritten ? bytes : "", sha256, error, ...clock]);
  });
  return [clockStart ? `${HEAD},clock_start,clock_stop` : HEAD, ...rows, ""].join("\r\n");
}
