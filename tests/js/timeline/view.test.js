import assert from "node:assert/strict";
import { test } from "node:test";
import {
  viewAround,
  viewFit,
  viewFollow,
  viewFraction,
  viewPan,
  viewResize,
  viewReveal,
  viewSeconds,
  viewZoom,
} from "../../../static/js/timeline/view.js";

const DAY = 86_400;

test("zooming keeps the time under the mouse where it is", () => {
  const view = viewZoom(viewFit(DAY), 8, 30_000, DAY);
  assert.equal(view.to - view.from, DAY / 8);
  assert.ok(Math.abs(viewFraction(view, 30_000) - 30_000 / DAY) < 1e-9);
});

test("zooming stops at two seconds and at the whole video", () => {
  const near = viewZoom(viewFit(DAY), 1e9, 100, DAY);
  assert.ok(Math.abs(near.to - near.from - 2) < 1e-6);
  assert.deepEqual(viewZoom(near, 1e-9, 100, DAY), viewFit(DAY));
});

test("a video shorter than the shortest view is shown whole", () => {
  assert.deepEqual(viewZoom(viewFit(1), 4, 0.5, 1), { from: 0, to: 1 });
});

test("panning stops at both ends of the video", () => {
  const view = { from: 100, to: 200 };
  assert.deepEqual(viewPan(view, -500, DAY), { from: 0, to: 100 });
  assert.deepEqual(viewPan(view, DAY, DAY), { from: DAY - 100, to: DAY });
});

test("one end of the window moves alone and never past the other", () => {
  const view = { from: 100, to: 200 };
  assert.deepEqual(viewResize(view, "from", 150, DAY), { from: 150, to: 200 });
  assert.deepEqual(viewResize(view, "from", 500, DAY), { from: 198, to: 200 });
  assert.deepEqual(viewResize(view, "to", 0, DAY), { from: 100, to: 102 });
});

test("a segment in sight moves nothing, one out of sight comes to the middle", () => {
  const view = { from: 100, to: 200 };
  assert.equal(viewReveal(view, 120, 130, DAY), view);
  assert.deepEqual(viewReveal(view, 500, 520, DAY), { from: 460, to: 560 });
});

test("a segment longer than the window widens it", () => {
  const view = viewReveal({ from: 0, to: 10 }, 500, 600, DAY);
  assert.ok(view.from < 500 && view.to > 600);
});

test("zooming to a segment shows as much on both sides", () => {
  assert.deepEqual(viewAround(100, 130, DAY), { from: 70, to: 160 });
});

test("a playhead that leaves the window turns the page", () => {
  const view = { from: 100, to: 200 };
  assert.equal(viewFollow(view, 150, DAY), view);
  assert.deepEqual(viewFollow(view, 201, DAY), { from: 191, to: 291 });
});

test("times and places are each other's opposite", () => {
  const view = { from: 12.5, to: 99 };
  for (const seconds of [12.5, 40, 99]) {
    assert.ok(Math.abs(viewSeconds(view, viewFraction(view, seconds)) - seconds) < 1e-9);
  }
});

test("however one zooms and pans, the window stays inside the video", () => {
  let view = viewFit(DAY);
  for (let step = 0; step < 2000; step += 1) {
    const place = (step * 7919) % DAY;
    view = step % 3 ? viewZoom(view, step % 2 ? 1.7 : 0.6, place, DAY) : viewPan(view, place - DAY / 2, DAY);
    assert.ok(view.from >= 0 && view.to <= DAY + 1e-6 && view.to - view.from > 1.99, JSON.stringify(view));
  }
});
