import assert from "node:assert/strict";
import { test } from "node:test";
import { editsCreate } from "../../../static/js/editor/edits.js";
import { stateCreate } from "../../../static/js/editor/state.js";
import { segmentsNow, storeCreate } from "../../../static/js/editor/store.js";
import { segmentMove, segmentsDelete } from "../../../static/js/timeline/segments.js";

const SEGMENTS = [
  { start: 10, stop: 25, label: "" },
  { start: 100, stop: 130, label: "truck" },
];

test("an edit is shown, sent and undone", () => {
  const page = pageCreate();
  page.edits.apply(segmentMove(page.list(), 1, 40, 600));
  assert.deepEqual(page.starts(), [40, 100]);
  page.edits.undo();
  assert.deepEqual(page.starts(), [10, 100]);
  page.edits.redo();
  assert.deepEqual(
    page.sent.map(([first]) => first.start),
    [40, 10, 40],
  );
});

test("an edit that changes nothing is not sent", () => {
  const page = pageCreate();
  page.edits.apply(page.list());
  page.edits.undo();
  assert.equal(page.sent.length, 0);
});

test("a drag is sent once, when the mouse lets go", () => {
  const page = pageCreate();
  for (const start of [20, 30, 40]) page.edits.preview(segmentMove(page.list(), 1, start, 600));
  assert.deepEqual(page.starts(), [40, 100]);
  assert.equal(page.sent.length, 0);
  page.edits.previewKeep();
  assert.equal(page.sent.length, 1);
  page.edits.undo();
  assert.deepEqual(page.starts(), [10, 100]);
});

test("a drag that is given up leaves no trace", () => {
  const page = pageCreate();
  page.edits.preview(segmentMove(page.list(), 1, 40, 600));
  page.edits.previewDrop();
  assert.deepEqual(page.starts(), [10, 100]);
  assert.equal(page.store.get().history.past.length, 0);
});

test("another window's list is taken without being sent back, and ours is one undo away", () => {
  const page = pageCreate();
  page.edits.receive([{ start: 5, stop: 6, label: "" }]);
  assert.deepEqual(page.starts(), [5]);
  assert.equal(page.sent.length, 0);
  page.edits.undo();
  assert.deepEqual(page.starts(), [10, 100]);
});

test("the echo of our own list is no undo step", () => {
  const page = pageCreate();
  page.edits.receive(SEGMENTS);
  assert.equal(page.store.get().history.past.length, 0);
});

test("a deleted segment is chosen no more, and another one becomes the current", () => {
  const page = pageCreate();
  page.store.set({ chosen: new Set([1, 2]), current: 1 });
  page.edits.apply(segmentsDelete(page.list(), new Set([1])));
  assert.deepEqual([...page.store.get().chosen], [2]);
  assert.equal(page.store.get().current, 2);
});

test("who watches a part of the state is told once, after all changes", async () => {
  const { store } = pageCreate();
  /** @type {number[]} */
  const seen = [];
  store.watch(
    (state) => [state.playhead],
    ({ playhead }) => seen.push(playhead),
  );
  store.set({ playhead: 1 });
  store.set({ playhead: 2 });
  store.set({ isPlaying: true });
  await Promise.resolve();
  store.set({ isPlaying: false });
  await Promise.resolve();
  assert.deepEqual(seen, [0, 2]);
});

function pageCreate() {
  const request = /** @type {any} */ ({ segments: SEGMENTS, duration: 600, interval: 5 });
  const store = storeCreate(stateCreate(request));
  /** @type {{ start: number }[][]} */
  const sent = [];
  const edits = editsCreate(store, (segments) => void sent.push(segments));
  const list = () => segmentsNow(store.get());
  return { store, sent, edits, list, starts: () => list().map(({ start }) => start) };
}
