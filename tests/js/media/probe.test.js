import assert from "node:assert/strict";
import { test } from "node:test";
import { estimateSampling, wayAt } from "../../../static/js/media/probe.js";

const speed = { keyframeSeconds: 0.01, throughSeconds: 0.1 };
const way = /** @type {const} */ ("software");
const video = { durationSeconds: 100, keyframeIntervalSeconds: 2, way, speed };

test("keyframes are counted where they are dense enough, else the seconds decoded through", () => {
  assert.equal(estimateSampling(video, 5, 1), 0.01 * 21);
  assert.equal(estimateSampling(video, 1, 1), 0.1 * 100);
});

test("between the keyframes of open GOPs another way is taken, of which nobody knows the time", () => {
  const open = { ...video, hasOpenGops: true };
  assert.deepEqual([wayAt(open, 5), wayAt(open, 1), wayAt(video, 1)], ["software", "ffmpeg", "software"]);
  assert.equal(estimateSampling(open, 5, 1), 0.01 * 21);
  assert.equal(estimateSampling(open, 1, 1), null);
});
