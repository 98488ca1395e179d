import assert from "node:assert/strict";
import { test } from "node:test";
import {
  mostDifferent,
  SKETCH_SIDE,
  sketchDistance,
  sketchMake,
} from "../../../static/js/media/pack-differences.js";

/** A grey square with a bright spot. @param {number} grey @param {number} spot column of the spot @param {number} noise */
function picture(grey, spot, noise = 0) {
  const rgba = new Uint8ClampedArray(SKETCH_SIDE * SKETCH_SIDE * 4);
  for (let index = 0; index < rgba.length; index += 1) rgba[index] = grey + ((index * 7919) % 3) * noise;
  for (let row = 10; row < 14; row += 1)
    rgba.fill(255, (row * SKETCH_SIDE + spot) * 4, (row * SKETCH_SIDE + spot + 2) * 4);
  return sketchMake(rgba);
}

test("a brighter picture with noise is the same one, a spot elsewhere is not", () => {
  assert.ok(sketchDistance(picture(80, 3), picture(90, 3, 1)) < 2);
  assert.ok(sketchDistance(picture(80, 3), picture(80, 20)) > 2);
});

test("the distance is the root mean square in grey levels", () => {
  const one = new Float32Array([0, 0, 0, 0]);
  assert.equal(sketchDistance(one, new Float32Array([6, 0, 0, 0])), 3);
});

test("the most different ones come first, each once, and near-duplicates never", () => {
  const spots = [3, 3, 3, 20, 3, 28, 20];
  const chosen = mostDifferent(
    spots.map((spot, index) => picture(80 + index, spot, index % 2)),
    10,
  );
  assert.deepEqual(new Set(chosen.map((index) => spots[index])), new Set([3, 20, 28]));
  assert.equal(chosen.length, 3);
  assert.equal(chosen[0], 0);
});

test("no more are chosen than asked for, the farthest of all being the second", () => {
  const points = [0, 10, 50, 100, 60].map((value) => new Float32Array([value]));
  assert.deepEqual(mostDifferent(points, 3), [0, 3, 2]);
  assert.deepEqual(mostDifferent(points, 2, { first: 3 }), [3, 0]);
  assert.deepEqual(mostDifferent([], 3), []);
});

test("every picture left out is near a chosen one", () => {
  const points = Array.from({ length: 200 }, (_, index) => new Float32Array([(index * 37) % 101]));
  const chosen = mostDifferent(points, 200, { nearest: 5 });
  for (const point of points) {
    assert.ok(chosen.some((index) => sketchDistance(points[index], point) < 5));
  }
  assert.ok(chosen.length <= 21);
});
