import { zipStore } from "./zip.js";

/**
 * @typedef {import("./plan.js").Pick} Pick
 * @typedef {{index: number, body: Uint8Array<ArrayBuffer>, frames: number}} Chunk
 */

/** Chunks between the first frame asked for and the server's answer. */
const OPEN_CHUNKS = 5;

/**
 * Collects frames, in whatever order they come, into chunks, and holds the sampling back while too many
 * chunks are open: this is what bounds memory, however long the video and however slow the network.
 * @param {{onChunk(chunk: Chunk): void, emptyPicture(): Promise<ArrayBuffer>}} events onChunk gets complete
 *   chunks; emptyPicture stands in for a chunk of which nothing could be decoded
 */
export function chunkCollectorOpen({ onChunk, emptyPicture }) {
  /** @type {Map<number, {left: number, firstMs: number, frames: Map<number, ArrayBuffer>}>} */
  const chunks = new Map();
  /** @type {Set<number>} */
  const open = new Set();
  let wake = () => {};
  let changed = new Promise((resolve) => setWake(resolve));
  /** @type {ArrayBuffer | null} */
  let lastPicture = null;

  /** @param {(value: unknown) => void} resolve */
  function setWake(resolve) {
    wake = () => resolve(null);
  }

  function notify() {
    wake();
    changed = new Promise((resolve) => setWake(resolve));
  }

  /** @param {number} index */
  async function complete(index) {
    const chunk = chunks.get(index);
    if (!chunk || chunk.left > 0) return;
    chunks.delete(index);
    const { frames, firstMs } = chunk;
    if (frames.size === 0) frames.set(firstMs, lastPicture ?? (await emptyPicture()));
    onChunk({ index, body: chunkZip(frames), frames: frames.size });
  }

  return {
    /**
     * @param {number} index
     * @param {Pick[]} picks
     * @param {number} firstMs the chunk's first wanted time
     */
    plan(index, picks, firstMs) {
      chunks.set(index, { left: picks.length, firstMs, frames: new Map() });
      if (picks.length === 0) complete(index);
    },
    /** @param {number} index */
    async room(index) {
      while (!open.has(index) && open.size >= OPEN_CHUNKS) await changed;
      open.add(index);
    },
    /**
     * @param {Pick} pick
     * @param {ArrayBuffer | null} jpeg null when the frame failed
     */
    async add(pick, jpeg) {
      const chunk = chunks.get(pick.chunk);
      if (!chunk) return;
      chunk.left -= 1;
      if (jpeg) chunk.frames.set(pick.timeMs, jpeg);
      lastPicture = jpeg ?? lastPicture;
      await complete(pick.chunk);
    },
    /** @param {number} index */
    uploaded(index) {
      open.delete(index);
      notify();
    },
  };
}

/** @param {Map<number, ArrayBuffer>} frames by milliseconds */
function chunkZip(frames) {
  const times = [...frames.keys()].sort((a, b) => a - b);
  const entries = times.map((time) => ({
    name: frameName(time),
    data: new Uint8Array(/** @type {ArrayBuffer} */ (frames.get(time))),
  }));
  return zipStore(entries);
}

/** @param {number} timeMs */
export function frameName(timeMs) {
  return `${String(timeMs).padStart(10, "0")}.jpg`;
}
