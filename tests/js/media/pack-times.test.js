import assert from "node:assert/strict";
import { test } from "node:test";
import {
  momentsCandidate,
  momentsEvery,
  momentsPerSegment,
  momentsRejected,
} from "../../../static/js/media/pack-times.js";

const SEGMENTS = [
  { start: 10, stop: 20 },
  { start: 30, stop: 30.4 },
];
const times = (/** @type {{time: number}[]} */ moments) => moments.map(({ time }) => time);

test("a moment each N seconds begins at each start, and a short segment has one", () => {
  assert.deepEqual(momentsEvery(SEGMENTS, 4), [
    { time: 10, segment: 0 },
    { time: 14, segment: 0 },
    { time: 18, segment: 0 },
    { time: 30, segment: 1 },
  ]);
});

test("the end of a segment is not in it, whatever floating point says", () => {
  assert.equal(momentsEvery([{ start: 0, stop: 0.3 }], 0.1).length, 3);
  assert.deepEqual(times(momentsEvery([{ start: 10, stop: 20 }], 5)), [10, 15]);
});

test("N a segment lie in the middle of equal parts", () => {
  assert.deepEqual(times(momentsPerSegment([{ start: 10, stop: 20 }], 2)), [12.5, 17.5]);
  assert.equal(momentsPerSegment(SEGMENTS, 7).filter(({ segment }) => segment === 1).length, 7);
});

test("candidates of a long day are no more than can be decoded", () => {
  const day = Array.from({ length: 24 }, (_, hour) => ({ start: hour * 3600, stop: hour * 3600 + 3000 }));
  const { length } = momentsCandidate(day);
  assert.ok(length > 900 && length <= 1000 + day.length, String(length));
  assert.equal(momentsCandidate([{ start: 0, stop: 5 }]).length, 10);
});

test("rejected moments keep away from every segment, and reach both ends", () => {
  const options = { duration: 60, margin: 2, count: 2000 };
  const found = times(momentsRejected(SEGMENTS, options));
  assert.equal(found.length, 2000);
  assert.ok(found.every((time) => time >= 0 && time <= 60));
  assert.ok(!found.some((time) => (time > 8 && time < 22) || (time > 28 && time < 32.4)));
  for (const [from, to] of [
    [0, 2],
    [22, 28],
    [58, 60],
  ]) {
    assert.ok(
      found.some((time) => time >= from && time <= to),
      `none in ${from}–${to}`,
    );
  }
  assert.deepEqual(
    found,
    [...found].sort((one, other) => one - other),
  );
});

test("chance is spread over the rejected seconds, not over the gaps", () => {
  const options = { duration: 110, margin: 0, count: 1 };
  const segments = [{ start: 1, stop: 11 }];
  assert.deepEqual(times(momentsRejected(segments, { ...options, random: () => 0.5 })), [60]);
  assert.deepEqual(times(momentsRejected(segments, { ...options, random: () => 0 })), [0]);
});

test("where nothing was rejected there are no negatives", () => {
  assert.deepEqual(momentsRejected([{ start: 0, stop: 60 }], { duration: 60, margin: 1, count: 5 }), []);
});
