import assert from "node:assert/strict";
import { test } from "node:test";
import { clockAt, clockForName, clockNormalize, secondOfDay } from "../../../static/js/clock/clock.js";

test("a field without seconds is completed", () => {
  assert.equal(clockNormalize("2023-06-14T09:30"), "2023-06-14T09:30:00");
  assert.equal(clockNormalize("2023-06-14T09:30:05"), "2023-06-14T09:30:05");
  assert.equal(clockNormalize("2023-06-14T09:30:05.123"), "2023-06-14T09:30:05");
});

for (const text of [
  "",
  "2023-06-14",
  "2023-02-30T09:30:00",
  "2023-06-14T24:00:00",
  "1904-01-01T00:00:00",
  "x",
]) {
  test(`"${text}" is no time of a recording`, () => assert.equal(clockNormalize(text), ""));
}

test("the clock runs on over midnight and the turn of the year", () => {
  assert.equal(clockAt("2023-12-31T23:59:00", 96.5), "2024-01-01T00:00:36.500");
  assert.equal(clockAt("2023-12-31T23:59:00", 0.0006), "2023-12-31T23:59:00.001");
});

test("no hour is lost or doubled where summer time begins or ends", () => {
  const before = process.env.TZ;
  process.env.TZ = "Europe/Berlin";
  assert.equal(clockAt("2023-03-26T01:30:00", 3600), "2023-03-26T02:30:00.000");
  assert.equal(clockNormalize("2023-03-26T02:30:00"), "2023-03-26T02:30:00");
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

test("a name has no colons", () => {
  assert.equal(clockForName("2023-06-14T09:30:00", 65.9), "2023-06-14_09.31.05");
});

test("a start is so many seconds after midnight", () => {
  assert.equal(secondOfDay("2023-06-14T00:00:00"), 0);
  assert.equal(secondOfDay("1995-06-14T09:30:05"), 34_205);
});
