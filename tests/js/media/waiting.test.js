import assert from "node:assert/strict";
import { test } from "node:test";
import { backoffMs } from "../../../static/js/media/backoff.js";
import { rateMeter, secondsLeft } from "../../../static/js/media/rate.js";

test("pauses grow, up to half a minute, and differ from browser to browser", () => {
  assert.equal(backoffMs(0, 1), 500);
  assert.equal(backoffMs(3, 1), 4000);
  assert.equal(backoffMs(60, 1), 30_000);
  assert.equal(backoffMs(3, 0), 2000);
});

test("the rate is that of the last half minute", () => {
  const meter = rateMeter();
  for (let second = 0; second <= 60; second += 1) meter.add(second, Math.min(second, 30) * 10);
  for (let second = 61; second <= 100; second += 1) meter.add(second, 300 + (second - 60) * 2);
  assert.equal(meter.perSecond(), 2);
});

test("nobody knows the time left before two marks or while nothing moves", () => {
  const meter = rateMeter();
  assert.equal(secondsLeft(100, meter.perSecond()), null);
  meter.add(0, 0);
  assert.equal(secondsLeft(100, meter.perSecond()), null);
  meter.add(10, 0);
  assert.equal(secondsLeft(100, meter.perSecond()), null);
  meter.add(20, 40);
  assert.equal(secondsLeft(100, meter.perSecond()), 50);
});
