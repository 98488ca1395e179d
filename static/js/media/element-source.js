/*
 * Videos that only the browser's player reads: frame after frame is asked of it, whose real times it tells. The player
 * is a part of the page; each lane has one of its own.
 */
import { notSilent } from "./decoding.js";
import { chunkPlan } from "./plan.js";
import { workerAsk } from "./worker-ask.js";
import { pageHelperStart } from "./workers.js";

/**
 * @typedef {import("./plan.js").Pick} Pick
 * @typedef {import("./picture.js").PictureSetup} PictureSetup
 *
 * @typedef {object} Player
 * @property {number} duration in seconds
 * @property {number} width as shown
 * @property {number} height
 * @property {(time: number, picture: PictureSetup) => Promise<{time: number, jpeg: ArrayBuffer}>} frame
 * @property {() => void} close
 */

/** A seek in a day of video may read much. */
const SILENCE_MS = 60_000;
/** The last frame begins a little before the end. */
const LAST_FRAME_S = 0.01;
const TINY = { width: 16, height: 16, rotation: /** @type {const} */ (0), isFlipped: false, quality: 0.5 };

/**
 * @param {File} file
 * @returns {Promise<import("./slow-source.js").SlowSource>} rejects with a MediaError: `undecodable`
 */
export async function elementSourceOpen(file) {
  const player = await playerOpen(file);
  const { duration, width, height } = player;
  // the same whether or not the tab is in view, where the player tells no times
  const lastTime = Math.max(0, duration - LAST_FRAME_S);
  const started = performance.now();
  await player.frame(duration / 2, TINY);
  const frameSeconds = (performance.now() - started) / 1000;
  /** @type {Player[]} */
  const players = [player];
  return {
    firstTime: 0,
    lastTime,
    frameSeconds,
    cut: null,
    shape: { width, height, rotation: 0, isFlipped: false },
    facts: {
      ...{ durationSeconds: duration, width, height, rotation: 0, container: "other", hasAudio: false },
      // the player names no codec, and any frame is as good to it as a keyframe
      ...{ codec: "", codecLabel: "", frameRate: 0, keyframeIntervalSeconds: 0 },
    },
    async laneOpen(interval, picture) {
      const own = await playerOpen(file);
      players.push(own);
      return laneOf(own, { lastTime, interval, picture });
    },
    close() {
      for (const each of players) each.close();
    },
  };
}

/**
 * @param {File} file
 * @returns {Promise<Player>}
 */
async function playerOpen(file) {
  const helper = pageHelperStart(new URL("./element-player.js", import.meta.url));
  const ask = (/** @type {string} */ command, /** @type {object} */ options) =>
    notSilent(workerAsk(helper, { command, options }), SILENCE_MS);
  try {
    const facts = await ask("open", { file });
    return {
      ...facts,
      frame: (time, picture) => ask("frame", { time, picture }),
      close: helper.terminate,
    };
  } catch (error) {
    helper.terminate();
    throw error;
  }
}

/**
 * @param {Player} player
 * @param {{lastTime: number, interval: number, picture: PictureSetup}} options
 * @returns {import("./slow-source.js").Lane}
 */
function laneOf(player, { lastTime, interval, picture }) {
  /** @type {Map<number, ArrayBuffer>} by the frame's number; a frame's time is known when it is there */
  const jpegs = new Map();

  /** @param {number} wanted */
  async function shownAt(wanted) {
    const { time, jpeg } = await player.frame(wanted, picture);
    const sequence = Math.round(time * 1e6);
    jpegs.set(sequence, jpeg);
    return { time, sequence };
  }
  const index = { firstTime: 0, lastTime, keyBefore: shownAt, frameAt: shownAt, keyAfter: async () => null };
  return {
    index,
    plan: (chunk) => chunkPlan(index, interval, chunk),
    async *pictures(picks) {
      yield picks.map((pick) => ({ pick, jpeg: jpegs.get(pick.frame.sequence) ?? null }));
      const last = Math.max(...picks.map(({ frame }) => frame.sequence));
      for (const sequence of jpegs.keys()) if (sequence <= last) jpegs.delete(sequence);
    },
    close: player.close,
  };
}
