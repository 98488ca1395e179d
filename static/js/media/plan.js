/*
 * Which frame stands for which wanted time. Pure: it sees the video only through a FrameIndex.
 *
 * Wanted are the times k·interval. Each gets
 * 1. the nearest keyframe, when it lies at most half an interval away (one packet to decode), else
 * 2. the frame that is on the screen at that time (decoded on from the keyframe before it).
 * A frame that an earlier time has taken is not taken again. Frames carry their own time. Where the index finds none
 * between the first frame and the last, one that fails is planned, so that it is counted.
 *
 * Chunk i holds the frames of the times [50·i, 50·i + 50): it depends on the file and the interval
 * alone, so a resumed upload gives every chunk the frames it would have had. A chunk without any
 * frame of its own (a picture that stands still for 50 intervals) repeats the picture on the screen
 * at its first time, under that time, since chunks are numbered without holes.
 */

import { isFileGone } from "./errors.js";

export const CHUNK_FRAMES = 50;

/**
 * @typedef {{time: number, sequence: number}} IndexedFrame `time` in seconds; `sequence` is the order of decoding
 *
 * @typedef {object} FrameIndex
 * @property {number} firstTime of the first frame shown
 * @property {number} lastTime of the last frame shown
 * @property {(time: number) => Promise<IndexedFrame | null>} keyBefore the last keyframe shown at or before
 * @property {(key: IndexedFrame) => Promise<IndexedFrame | null>} keyAfter the next keyframe
 * @property {(time: number) => Promise<IndexedFrame | null>} frameAt the frame shown at a time
 *
 * @typedef {object} Pick a frame to decode and send
 * @property {number} chunk
 * @property {number} timeMs the name it gets
 * @property {IndexedFrame} key where decoding starts
 * @property {IndexedFrame} frame
 * @property {true} [isLost] the index has no frame there, though there must be one: it fails
 *
 * @typedef {{key: IndexedFrame, picks: Pick[]}} Group picks decoded in one go from one keyframe
 */

/**
 * @param {number} lastTime
 * @param {number} interval
 * @returns {number} how many times are wanted
 */
export function targetCount(lastTime, interval) {
  // a last frame at 9.999999 s shall count for the wanted 10 s
  return Math.max(1, Math.floor((lastTime + 0.0005) / interval) + 1);
}

/**
 * @param {number} lastTime
 * @param {number} interval
 * @returns {number}
 */
export function chunkCount(lastTime, interval) {
  return Math.ceil(targetCount(lastTime, interval) / CHUNK_FRAMES);
}

/**
 * @param {FrameIndex} index
 * @param {number} interval
 * @param {number} chunk
 * @returns {Promise<Pick[]>} at least one, unless the index itself cannot be read there
 */
export async function chunkPlan(index, interval, chunk) {
  const first = chunk * CHUNK_FRAMES;
  const end = Math.min(first + CHUNK_FRAMES, targetCount(index.lastTime, interval));
  const before = first > 0 ? await targetPick(index, interval, first - 1) : null;
  let takenTime = before?.frame.time ?? -1;
  const picks = [];
  for (let target = first; target < end; target += 1) {
    const pick = await targetPick(index, interval, target);
    if (!pick && target * interval >= index.firstTime) picks.push(lostPick(target, interval));
    if (!pick || pick.frame.time <= takenTime) continue;
    takenTime = pick.frame.time;
    picks.push(pick);
  }
  return picks.length ? picks : stillPlan(index, interval, chunk);
}

/**
 * Picks of neighbouring chunks that start from the same keyframe are decoded together.
 * @param {AsyncIterable<Pick>} picks
 * @returns {AsyncGenerator<Group, void, undefined>}
 */
export async function* pickGroups(picks) {
  /** @type {Group | null} */
  let group = null;
  for await (const pick of picks) {
    if (group && group.key.sequence === pick.key.sequence) {
      group.picks.push(pick);
      continue;
    }
    if (group) yield group;
    group = { key: pick.key, picks: [pick] };
  }
  if (group) yield group;
}

/**
 * @param {FrameIndex} index
 * @param {number} interval
 * @param {number} target
 * @returns {Promise<Pick | null>}
 */
async function targetPick(index, interval, target) {
  const wanted = target * interval;
  const before = await readable(index.keyBefore(wanted));
  const after = await nextKey(index, before, wanted);
  const key = nearestKey([before, after], wanted, interval / 2);
  if (key) return pickMake(target, key, key);
  const frame = before && (await readable(index.frameAt(wanted)));
  return frame ? pickMake(target, /** @type {IndexedFrame} */ (before), frame) : null;
}

/**
 * @param {FrameIndex} index
 * @param {IndexedFrame | null} before
 * @param {number} wanted
 */
async function nextKey(index, before, wanted) {
  // most recordings have a keyframe right there, and the next one costs a look-up
  if (before && wanted - before.time < 0.001) return null;
  if (before) return readable(index.keyAfter(before));
  return readable(index.keyBefore(index.firstTime));
}

/**
 * @param {(IndexedFrame | null)[]} keys
 * @param {number} wanted
 * @param {number} tolerance
 */
function nearestKey(keys, wanted, tolerance) {
  /** @type {IndexedFrame | null} */
  let nearest = null;
  for (const key of keys) {
    // a keyframe before zero is cut off by the container's edit list and never shown
    if (!key || key.time < 0 || Math.abs(key.time - wanted) > tolerance) continue;
    if (!nearest || Math.abs(key.time - wanted) < Math.abs(nearest.time - wanted)) nearest = key;
  }
  return nearest;
}

/**
 * @param {FrameIndex} index
 * @param {number} interval
 * @param {number} chunk
 * @returns {Promise<Pick[]>}
 */
async function stillPlan(index, interval, chunk) {
  const wanted = chunk * CHUNK_FRAMES * interval;
  const shown = Math.max(wanted, index.firstTime);
  const key = await readable(index.keyBefore(shown));
  const frame = await readable(index.frameAt(shown));
  return key && frame ? [{ chunk, timeMs: Math.round(wanted * 1000), key, frame }] : [];
}

/**
 * @param {number} target
 * @param {IndexedFrame} key
 * @param {IndexedFrame} frame
 * @returns {Pick}
 */
function pickMake(target, key, frame) {
  const timeMs = Math.max(0, Math.round(frame.time * 1000));
  return { chunk: Math.floor(target / CHUNK_FRAMES), timeMs, key, frame };
}

/**
 * No packet has its number, so it fails like any that cannot be decoded.
 * @param {number} target
 * @param {number} interval
 * @returns {Pick}
 */
function lostPick(target, interval) {
  const nowhere = { time: target * interval, sequence: -1 - target };
  return { ...pickMake(target, nowhere, nowhere), isLost: true };
}

/**
 * A damaged place in the file costs its frames, not the rest of the video; a file that is gone costs all.
 * @template T
 * @param {Promise<T | null>} lookup
 * @returns {Promise<T | null>}
 */
export async function readable(lookup) {
  try {
    return await lookup;
  } catch (error) {
    if (isFileGone(error)) throw error;
    return null;
  }
}
