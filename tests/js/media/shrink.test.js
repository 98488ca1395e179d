import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { trialOpen } from "../../../static/js/media/picture.js";
import { pictureSize, shrinkerOpen } from "../../../static/js/media/shrink.js";
import { codeBuild, TARGET } from "../../../wasm/build.mjs";

/** The largest sum, of 257 × 3 samples, times what rounding up adds to its share. */
const SHARE_ERROR = (257 * 3 * 255) / 2 ** 24;

/**
 * @param {number} width
 * @param {number} height
 * @param {(x: number, y: number) => number} value
 */
function samples(width, height, value) {
  return Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
}

/**
 * @param {Uint8Array} data
 * @param {Partial<import("../../../static/js/media/shrink.js").Plane>[]} planes
 * @param {{width: number, height: number}[]} sizes
 */
function shrunk(data, planes, sizes) {
  const shrinker = shrinkerOpen();
  assert.ok(shrinker);
  shrinker.source(data.length).set(data);
  const whole = planes.map((plane) => ({ offset: 0, stride: 0, step: 1, width: 0, height: 0, ...plane }));
  return [...shrinker.shrink(whole, sizes)];
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
  const data = samples(6, 4, (x, y) => x * 10 + y);
  const small = shrunk(data, [{ stride: 6, width: 6, height: 4 }], [{ width: 3, height: 2 }]);
  assert.deepEqual(small, [6, 26, 46, 8, 28, 48]);
});

test("sizes that do not divide keep a flat picture flat and its brightness", () => {
  for (const value of [0, 200, 255]) {
    const data = samples(31, 17, () => value);
    const small = shrunk(data, [{ stride: 31, width: 31, height: 17 }], [{ width: 7, height: 5 }]);
    assert.deepEqual(small, Array(35).fill(value));
  }
});

test("the same size changes nothing", () => {
  const data = samples(5, 3, (x, y) => x * y);
  const small = shrunk(data, [{ stride: 5, width: 5, height: 3 }], [{ width: 5, height: 3 }]);
  assert.deepEqual(small, [...data]);
});

test("alternating samples, strides and offsets are respected", () => {
  const data = Uint8Array.from([9, 9, 10, 50, 20, 60, 9, 30, 70, 40, 80, 9]);
  const plane = { stride: 5, step: 2, width: 2, height: 2 };
  const one = { width: 1, height: 1 };
  const planes = [
    { ...plane, offset: 2 },
    { ...plane, offset: 3 },
  ];
  assert.deepEqual(shrunk(data, planes, [one, one]), [25, 65]);
});

test("every size and alignment gives the rounded means", () => {
  for (const [width, height, smallWidth, smallHeight] of [
    [64, 48, 21, 16],
    [40, 600, 10, 3],
    [62, 9, 62, 4],
    [97, 33, 13, 32],
    [3, 257, 1, 1],
  ]) {
    const stride = width + 5;
    const data = new Uint8Array(2 + stride * height).map(() => Math.random() * 256);
    const small = { width: smallWidth, height: smallHeight };
    const plane = { offset: 2, stride, step: 1, width, height };
    const exact = means(data, plane, small);
    const isMean = (/** @type {number} */ value, /** @type {number} */ at) =>
      Math.abs(value - exact[at]) <= 0.5 + SHARE_ERROR;
    assert.ok(shrunk(data, [plane], [small]).every(isMean));
  }
});

/**
 * @param {Uint8Array} data
 * @param {import("../../../static/js/media/shrink.js").Plane} plane
 * @param {{width: number, height: number}} small
 */
function means(data, plane, small) {
  const edge = (/** @type {number} */ at, /** @type {number} */ from, /** @type {number} */ to) =>
    Math.floor((at * from) / to);
  return Array.from({ length: small.width * small.height }, (_, index) => {
    const [x, y] = [index % small.width, Math.floor(index / small.width)];
    let [sum, count] = [0, 0];
    for (
      let row = edge(y, plane.height, small.height);
      row < edge(y + 1, plane.height, small.height);
      row += 1
    )
      for (let at = edge(x, plane.width, small.width); at < edge(x + 1, plane.width, small.width); at += 1) {
        sum += data[plane.offset + row * plane.stride + at];
        count += 1;
      }
    return sum / count;
  });
}

test("a picture after a larger one is not mixed with it", () => {
  const shrinker = shrinkerOpen();
  assert.ok(shrinker);
  for (const [side, value] of [
    [900, 7],
    [40, 90],
    [1300, 30],
  ]) {
    shrinker.source(side * side).fill(value);
    const plane = { offset: 0, stride: side, step: 1, width: side, height: side };
    const small = shrinker.shrink([plane], [{ width: 9, height: 9 }]);
    assert.deepEqual([...small], Array(81).fill(value));
  }
});

test("the code is what its source builds", async () => {
  assert.equal(await readFile(TARGET, "utf8"), await codeBuild());
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
