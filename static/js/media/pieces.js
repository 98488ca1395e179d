// Picks in pieces that are decoded in one go: short ones, since each piece is held in memory. Pure.

/** @typedef {import("./plan.js").Pick} Pick */

/** Keyframes that are decoded one after the other; progress is told after each piece. */
const PIECE_KEYFRAMES = 16;

/**
 * What is decoded through makes a piece of its own: after a gap some streams cannot be decoded on (open GOP).
 * @param {Pick[]} picks
 * @returns {Pick[][]}
 */
export function picksInPieces(picks) {
  /** @type {Map<number, Pick[]>} */
  const groups = new Map();
  for (const pick of picks) groups.set(pick.key.sequence, [...(groups.get(pick.key.sequence) ?? []), pick]);
  const through = [...groups.values()].filter((group) => !areKeysOnly(group));
  const keyframes = [...groups.values()].filter(areKeysOnly).flat();
  for (let first = 0; first < keyframes.length; first += PIECE_KEYFRAMES) {
    through.push(keyframes.slice(first, first + PIECE_KEYFRAMES));
  }
  return through;
}

/**
 * @param {Pick[]} picks
 * @returns {{key: number, last: number}[]} what has to be decoded: from each keyframe to the last pick
 */
export function spansOf(picks) {
  /** @type {Map<number, {key: number, last: number}>} */
  const spans = new Map();
  for (const { key, frame } of picks) {
    const last = Math.max(frame.time, spans.get(key.sequence)?.last ?? key.time);
    spans.set(key.sequence, { key: key.time, last });
  }
  return [...spans.values()];
}

/** @param {Pick[]} picks */
export function areKeysOnly(picks) {
  return picks.every(({ key, frame }) => key.sequence === frame.sequence);
}

/**
 * @param {Pick[]} picks
 * @param {number[]} wantedMs the time that each pick has in the piece
 * @param {{timeMs: number, jpeg: ArrayBuffer}[]} pictures
 * @returns {{pick: Pick, jpeg: ArrayBuffer | null}[]}
 */
export function picturesMatch(picks, wantedMs, pictures) {
  const byTime = new Map(pictures.map(({ timeMs, jpeg }) => [timeMs, jpeg]));
  return picks.map((pick, index) => {
    const jpeg = [0, -1, 1].map((shift) => byTime.get(wantedMs[index] + shift)).find(Boolean) ?? null;
    return { pick, jpeg };
  });
}
