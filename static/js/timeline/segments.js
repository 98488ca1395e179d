/**
 * The list of segments. Each edit is a function from a list to a new list and returns the very same
 * list when there is nothing to change. Lists are ordered, disjoint and inside the video.
 */

/** @typedef {"" | "relevant" | "irrelevant"} Verdict what the analyst said; irrelevant ones are neither cut nor exported */
/** @typedef {{ id: number, start: number, stop: number, label: string, verdict: Verdict }} Segment */
/** @typedef {{ start: number, stop: number, label: string, verdict?: Verdict }} Plain */
/** @typedef {{ start: number, stop: number, label?: string, verdict?: Verdict }} Span */
/** @typedef {readonly Segment[]} Segments */
/** @typedef {"start" | "stop"} Edge */
/** @typedef {{ code: "order" } | { code: "outside" } | { code: "overlap", number: number, other: Segment }} TimesProblem */

export const NEW_LENGTH_SECONDS = 15;
export const SHORTEST_SECONDS = 0.04;
export const LABEL_LENGTH = 100;

/**
 * Gives the spans of a server's answer their ids; a span that a list before it had keeps its id.
 * @param {readonly Span[]} spans @param {Segments} [before] @returns {Segments}
 */
export function segmentsFrom(spans, before = []) {
  const free = [...before];
  let next = nextId(before);
  return [...spans].sort(byStart).map(({ start, stop, label = "", verdict = "" }) => {
    const match = free.findIndex((old) => old.start === start || old.stop === stop);
    const id = match < 0 ? next++ : free.splice(match, 1)[0].id;
    return { id, start, stop, label, verdict };
  });
}

/**
 * A new proposal with what was said of the segments that it overlaps, where these agree.
 * @param {readonly Span[]} spans @param {Segments} before
 */
export function verdictsKept(spans, before) {
  return spans.map((span) => {
    const old = before.filter(({ start, stop }) => start < span.stop && span.start < stop);
    const verdict = old.every((one) => one.verdict === old[0].verdict) ? (old[0]?.verdict ?? "") : "";
    return { ...span, verdict };
  });
}

/** @param {Segments} segments @returns {Plain[]} */
export function segmentsPlain(segments) {
  return segments.map(({ start, stop, label, verdict }) => ({ start, stop, label, verdict }));
}

/** @param {readonly Span[]} one @param {readonly Span[]} other */
export function segmentsEqual(one, other) {
  return one.length === other.length && one.every((span, index) => spanEqual(span, other[index]));
}

/** @param {Segments} segments @param {number | null} id */
export function segmentById(segments, id) {
  return segments.find((segment) => segment.id === id) ?? null;
}

/** @param {Segments} segments @param {number} seconds */
export function segmentAt(segments, seconds) {
  return segments.find(({ start, stop }) => start <= seconds && seconds < stop) ?? null;
}

/** The first segment that starts later. @param {Segments} segments @param {number} seconds */
export function segmentAfter(segments, seconds) {
  return segments.find(({ start }) => start > seconds + 0.0005) ?? null;
}

/** The last segment that starts earlier. @param {Segments} segments @param {number} seconds */
export function segmentBefore(segments, seconds) {
  return segments.findLast(({ start }) => start < seconds - 0.0005) ?? null;
}

/**
 * A new segment at a time, cut to the free room there. Inside another segment it goes into the
 * nearest room after it, or else before it.
 * @param {Segments} segments @param {number} at @param {number} duration @param {number} [length]
 * @returns {{ segments: Segments, id: number } | null} null when the video has no room left
 */
export function segmentAdd(segments, at, duration, length = NEW_LENGTH_SECONDS) {
  const room = roomFor(segments, at, duration);
  if (!room) return null;
  const latest = Math.max(room.from, room.to - length);
  const start = clamp(roundTime(at), room.from, latest);
  const stop = Math.min(room.to, roundTime(start + length));
  const id = nextId(segments);
  return { segments: sorted([...segments, { id, start, stop, label: "", verdict: "" }]), id };
}

/**
 * A new segment of exactly these times; null when it would overlap another or leave the video.
 * @param {Segments} segments @param {{ start: number, stop: number }} span @param {number} duration
 * @returns {{ segments: Segments, id: number } | null}
 */
export function segmentRestore(segments, { start, stop }, duration) {
  const id = nextId(segments);
  if (timesProblem(segments, id, start, stop, duration)) return null;
  return { segments: sorted([...segments, { id, start, stop, label: "", verdict: "" }]), id };
}

/** @param {Segments} segments @param {ReadonlySet<number>} ids @returns {Segments} */
export function segmentsDelete(segments, ids) {
  const left = segments.filter(({ id }) => !ids.has(id));
  return left.length === segments.length ? segments : left;
}

/** Two out of the one at a time; both keep label and verdict. @param {Segments} segments @param {number} at @returns {Segments} */
export function segmentSplit(segments, at) {
  const time = roundTime(at);
  const whole = segmentAt(segments, time);
  if (!whole || Math.min(time - whole.start, whole.stop - time) < SHORTEST_SECONDS) return segments;
  const rest = { ...whole, id: nextId(segments), start: time };
  return sorted([...replaced(segments, { ...whole, stop: time }), rest]);
}

/**
 * One out of all from the first to the last of `ids`, those between included. A verdict that not all share is dropped.
 * @param {Segments} segments @param {ReadonlySet<number>} ids @returns {Segments}
 */
export function segmentsMerge(segments, ids) {
  const first = segments.findIndex(({ id }) => ids.has(id));
  const last = segments.findLastIndex(({ id }) => ids.has(id));
  if (first === last) return segments;
  const parts = segments.slice(first, last + 1);
  const label = [...new Set(parts.map((part) => part.label).filter(Boolean))].join(", ");
  const verdict = parts.every((part) => part.verdict === parts[0].verdict) ? parts[0].verdict : "";
  const whole = { ...parts[0], stop: segments[last].stop, label: label.slice(0, LABEL_LENGTH), verdict };
  return [...segments.slice(0, first), whole, ...segments.slice(last + 1)];
}

/** Moves a segment as far as its neighbours allow. @param {Segments} segments @param {number} id @param {number} start @param {number} duration @returns {Segments} */
export function segmentMove(segments, id, start, duration) {
  const segment = segmentById(segments, id);
  if (!segment) return segments;
  const { from, to } = roomAround(segments, id, duration);
  const length = segment.stop - segment.start;
  const moved = clamp(roundTime(start), from, Math.max(from, to - length));
  if (moved === segment.start) return segments;
  return replaced(segments, { ...segment, start: moved, stop: Math.min(to, roundTime(moved + length)) });
}

/** Drags one edge as far as the neighbour and the other edge allow. @param {Segments} segments @param {number} id @param {Edge} edge @param {number} seconds @param {number} duration @returns {Segments} */
export function segmentResize(segments, id, edge, seconds, duration) {
  const segment = segmentById(segments, id);
  if (!segment) return segments;
  const { min, max } = edgeRange(segments, id, edge, duration);
  const time = clamp(roundTime(seconds), min, max);
  return time === segment[edge] ? segments : replaced(segments, { ...segment, [edge]: time });
}

/** How far an edge can go. @param {Segments} segments @param {number} id @param {Edge} edge @param {number} duration */
export function edgeRange(segments, id, edge, duration) {
  const { from, to } = roomAround(segments, id, duration);
  const { start, stop } = segmentById(segments, id) ?? { start: from, stop: to };
  if (edge === "start") return { min: from, max: Math.max(start, roundTime(stop - SHORTEST_SECONDS)) };
  return { min: Math.min(stop, roundTime(start + SHORTEST_SECONDS)), max: to };
}

/**
 * Why a segment cannot have these times, or null.
 * @param {Segments} segments @param {number} id @param {number} start @param {number} stop @param {number} duration
 * @returns {TimesProblem | null}
 */
export function timesProblem(segments, id, start, stop, duration) {
  if (start < 0 || start > duration || stop > duration) return { code: "outside" };
  if (start >= stop) return { code: "order" };
  const index = segments.findIndex((other) => other.id !== id && other.start < stop && start < other.stop);
  return index < 0 ? null : { code: "overlap", number: index + 1, other: segments[index] };
}

/** Sets both times, which must have no `timesProblem`. @param {Segments} segments @param {number} id @param {number} start @param {number} stop @returns {Segments} */
export function timesSet(segments, id, start, stop) {
  const segment = segmentById(segments, id);
  if (!segment || (segment.start === start && segment.stop === stop)) return segments;
  return sorted(replaced(segments, { ...segment, start, stop }));
}

/** @param {Segments} segments @param {number} id @param {string} label @returns {Segments} */
export function labelSet(segments, id, label) {
  const segment = segmentById(segments, id);
  const clean = label.trim().slice(0, LABEL_LENGTH);
  return !segment || segment.label === clean ? segments : replaced(segments, { ...segment, label: clean });
}

/** @param {Segments} segments @param {ReadonlySet<number>} ids @param {Verdict} verdict @returns {Segments} */
export function verdictSet(segments, ids, verdict) {
  const isOther = (/** @type {Segment} */ segment) => ids.has(segment.id) && segment.verdict !== verdict;
  if (!segments.some(isOther)) return segments;
  return segments.map((segment) => (isOther(segment) ? { ...segment, verdict } : segment));
}

/** Those that are cut and exported. @template {Span} T @param {readonly T[]} segments @returns {T[]} */
export function segmentsKept(segments) {
  return segments.filter(({ verdict }) => verdict !== "irrelevant");
}

/** @param {readonly Span[]} spans */
export function totalLength(spans) {
  return spans.reduce((sum, { start, stop }) => sum + stop - start, 0);
}

/** Whole milliseconds, as the screen shows them. @param {number} seconds */
export function roundTime(seconds) {
  return Math.round(seconds * 1000) / 1000;
}

/** The free room around a segment. @param {Segments} segments @param {number} id @param {number} duration */
function roomAround(segments, id, duration) {
  const index = segments.findIndex((segment) => segment.id === id);
  return { from: segments[index - 1]?.stop ?? 0, to: segments[index + 1]?.start ?? duration };
}

/** @param {Segments} segments @param {number} at @param {number} duration */
function roomFor(segments, at, duration) {
  const ends = [0, ...segments.map(({ stop }) => stop)];
  const rooms = ends.map((from, index) => ({ from, to: segments[index]?.start ?? duration }));
  const wide = rooms.filter(({ from, to }) => to - from >= SHORTEST_SECONDS);
  return wide.find(({ to }) => to > at) ?? wide.at(-1) ?? null;
}

/** @param {Segments} segments @param {Segment} changed @returns {Segments} */
function replaced(segments, changed) {
  return segments.map((segment) => (segment.id === changed.id ? changed : segment));
}

/** @param {Segments} segments @returns {Segments} */
function sorted(segments) {
  return [...segments].sort(byStart);
}

/** @param {Span} one @param {Span} other */
function byStart(one, other) {
  return one.start - other.start;
}

/** @param {Segments} segments */
function nextId(segments) {
  return segments.reduce((max, { id }) => Math.max(max, id), 0) + 1;
}

/** @param {Span} one @param {Span} other */
function spanEqual(one, other) {
  const isNear = Math.abs(one.start - other.start) < 0.0005 && Math.abs(one.stop - other.stop) < 0.0005;
  const isSaid = (one.verdict ?? "") === (other.verdict ?? "");
  return isNear && isSaid && (one.label ?? "") === (other.label ?? "");
}

/** @param {number} value @param {number} min @param {number} max */
function clamp(value, min, max) {
  return Math.min(Math.max(value, min), max);
}
