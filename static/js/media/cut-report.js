// What a run of cutting has written, as a table beside the clips.

import { clockAt } from "../clock/clock.js";
import { csvLine } from "./csv.js";

/** @typedef {import("./cutting.js").CutClip} CutClip */
/** @typedef {import("./cutting.js").CutResult} CutResult */

const HEAD = "file,segment,start,stop,clip_start,clip_stop,mode,label,bytes,sha256,error";

/**
 * @param {readonly CutClip[]} plan
 * @param {readonly CutResult[]} results in the order of the plan
 * @param {string} [clockStart] adds when the recorder's clock showed start and stop
 * @returns {string} CSV (RFC 4180) with a head; segments count from 1; times in seconds; mode is `lossless`, or
 *   says what of an exact clip was encoded again: `exact_copied` (nothing), `exact_head`, `exact_whole`
 */
export function cutReport(plan, results, clockStart = "") {
  const rows = plan.map(({ start, stop, label }, index) => {
    const { name, cutStart, cutStop, way, isWritten, bytes, sha256, error } = results[index];
    const file = isWritten ? name : "";
    const times = [start, stop].map(secondsText);
    const clip = way ? [cutStart, cutStop].map(secondsText) : ["", ""];
    const mode = modeText(way);
    const clock = clockStart ? [clockAt(clockStart, start), clockAt(clockStart, stop)] : [];
    return csvLine([
      file,
      index + 1,
      ...times,
      ...clip,
      mode,
      label,
      isWritten ? bytes : "",
      sha256,
      error,
      ...clock,
    ]);
  });
  return [clockStart ? `${HEAD},clock_start,clock_stop` : HEAD, ...rows, ""].join("\r\n");
}

/** @param {number} seconds */
function secondsText(seconds) {
  return seconds.toFixed(3);
}

/** @param {CutResult["way"]} way null where nothing could be planned */
function modeText(way) {
  if (way === null) return "";
  return way === "lossless" ? way : `exact_${way}`;
}
