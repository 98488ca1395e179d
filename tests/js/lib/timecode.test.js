import assert from "node:assert/strict";
import { test } from "node:test";
import { timecodeFormat, timecodeParse } from "../../../static/js/lib/timecode.js";

test("it works: seconds become a timecode and come back", () => {
  assert.equal(timecodeFormat(3725.25), "01:02:05.250");
  assert.equal(timecodeParse("01:02:05.250"), 3725.25);
});

test("a day of video keeps its milliseconds", () => {
  assert.equal(timecodeFormat(86_399.999), "23:59:59.999");
  assert.equal(timecodeFormat(86_400), "24:00:00.000");
});

test("rounding up carries over into the minutes", () => {
  assert.equal(timecodeFormat(59.9996), "00:01:00.000");
});

for (const [text, seconds] of /** @type {[string, number][]} */ ([
  ["7", 7],
  ["7.5", 7.5],
  ["7,5", 7.5],
  ["1:30", 90],
  [" 1:00:00 ", 3600],
  ["90", 90],
])) {
  test(`“${text}” is read as ${seconds} s`, () => assert.equal(timecodeParse(text), seconds));
}

for (const text of ["", "abc", "-1", "1:2:3:4", "1:123:00", "1e3", "1:-2"]) {
  test(`“${text}” is refused with the form to write`, () => {
    assert.throws(() => timecodeParse(text), /HH:MM:SS\.mmm/);
  });
}

test("every millisecond of an hour survives the way to the screen and back", () => {
  for (let milliseconds = 0; milliseconds < 3_600_000; milliseconds += 997) {
    assert.equal(Math.round(timecodeParse(timecodeFormat(milliseconds / 1000)) * 1000), milliseconds);
  }
});
