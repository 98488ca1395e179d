import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AREAS_AT_MOST,
  areaDelete,
  areaMove,
  areaTurn,
  draftAdd,
  draftCancel,
  draftClose,
  drawingsCreate,
  POINTS_AT_MOST,
  pointAdd,
  pointDelete,
  pointMove,
  problemFirst,
  rectangleAdd,
  redo,
  undo,
} from "../../../static/js/areas/drawing.js";

/** @typedef {import("../../../static/js/areas/geometry.js").Point} Point */

/** @type {Point[]} */
const TRIANGLE = [
  [0, 0],
  [0.5, 0],
  [0.5, 0.5],
];

/** @param {import("../../../static/js/areas/drawing.js").Drawings} drawings @param {Point[]} corners */
const draw = (drawings, corners) => corners.reduce(draftAdd, drawings);

test("corners become an area when it is closed, of the kind chosen", () => {
  const closed = draftClose(draw(drawingsCreate([]), TRIANGLE), "look");
  assert.deepEqual(closed.present, { areas: [{ kind: "look", points: TRIANGLE }], draft: [] });
});

test("two corners are no area yet, and an area may be given up", () => {
  const two = draw(drawingsCreate([]), TRIANGLE.slice(0, 2));
  assert.equal(draftClose(two, "ignore"), two);
  assert.deepEqual(draftCancel(two).present, { areas: [], draft: [] });
});

test("each step is undone and done again, a corner, too", () => {
  const closed = draftClose(draw(drawingsCreate([]), TRIANGLE), "ignore");
  const back = undo(closed);
  assert.deepEqual(back.present, { areas: [], draft: TRIANGLE });
  assert.deepEqual(undo(back).present.draft, TRIANGLE.slice(0, 2));
  assert.deepEqual(redo(back).present, closed.present);
});

test("arrow keys held down are undone at once", () => {
  let drawings = rectangleAdd(drawingsCreate([]), "ignore");
  const start = drawings.present;
  for (const at of [0, 100, 200]) drawings = areaMove(drawings, 0, { dx: 0.01, dy: 0 }, { key: "0", at });
  assert.deepEqual(drawings.present.areas[0].points[0], [0.38, 0.35]);
  assert.deepEqual(undo(drawings).present, start);
});

test("a point is moved, but not out of the picture", () => {
  const drawings = pointMove(drawingsCreate([{ kind: "look", points: TRIANGLE }]), 0, 1, [2, -1]);
  assert.deepEqual(drawings.present.areas[0].points, [TRIANGLE[0], [1, 0], TRIANGLE[2]]);
});

test("points are added and deleted; with the third from last the area goes", () => {
  const four = pointAdd(drawingsCreate([{ kind: "look", points: TRIANGLE }]), 0, 0);
  assert.deepEqual(four.present.areas[0].points[1], [0.25, 0]);
  const three = pointDelete(four, 0, 1);
  assert.deepEqual(three.present.areas[0].points, TRIANGLE);
  assert.deepEqual(pointDelete(three, 0, 1).present.areas, []);
});

test("an area is turned into the other kind, and deleted", () => {
  const drawings = rectangleAdd(drawingsCreate([{ kind: "look", points: TRIANGLE }]), "ignore");
  assert.equal(areaTurn(drawings, 0, "ignore").present.areas[0].kind, "ignore");
  assert.deepEqual(areaDelete(drawings, 1).present.areas, [{ kind: "look", points: TRIANGLE }]);
});

test("there are no more areas and points than the server takes", () => {
  let drawings = drawingsCreate(Array(AREAS_AT_MOST).fill({ kind: "ignore", points: TRIANGLE }));
  assert.equal(rectangleAdd(drawings, "ignore"), drawings);
  assert.equal(draftAdd(drawings, [0, 0]), drawings);
  for (let count = 3; count < POINTS_AT_MOST; count += 1) drawings = pointAdd(drawings, 0, 0);
  assert.equal(pointAdd(drawings, 0, 0), drawings);
});

test("the first area that cannot be saved is named", () => {
  const crossed = {
    kind: /** @type {const} */ ("ignore"),
    points: /** @type {Point[]} */ ([
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
    ]),
  };
  const fine = { kind: /** @type {const} */ ("look"), points: TRIANGLE };
  assert.deepEqual(problemFirst([fine, crossed]), { number: 1, problem: "crossed" });
  assert.equal(problemFirst([fine]), null);
});
