import assert from "node:assert/strict";
import { test } from "node:test";
import { envelopeMaxima, envelopePath } from "../../../static/js/timeline/envelope.js";

test("a single high score of a day is still seen", () => {
  const times = Array.from({ length: 86_400 }, (_, index) => index);
  const scores = times.map((time) => (time === 43_210 ? 0.75 : 0));
  const maxima = envelopeMaxima(times, scores, 86_400, 720);
  assert.equal(maxima[Math.floor(43_210 / 120)], 0.75);
  assert.equal(maxima.filter((score) => score > 0).length, 1);
});

test("a frame at the very end, or a little behind it, counts for the last stretch", () => {
  assert.deepEqual([...envelopeMaxima([10, 10.2], [0.25, 0.5], 10, 2)], [0, 0.5]);
});

test("the path is closed and stays in its box", () => {
  assert.equal(envelopePath(new Float32Array([0.5, 2])), "M0 100L0 50H1L1 0H2V100Z");
});
