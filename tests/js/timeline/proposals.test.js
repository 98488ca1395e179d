import assert from "node:assert/strict";
import { test } from "node:test";
import { editedCount, thresholdClamp } from "../../../static/js/timeline/proposals.js";

const PROPOSED = [
  { start: 10, stop: 25 },
  { start: 50, stop: 70 },
];

test("what the recommender proposed is nobody's work", () => {
  assert.equal(editedCount(PROPOSED, PROPOSED), 0);
});

test("moved, labelled and added segments are the analyst's", () => {
  const mine = [
    { start: 10.5, stop: 25 },
    { start: 50, stop: 70, label: "truck" },
    { start: 90, stop: 99 },
  ];
  assert.equal(editedCount(mine, PROPOSED), 3);
});

test("a threshold has two decimals and is never nothing", () => {
  assert.equal(thresholdClamp(0.34567), 0.35);
  assert.equal(thresholdClamp(-1), 0.01);
  assert.equal(thresholdClamp(7), 1);
});
