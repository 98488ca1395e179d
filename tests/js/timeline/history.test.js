import assert from "node:assert/strict";
import { test } from "node:test";
import { historyCreate, historyPush, historyRedo, historyUndo } from "../../../static/js/timeline/history.js";

test("undo and redo walk the same way back and forth", () => {
  const three = historyPush(historyPush(historyCreate("a"), "b"), "c");
  const one = historyUndo(historyUndo(three));
  assert.equal(one.present, "a");
  assert.equal(historyRedo(historyRedo(one)).present, "c");
});

test("undo at the beginning and redo at the end change nothing", () => {
  const history = historyCreate("a");
  assert.equal(historyUndo(history), history);
  assert.equal(historyRedo(history), history);
});

test("an edit after undo forgets what was undone", () => {
  const history = historyPush(historyUndo(historyPush(historyCreate("a"), "b")), "c");
  assert.equal(historyRedo(history), history);
  assert.equal(historyUndo(history).present, "a");
});

test("pushing the present again is no step", () => {
  const history = historyCreate("a");
  assert.equal(historyPush(history, "a"), history);
});

test("quick steps of one gesture are undone together", () => {
  let history = historyPush(historyCreate("a"), "b", { key: "stop-1", at: 0 });
  history = historyPush(history, "c", { key: "stop-1", at: 400 });
  assert.equal(historyUndo(history).present, "a");
});

test("slow steps, and steps of other gestures, are undone one by one", () => {
  const first = historyPush(historyCreate("a"), "b", { key: "stop-1", at: 0 });
  assert.equal(historyUndo(historyPush(first, "c", { key: "stop-1", at: 1500 })).present, "b");
  assert.equal(historyUndo(historyPush(first, "c", { key: "stop-2", at: 10 })).present, "b");
});

test("the past is long but not endless", () => {
  let history = historyCreate(0);
  for (let value = 1; value <= 1000; value += 1) history = historyPush(history, value);
  assert.equal(history.past.length, 300);
  assert.equal(historyUndo(history).present, 999);
});
