import assert from "node:assert/strict";
import { test } from "node:test";
import { stepFor, ticksFor } from "../../../static/js/timeline/ticks.js";

test("a day on a wide screen has a mark each two hours", () => {
  const ticks = ticksFor({ from: 0, to: 86_400 }, 1400);
  assert.equal(ticks.length, 13);
  assert.deepEqual(ticks[1], { seconds: 7200, label: "02:00:00" });
});

test("marks stand at round times wherever the window is", () => {
  const ticks = ticksFor({ from: 61.3, to: 121 }, 800);
  assert.ok(ticks.every(({ seconds }) => seconds % 10 === 0 && seconds >= 61.3 && seconds <= 121));
});

test("below a second the labels show tenths", () => {
  const [first, second] = ticksFor({ from: 10, to: 12 }, 1400);
  assert.deepEqual([first.label, second.label], ["00:00:10.0", "00:00:10.2"]);
});

test("marks are never nearer than the gap", () => {
  for (let span = 2; span < 86_400; span *= 1.37) {
    for (const width of [300, 800, 1400]) {
      assert.ok((stepFor(span, width, 96) / span) * width >= 96, `${span} s in ${width} px`);
    }
  }
});

test("a window without width has no marks", () => {
  assert.deepEqual(ticksFor({ from: 0, to: 10 }, 0), []);
});
