import { MediaError } from "./errors.js";

/**
 * @typedef {import("./plan.js").Pick} Pick
 * @typedef {import("./slow-source.js").Taken} Taken
 */

/** Frames that may fail before the video counts as undecodable, if none has succeeded. */
const HOPELESS_FRAMES = 60;

/**
 * Chunk after chunk in several lanes beside each other.
 * @param {{slow: import("./slow-source.js").SlowSource, count: number, interval: number,
 *   picture: import("./picture.js").PictureSetup, missing: number[], broken: Promise<unknown>}} work
 * @param {{onPlan: (chunk: number, picks: Pick[]) => Promise<void>, onTaken: (taken: Taken) => Promise<void>}} events
 *   onPlan holds a lane back until there is room for the chunk's frames
 */
export async function lanesRun({ slow, count, interval, picture, missing, broken }, { onPlan, onTaken }) {
  // shared, so that each lane takes the next chunk that is left
  const chunks = missing.values();
  let succeeded = 0;
  let failed = 0;

  /** @param {Taken} taken */
  async function take(taken) {
    if (taken.jpeg) succeeded += 1;
    else failed += 1;
    await onTaken(taken);
    if (succeeded === 0 && failed >= HOPELESS_FRAMES) throw new MediaError("undecodable");
  }

  async function laneRun() {
    const lane = await slow.laneOpen(interval, picture);
    try {
      for (const chunk of chunks) {
        const picks = await lane.plan(chunk);
        await onPlan(chunk, picks);
        for await (const piece of lane.pictures(picks)) {
          for (const taken of piece) await take(taken);
        }
      }
    } finally {
      lane.close();
    }
  }

  const lanes = Array.from({ length: Math.min(count, missing.length) }, laneRun);
  await Promise.race([Promise.all(lanes), broken]);
  if (succeeded === 0 && failed > 0) throw new MediaError("undecodable");
}
