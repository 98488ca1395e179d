/*
 * What the plan needs to know of a file whose container only ffmpeg reads: it lists the packets around the times asked
 * for, a window at a time, since listing reads the file.
 */

/**
 * @typedef {import("./plan.js").IndexedFrame} IndexedFrame
 * @typedef {{time: number, isKey: boolean}} ListedPacket
 * @typedef {(from: number | null, to: number | null) => Promise<ListedPacket[]>} List packets shown from about one
 *   time to another, in seconds; null: from the start, to the end
 */

/** How far a window reaches at first beyond the time asked for. */
const WINDOW_S = 10;
const LARGEST_WINDOW_S = 1e6;
const EPSILON_S = 1e-5;

/**
 * @param {List} list
 * @param {{firstTime: number, lastTime: number}} ends
 * @returns {import("./plan.js").FrameIndex & {prepare(from: number, to: number): Promise<void>}} prepare lists a span
 *   at once
 */
export function packetIndexOpen(list, { firstTime, lastTime }) {
  let span = { from: 0, to: -1 };
  /** @type {ListedPacket[]} in the order of their times */
  let packets = [];

  /**
   * @param {number} from
   * @param {number} to
   */
  async function prepare(from, to) {
    if (from >= span.from && to <= span.to) return;
    const isStart = from <= firstTime;
    const listed = await list(isStart ? null : from, to >= lastTime ? null : to);
    packets = listed.filter(({ time }) => !Number.isNaN(time)).sort((a, b) => a.time - b.time);
    span = {
      from: isStart ? Number.NEGATIVE_INFINITY : from,
      to: to >= lastTime ? Number.POSITIVE_INFINITY : to,
    };
  }

  /**
   * Looks in ever larger windows.
   * @param {number} time
   * @param {(packets: ListedPacket[]) => ListedPacket | undefined} find
   * @param {"back" | "ahead"} direction
   * @returns {Promise<IndexedFrame | null>}
   */
  async function seek(time, find, direction) {
    for (let size = WINDOW_S; ; size *= 4) {
      const found = time >= span.from && time <= span.to ? find(packets) : undefined;
      if (found) return { time: found.time, sequence: Math.round(found.time * 1e6) };
      const isOver = direction === "back" ? span.from <= firstTime : span.to >= lastTime;
      if ((isOver && time >= span.from && time <= span.to) || size > LARGEST_WINDOW_S) return null;
      await prepare(...widened(time, size, direction));
    }
  }

  /**
   * The span that there is, where the time lies in it, and more.
   * @param {number} time
   * @param {number} size
   * @param {"back" | "ahead"} direction
   * @returns {[number, number]}
   */
  function widened(time, size, direction) {
    const isInside = time >= span.from && time <= span.to;
    const from = isInside ? Math.max(firstTime, span.from) : time - 1;
    const to = isInside ? Math.min(lastTime, span.to) : time + 1;
    return direction === "back" ? [Math.min(from, time - size), to] : [from, Math.max(to, time + size)];
  }

  const isUpTo = (/** @type {number} */ time) => (/** @type {ListedPacket} */ packet) =>
    packet.time <= time + EPSILON_S;
  return {
    firstTime,
    lastTime,
    prepare,
    keyBefore: (time) =>
      time < firstTime - EPSILON_S
        ? Promise.resolve(null)
        : seek(time, (all) => all.findLast((packet) => packet.isKey && isUpTo(time)(packet)), "back"),
    keyAfter: ({ time }) =>
      seek(time, (all) => all.find((packet) => packet.isKey && !isUpTo(time)(packet)), "ahead"),
    frameAt: (time) => seek(time, (all) => all.findLast(isUpTo(time)), "back"),
  };
}

/**
 * Where the packets really end: a header may promise more, or nothing.
 * @param {List} list
 * @param {number} promised seconds, 0 when unknown
 * @returns {Promise<{firstTime: number, lastTime: number} | null>} null when there are none
 */
export async function packetEnds(list, promised) {
  const start = await list(null, WINDOW_S);
  const first = extreme(start, Math.min);
  if (first === null) return null;
  for (let back = WINDOW_S; back < promised; back *= 4) {
    const last = extreme(await list(promised - back, null), Math.max);
    if (last !== null) return { firstTime: first, lastTime: Math.max(last, first) };
  }
  const last = extreme(await list(null, null), Math.max);
  return { firstTime: first, lastTime: last ?? first };
}

/**
 * @param {ListedPacket[]} packets
 * @param {(a: number, b: number) => number} choose
 */
function extreme(packets, choose) {
  /** @type {number | null} */
  let found = null;
  for (const { time } of packets) {
    if (!Number.isNaN(time)) found = found === null ? time : choose(found, time);
  }
  return found;
}
