import assert from "node:assert/strict";
import { test } from "node:test";
import {
  edgeRange,
  labelSet,
  SHORTEST_SECONDS,
  segmentAdd,
  segmentAfter,
  segmentAt,
  segmentBefore,
  segmentById,
  segmentMove,
  segmentResize,
  segmentRestore,
  segmentSplit,
  segmentsDelete,
  segmentsEqual,
  segmentsFrom,
  segmentsKept,
  segmentsMerge,
  segmentsPlain,
  timesProblem,
  timesSet,
  totalLength,
  verdictSet,
  verdictsKept,
} from "../../../static/js/timeline/segments.js";

/** @typedef {import("../../../static/js/timeline/segments.js").Segments} Segments */

const DURATION = 600;
const LIST = segmentsFrom([
  { start: 10, stop: 25 },
  { start: 100, stop: 130, label: "truck" },
  { start: 300, stop: 400, label: "fire" },
]);

/** @param {Segments} segments */
const spans = (segments) => segments.map(({ start, stop }) => [start, stop]);

test("a server's list gets ids and is put in order", () => {
  const list = segmentsFrom([
    { start: 50, stop: 60 },
    { start: 1, stop: 2, label: "a" },
  ]);
  assert.deepEqual(list, [
    { id: 1, start: 1, stop: 2, label: "a", verdict: "" },
    { id: 2, start: 50, stop: 60, label: "", verdict: "" },
  ]);
});

test("a segment that another window changed at one end keeps its id", () => {
  const news = segmentsFrom(
    [
      { start: 100, stop: 140 },
      { start: 500, stop: 520 },
    ],
    LIST,
  );
  assert.deepEqual(
    news.map(({ id }) => id),
    [2, 4],
  );
});

test("what is sent to the server has no ids", () => {
  assert.deepEqual(segmentsPlain(LIST)[1], { start: 100, stop: 130, label: "truck", verdict: "" });
});

test("lists are equal when times and labels are", () => {
  assert.ok(segmentsEqual(LIST, segmentsFrom(segmentsPlain(LIST))));
  assert.ok(!segmentsEqual(LIST, LIST.slice(1)));
  assert.ok(!segmentsEqual(LIST, labelSet(LIST, 1, "person")));
});

test("a segment is found by the time, its neighbours by the order", () => {
  assert.equal(segmentAt(LIST, 24.9)?.id, 1);
  assert.equal(segmentAt(LIST, 25), null);
  assert.equal(segmentAfter(LIST, 10)?.id, 2);
  assert.equal(segmentBefore(LIST, 100)?.id, 1);
  assert.equal(segmentBefore(LIST, 10), null);
});

test("a new segment takes 15 s from the playhead", () => {
  const added = segmentAdd(LIST, 200, DURATION);
  assert.deepEqual(spans(added?.segments ?? [])[2], [200, 215]);
  assert.equal(added?.id, 4);
});

test("a new segment is cut to the room between its neighbours", () => {
  const tight = segmentsFrom([
    { start: 0, stop: 10 },
    { start: 18, stop: 600 },
  ]);
  assert.deepEqual(spans(segmentAdd(tight, 12, DURATION)?.segments ?? [])[1], [10, 18]);
});

test("a new segment inside another one goes behind it", () => {
  assert.deepEqual(spans(segmentAdd(LIST, 110, DURATION)?.segments ?? [])[2], [130, 145]);
});

test("at the very end a new segment goes before it", () => {
  assert.deepEqual(spans(segmentAdd(LIST, DURATION, DURATION)?.segments ?? [])[3], [585, 600]);
});

test("a full video takes no more segments", () => {
  assert.equal(segmentAdd(segmentsFrom([{ start: 0, stop: 600 }]), 5, DURATION), null);
});

test("delete takes away what is chosen and nothing else", () => {
  assert.deepEqual(spans(segmentsDelete(LIST, new Set([1, 3]))), [[100, 130]]);
  assert.equal(segmentsDelete(LIST, new Set([77])), LIST);
});

test("split makes two that touch and keeps the label on both", () => {
  const split = segmentSplit(LIST, 110.0004);
  assert.deepEqual(spans(split).slice(1, 3), [
    [100, 110],
    [110, 130],
  ]);
  assert.deepEqual([split[1].label, split[2].label], ["truck", "truck"]);
});

test("split outside a segment, or at its edge, changes nothing", () => {
  assert.equal(segmentSplit(LIST, 50), LIST);
  assert.equal(segmentSplit(LIST, 100), LIST);
  assert.equal(segmentSplit(LIST, 129.99), LIST);
});

test("merge reaches from the first to the last and joins the labels", () => {
  const merged = segmentsMerge(LIST, new Set([1, 3]));
  assert.deepEqual(merged, [{ id: 1, start: 10, stop: 400, label: "truck, fire", verdict: "" }]);
});

test("merge of one segment or of none changes nothing", () => {
  assert.equal(segmentsMerge(LIST, new Set([2])), LIST);
  assert.equal(segmentsMerge(LIST, new Set()), LIST);
});

test("a moved segment stops at its neighbours and keeps its length", () => {
  assert.deepEqual(spans(segmentMove(LIST, 2, 0, DURATION))[1], [25, 55]);
  assert.deepEqual(spans(segmentMove(LIST, 2, 999, DURATION))[1], [270, 300]);
  assert.deepEqual(spans(segmentMove(LIST, 3, 999, DURATION))[2], [500, 600]);
});

test("an edge stops at the neighbour, at the video's end and at the other edge", () => {
  assert.deepEqual(spans(segmentResize(LIST, 2, "start", 3, DURATION))[1], [25, 130]);
  assert.deepEqual(spans(segmentResize(LIST, 3, "stop", 999, DURATION))[2], [300, 600]);
  assert.deepEqual(spans(segmentResize(LIST, 1, "start", 99, DURATION))[0], [25 - SHORTEST_SECONDS, 25]);
  assert.deepEqual(edgeRange(LIST, 1, "start", DURATION), { min: 0, max: 25 - SHORTEST_SECONDS });
});

test("an edge of a segment shorter than the shortest does not jump", () => {
  const tiny = segmentsFrom([{ start: 5, stop: 5.01 }]);
  assert.deepEqual(edgeRange(tiny, 1, "start", DURATION), { min: 0, max: 5 });
  assert.deepEqual(edgeRange(tiny, 1, "stop", DURATION), { min: 5.01, max: DURATION });
});

test("typed times are refused with the reason", () => {
  assert.deepEqual(timesProblem(LIST, 1, 30, 20, DURATION), { code: "order" });
  assert.deepEqual(timesProblem(LIST, 1, 30, 601, DURATION), { code: "outside" });
  assert.deepEqual(timesProblem(LIST, 1, 90, 120, DURATION), { code: "overlap", number: 2, other: LIST[1] });
  assert.equal(timesProblem(LIST, 1, 25, 100, DURATION), null);
});

test("typed times may carry a segment past its neighbours", () => {
  assert.deepEqual(spans(timesSet(LIST, 1, 500, 520)), [
    [100, 130],
    [300, 400],
    [500, 520],
  ]);
});

test("setting what is there already changes nothing", () => {
  assert.equal(timesSet(LIST, 1, 10, 25), LIST);
  assert.equal(labelSet(LIST, 2, " truck "), LIST);
  assert.equal(segmentMove(LIST, 2, 100, DURATION), LIST);
  assert.equal(segmentResize(LIST, 2, "stop", 130, DURATION), LIST);
});

test("labels are trimmed to what the server takes", () => {
  assert.equal(labelSet(LIST, 1, `  ${"x".repeat(150)}`)[0].label.length, 100);
});

test("the total length is the sum", () => {
  assert.equal(totalLength(LIST), 145);
});

test("whatever the edits, the list stays in order, disjoint and inside the video", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = randomFrom(seed);
    const duration = 20 + random() * 5000;
    /** @type {Segments} */
    let list = [];
    for (let step = 0; step < 60; step += 1) {
      list = randomEdit(list, duration, random);
      assertSound(list, duration, `seed ${seed}, step ${step}`);
    }
  }
});

test("an edit never touches the list it was made from", () => {
  const random = randomFrom(5);
  const frozen = Object.freeze(LIST.map((segment) => Object.freeze(segment)));
  for (let step = 0; step < 200; step += 1) randomEdit(frozen, DURATION, random);
  assert.deepEqual(spans(frozen), spans(LIST));
});

/** @param {Segments} list @param {number} duration @param {() => number} random @returns {Segments} */
function randomEdit(list, duration, random) {
  const at = (random() * 1.2 - 0.1) * duration;
  const id = list[Math.floor(random() * list.length)]?.id ?? 0;
  const ids = new Set(list.filter(() => random() < 0.1).map((segment) => segment.id));
  const edits = [
    () =>
      segmentAdd(list, Math.min(duration, Math.max(0, at)), duration, random() * 40 + 0.1)?.segments ?? list,
    () => segmentAdd(list, Math.min(duration, Math.max(0, at)), duration)?.segments ?? list,
    () => segmentSplit(list, at),
    () => segmentsMerge(list, ids),
    () => segmentsDelete(list, ids),
    () => segmentMove(list, id, at, duration),
    () => segmentResize(list, id, "start", at, duration),
    () => segmentResize(list, id, "stop", at, duration),
    () =>
      segmentById(list, id) && !timesProblem(list, id, at, at + 9, duration)
        ? timesSet(list, id, at, at + 9)
        : list,
  ];
  return edits[Math.floor(random() * edits.length)]();
}

/** @param {Segments} list @param {number} duration @param {string} where */
function assertSound(list, duration, where) {
  list.forEach(({ start, stop }, index) => {
    assert.ok(start >= (list[index - 1]?.stop ?? 0), `${where}: ${JSON.stringify(list)}`);
    assert.ok(stop > start && stop <= duration, `${where}: ${JSON.stringify(list)} in ${duration}`);
  });
  assert.equal(new Set(list.map(({ id }) => id)).size, list.length, where);
}

/** A small generator, so that a failure can be repeated (mulberry32). @param {number} seed */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

test("a stretch is restored with its exact times, or not at all", () => {
  const restored = segmentRestore(LIST, { start: 200.5, stop: 250.25 }, DURATION);
  assert.deepEqual(restored?.segments[2], { id: 4, start: 200.5, stop: 250.25, label: "", verdict: "" });
  assert.equal(restored?.id, 4);
  assert.equal(segmentRestore(LIST, { start: 120, stop: 140 }, DURATION), null);
  assert.equal(segmentRestore(LIST, { start: 590, stop: 601 }, DURATION), null);
});

test("a verdict is set on some, and is part of what a list is", () => {
  const judged = verdictSet(LIST, new Set([1, 3]), "irrelevant");
  assert.deepEqual(
    judged.map(({ verdict }) => verdict),
    ["irrelevant", "", "irrelevant"],
  );
  assert.equal(verdictSet(judged, new Set([1]), "irrelevant"), judged);
  assert.equal(segmentsEqual(LIST, judged), false);
  assert.deepEqual(segmentsPlain(judged)[0], { start: 10, stop: 25, label: "", verdict: "irrelevant" });
  assert.deepEqual(
    segmentsKept(judged).map(({ id }) => id),
    [2],
  );
});

test("verdicts outlive moves and splits; a merge keeps one that all share", () => {
  const judged = verdictSet(LIST, new Set([1, 2]), "relevant");
  assert.equal(segmentMove(judged, 1, 40, DURATION)[0].verdict, "relevant");
  assert.deepEqual(
    segmentSplit(judged, 110).map(({ verdict }) => verdict),
    ["relevant", "relevant", "relevant", ""],
  );
  assert.equal(segmentsMerge(judged, new Set([1, 2]))[0].verdict, "relevant");
  assert.equal(segmentsMerge(judged, new Set([1, 2, 3]))[0].verdict, "");
});

test("a new proposal keeps what was said of the segments that it overlaps, where these agree", () => {
  const before = segmentsFrom([
    { start: 10, stop: 20, verdict: "irrelevant" },
    { start: 30, stop: 40, verdict: "relevant" },
    { start: 42, stop: 50, verdict: "irrelevant" },
  ]);
  const spans = [
    { start: 8, stop: 22 },
    { start: 29, stop: 51 },
    { start: 60, stop: 80 },
  ];
  const verdicts = verdictsKept(spans, before).map(({ verdict }) => verdict);
  assert.deepEqual(verdicts, ["irrelevant", "", ""]);
});
