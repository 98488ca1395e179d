import assert from "node:assert/strict";
import { test } from "node:test";
import { trialOpen } from "../../../static/js/media/picture.js";
import { pictureSize, planeShrink } from "../../../static/js/media/shrink.js";

/**
 * @param {number} width
 * @param {number} height
 * @param {(x: number, y: number) => number} value
 */
function plane(width, height, value) {
  const data = Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  return { data, offset: 0, stride: width, step: 1, width, height };
}

test("the longest side becomes what the plugin wants", () => {
  assert.deepEqual(pictureSize(1920, 1080, 640), { width: 640, height: 360 });
  assert.deepEqual(pictureSize(1080, 1920, 640), { width: 360, height: 640 });
  assert.deepEqual(pictureSize(704, 576, 224), { width: 224, height: 183 });
});

test("a picture is never enlarged and never empty", () => {
  assert.deepEqual(pictureSize(320, 240, 640), { width: 320, height: 240 });
  assert.deepEqual(pictureSize(10000, 3, 100), { width: 100, height: 1 });
});

test("each sample is the mean of the samples it covers", () => {
  const source = plane(6, 4, (x, y) => x * 10 + y);
  const target = plane(3, 2, () => 0);
  planeShrink(source, target);
  assert.deepEqual([...target.data], [6, 26, 46, 8, 28, 48]);
});

test("sizes that do not divide keep a flat picture flat and its brightness", () => {
  const target = plane(7, 5, () => 0);
  planeShrink(
    plane(31, 17, () => 200),
    target,
  );
  assert.ok(target.data.every((value) => value === 200));
});

test("the same size changes nothing", () => {
  const source = plane(5, 3, (x, y) => x * y);
  const target = plane(5, 3, () => 0);
  planeShrink(source, target);
  assert.deepEqual(target.data, source.data);
});

test("alternating samples, strides and offsets are respected", () => {
  const data = Uint8Array.from([9, 9, 10, 50, 20, 60, 9, 30, 70, 40, 80, 9]);
  const source = { data, offset: 2, stride: 5, step: 2, width: 2, height: 2 };
  const target = plane(1, 1, () => 0);
  planeShrink(source, target);
  assert.equal(target.data[0], 25);
  planeShrink({ ...source, offset: 3 }, target);
  assert.equal(target.data[0], 65);
});

test("summing by words gives what summing by bytes gives", () => {
  for (const [width, height, smallWidth, smallHeight] of [
    [64, 48, 21, 16],
    [40, 600, 10, 2],
    [62, 9, 62, 4],
  ]) {
    const stride = (width + 3) & ~3;
    const aligned = new Uint8Array(stride * height).map(() => Math.random() * 256);
    const shifted = new Uint8Array(aligned.length + 1);
    shifted.set(aligned, 1);
    const shape = { stride, step: 1, width, height };
    const [one, other] = [plane(smallWidth, smallHeight, () => 0), plane(smallWidth, smallHeight, () => 0)];
    planeShrink({ data: aligned, offset: 0, ...shape }, one);
    planeShrink({ data: shifted, offset: 1, ...shape }, other);
    assert.deepEqual(one.data, other.data);
  }
});

test("the faster way is kept, whatever its first slow frames", () => {
  const trial = trialOpen(["planes", "canvas"], 4);
  const costs = /** @type {Record<string, number[]>} */ ({
    planes: [90, 40, 5, 5],
    canvas: [12, 12, 12, 12],
  });
  for (let frame = 0; frame < 8; frame += 1) {
    const way = trial.choice();
    trial.add(way, /** @type {number} */ (costs[way].shift()));
  }
  assert.equal(trial.choice(), "planes");
});
