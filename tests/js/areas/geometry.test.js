import assert from "node:assert/strict";
import { test } from "node:test";
import {
  edgeNear,
  isInside,
  labelPoint,
  pointInsert,
  polygonMove,
  polygonProblem,
} from "../../../static/js/areas/geometry.js";

/** @typedef {import("../../../static/js/areas/geometry.js").Point} Point */

/** @type {Point[]} */
const SQUARE = [
  [0.2, 0.2],
  [0.6, 0.2],
  [0.6, 0.6],
  [0.2, 0.6],
];
/** @type {Point[]} open to the right */
const HORSESHOE = [
  [0, 0],
  [1, 0],
  [1, 0.2],
  [0.2, 0.2],
  [0.2, 0.8],
  [1, 0.8],
  [1, 1],
  [0, 1],
];
const SCREEN = { width: 1000, height: 500, reach: 8 };

test("a point is inside or outside, also in a bay of the polygon", () => {
  assert.equal(isInside(SQUARE, [0.4, 0.4]), true);
  assert.equal(isInside(SQUARE, [0.7, 0.4]), false);
  assert.equal(isInside(HORSESHOE, [0.1, 0.5]), true);
  assert.equal(isInside(HORSESHOE, [0.6, 0.5]), false);
});

test("edges that cross and polygons without an inside are problems", () => {
  const [a, b, c, d] = SQUARE;
  assert.equal(polygonProblem(SQUARE), null);
  assert.equal(polygonProblem([...SQUARE].reverse()), null);
  assert.equal(polygonProblem(HORSESHOE), null);
  assert.equal(polygonProblem([a, c, b, d]), "crossed");
  assert.equal(polygonProblem([a, [0.4, 0.4], c]), "flat");
  assert.equal(polygonProblem([a, a, a]), "flat");
  assert.equal(polygonProblem([a, b]), "flat");
});

test("the edge under a pointer is found by distances on the screen", () => {
  assert.equal(edgeNear(SQUARE, [0.4, 0.21], SCREEN), 0);
  assert.equal(edgeNear(SQUARE, [0.595, 0.4], SCREEN), 1);
  assert.equal(edgeNear(SQUARE, [0.205, 0.4], SCREEN), 3);
  assert.equal(edgeNear(SQUARE, [0.4, 0.4], SCREEN), null);
  assert.equal(edgeNear(SQUARE, [0.62, 0.2], SCREEN), null);
});

test("a new point stands on its edge, or in the middle of it", () => {
  assert.deepEqual(pointInsert(SQUARE, 3), [...SQUARE, [0.2, 0.4]]);
  assert.deepEqual(pointInsert(SQUARE, 0, [0.5, -3])[1], [0.5, 0]);
  assert.equal(polygonProblem(pointInsert(SQUARE, 1)), null);
});

test("a polygon that is moved keeps its shape and stays in the picture", () => {
  assert.deepEqual(polygonMove(SQUARE, 0.1, 0), [
    [0.3, 0.2],
    [0.7, 0.2],
    [0.7, 0.6],
    [0.3, 0.6],
  ]);
  assert.deepEqual(polygonMove(SQUARE, 5, -5), [
    [0.6, 0],
    [1, 0],
    [1, 0.4],
    [0.6, 0.4],
  ]);
});

test("the name of an area stands inside of it or at a corner", () => {
  assert.deepEqual(labelPoint(SQUARE), [0.4, 0.4]);
  assert.deepEqual(labelPoint(HORSESHOE), HORSESHOE[0]);
  assert.deepEqual(labelPoint([SQUARE[0], SQUARE[0], SQUARE[0]]), SQUARE[0]);
});
