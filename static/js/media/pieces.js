// Picks in pieces that are decoded in one go: short ones, since each piece is held in memory. Pure.

/** @typedef {import("./plan.js").Pick} Pick */

/** Of video that is decoded through; a keyframe alone counts as a second of it. */
const PIECE_SECONDS = 30;

/**
 * @param {Pick[]} picks in the order of time
 * @returns {Pick[][]}
 */
export function picksInPieces(picks) {
  /** @type {Pick[][]} */
  const pieces = [];
  let seconds = Number.POSITIVE_INFINITY;
  let decodedTo = { key: -1, time: 0 };
  for (const pick of picks) {
    const isSameKey = decodedTo.key === pick.key.sequence;
    const more = Math.max(0.5, pick.frame.time - (isSameKey ? decodedTo.time : pick.key.time));
    decodedTo = { key: pick.key.sequence, time: pick.frame.time };
    if (seconds + more > PIECE_SECONDS && !(isSameKey && pieces.length)) {
      pieces.push([]);
      seconds = 0;
    }
    pieces[pieces.length - 1].push(pick);
    seconds += more;
  }
  return pieces;
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
