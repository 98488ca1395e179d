import assert from "node:assert/strict";
import { test } from "node:test";
import { dateAt, ELAPSED, timesMake } from "../../../static/js/clock/times.js";

const times = timesMake("2023-06-14T09:30:00");

test("without a start times are elapsed", () => {
  assert.equal(timesMake(""), ELAPSED);
  assert.equal(ELAPSED.format(5), "00:00:05.000");
  assert.equal(dateAt(ELAPSED, 5), "");
});

test("with a start times are those of the clock", () => {
  assert.equal(times.format(0), "09:30:00.000");
  assert.equal(times.format(96.5), "09:31:36.500");
  assert.equal(times.format(15 * 3600), "00:30:00.000 +1");
  assert.equal(times.format(14.5 * 3600 - 0.0001), "00:00:00.000 +1");
  assert.equal(dateAt(times, 15 * 3600), "2023-06-15");
});

test("what is shown reads as what it was", () => {
  for (let seconds = 0; seconds < 3 * 86_400; seconds += 4321.123) {
    assert.ok(Math.abs(times.parse(times.format(seconds)) - seconds) <= 0.0005 + 1e-9, times.format(seconds));
  }
});

test("a time of day without a date is the first one after the start", () => {
  assert.equal(times.parse("09:30"), 0);
  assert.equal(times.parse("9:31:36,5"), 96.5);
  assert.equal(times.parse("00:30"), 15 * 3600);
  assert.equal(times.parse("09:29:59"), 86_399);
  assert.equal(times.parse("10:00 +1"), 86_400 + 1800);
});

test("before the start is before the video", () => assert.equal(times.parse("09:00 +0"), -1800));

for (const text of ["", "12", "24:00", "12:60", "12:00:60", "09:30:00 +", "noon"]) {
  test(`"${text}" is no time of day`, () => {
    assert.throws(() => times.parse(text), { name: "RangeError", message: /HH:MM:SS/ });
  });
}
