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

test("by the clock marks stand at round times of the day, and midnight is a date", () => {
  const ticks = ticksFor({ from: 0, to: 7200 }, 800, 96, "2023-06-14T22:50:10");
  assert.deepEqual(ticks[0], { seconds: 590, label: "23:00:00" });
  assert.deepEqual(
    ticks.map(({ label }) => label),
    ["23:00:00", "23:15:00", "23:30:00", "23:45:00", "2023-06-15", "00:15:00", "00:30:00", "00:45:00"],
  );
});

test("by the clock, too, the labels below a second show tenths", () => {
  const [first] = ticksFor({ from: 10, to: 12 }, 1400, 96, "2023-06-14T22:50:10");
  assert.deepEqual(first, { seconds: 10, label: "22:50:20.0" });
});
