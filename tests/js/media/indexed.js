/** What the plan sees of a video, made from tables of times, and all that it picks. */
import { chunkCount, chunkPlan } from "../../../static/js/media/plan.js";

/** @typedef {import("../../../static/js/media/plan.js").FrameIndex} FrameIndex */

/**
 * An index over frames in presentation order, with some of them keyframes.
 * @param {number[]} times
 * @param {(number: number) => boolean} isKey
 * @returns {FrameIndex}
 */
export function indexOf(times, isKey) {
  const frames = times.map((time, sequence) => ({ time, sequence, isKey: isKey(sequence) }));
  const keys = frames.filter((frame) => frame.isKey);
  const last = (/** @type {typeof frames} */ list, /** @type {number} */ time) =>
    list.filter((frame) => frame.time <= time + 1e-5).at(-1) ?? null;
  return {
    firstTime: times[0],
    lastTime: times[times.length - 1],
    keyBefore: async (time) => last(keys, time),
    keyAfter: async (key) => keys.find((frame) => frame.time > key.time) ?? null,
    frameAt: async (time) => last(frames, time),
  };
}

/**
 * @param {FrameIndex} index
 * @param {number} interval
 */
export async function allPicks(index, interval) {
  const picks = [];
  for (let chunk = 0; chunk < chunkCount(index.lastTime, interval); chunk += 1) {
    picks.push(...(await chunkPlan(index, interval, chunk)));
  }
  return picks;
}
