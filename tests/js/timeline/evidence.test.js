import assert from "node:assert/strict";
import { test } from "node:test";
import {
  evidenceFind,
  evidenceMemo,
  reasonText,
  suppressedOffered,
} from "../../../static/js/timeline/evidence.js";

const PERSON = { text: "person %(amount)s", digits: 2 };
const CURVE = {
  times: [0, 5, 10, 15],
  scores: [0.1, 0.9, 0.9, 0.2],
  reasons: { texts: [PERSON], reason: [-1, 0, -1, -1], amount: [0, 0.91, 0, 0] },
};

test("the first of the highest frames is the best", () => {
  const found = evidenceFind(CURVE, { start: 0, stop: 15 });
  assert.deepEqual(found, { confidence: 0.9, best: 5, template: PERSON, amount: 0.91 });
});

test("only frames inside count, the edges included", () => {
  const best = (/** @type {number} */ start, /** @type {number} */ stop) =>
    evidenceFind(CURVE, { start, stop })?.best;
  assert.deepEqual([best(5, 5), best(5.001, 20), best(10.1, 15)], [5, 10, 15]);
});

test("between two frames, and in an empty curve, there is nothing to say", () => {
  assert.equal(evidenceFind(CURVE, { start: 6, stop: 9 }), null);
  assert.equal(evidenceFind(CURVE, { start: 16, stop: 19 }), null);
  assert.equal(evidenceFind({ times: [], scores: [] }, { start: 0, stop: 9 }), null);
});

test("a frame without a reason, or a curve without any, has none", () => {
  assert.equal(evidenceFind(CURVE, { start: 10, stop: 10 })?.template, null);
  const { times, scores } = CURVE;
  const without = { times, scores, reasons: { texts: [], reason: [], amount: [] } };
  assert.equal(evidenceFind(without, { start: 0, stop: 15 })?.template, null);
  assert.equal(evidenceFind({ times, scores }, { start: 0, stop: 15 })?.amount, 0);
});

test("it agrees with looking at every frame", () => {
  const times = Array.from({ length: 500 }, (_, index) => index * 2);
  const scores = times.map((time) => ((time * 7919) % 101) / 101);
  for (let start = 0; start < 990; start += 13) {
    const stop = start + (start % 60) + 2;
    const inside = times.map((time, index) => ({ time, score: scores[index] }));
    const kept = inside.filter(({ time }) => time >= start && time <= stop);
    const highest = Math.max(...kept.map(({ score }) => score));
    const best = kept.find(({ score }) => score === highest);
    assert.equal(evidenceFind({ times, scores }, { start, stop })?.best, best?.time);
  }
});

test("a day of 86,400 frames and 500 segments is read once, and an edit reads one segment", () => {
  let reads = 0;
  const scores = new Proxy(new Float64Array(86_400), {
    get(target, name) {
      reads += 1;
      return target[Number(name)];
    },
  });
  const times = Array.from({ length: 86_400 }, (_, index) => index);
  const evidence = evidenceMemo({ times, scores: /** @type {any} */ (scores) });
  const segments = Array.from({ length: 500 }, (_, index) => ({
    start: index * 172,
    stop: index * 172 + 171,
  }));
  for (const segment of segments) evidence(segment);
  assert.ok(reads <= 2 * 86_400 + 1000, `${reads} reads`);
  reads = 0;
  for (const segment of [...segments.slice(1), { start: 0, stop: 100 }]) evidence(segment);
  assert.ok(reads < 250, `${reads} reads`);
});

test("a reason is told in the language of the page", () => {
  const motion = { text: "motion, %(amount)s %% of the picture", digits: 1 };
  assert.equal(reasonText(motion, 3.14, "en"), "motion, 3.1 % of the picture");
  assert.equal(reasonText(PERSON, 0.9, "ru"), "person 0,90");
});

test("a text that is no format is shown as it comes", () => {
  for (const text of ["100 % sure", "%s", "%(name)s", ""])
    assert.equal(reasonText({ text, digits: 0 }, 1, "en"), text);
  assert.equal(reasonText(null, 1, "en"), "");
});

test("what a segment overlaps is not offered, what it touches is", () => {
  const held = [
    { start: 0, stop: 10 },
    { start: 20, stop: 30 },
    { start: 35, stop: 40 },
    { start: 90, stop: 95 },
  ];
  const segments = [
    { start: 10, stop: 20 },
    { start: 29, stop: 36 },
    { start: 50, stop: 60 },
  ];
  assert.deepEqual(suppressedOffered(held, segments), [held[0], held[3]]);
  assert.deepEqual(suppressedOffered(held, []), held);
});
