import { MediaError } from "./errors.js";
import { hopeOpen } from "./hope.js";

/**
 * @typedef {import("./plan.js").Pick} Pick
 * @typedef {import("./slow-source.js").Taken} Taken
 */

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
  const hope = hopeOpen();

  /** @param {Taken} taken */
  async function take(taken) {
    const goesOn = hope.add(taken.jpeg !== null);
    await onTaken(taken);
    if (!goesOn) throw new MediaError("undecodable");
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
  hope.check();
}
