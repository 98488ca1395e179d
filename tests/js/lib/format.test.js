import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bytesFormat,
  countFormat,
  durationFormat,
  numberFormat,
  rateFormat,
} from "../../../static/js/lib/format.js";

test("sizes are counted in steps of 1024 and keep one digit below ten", () => {
  assert.equal(bytesFormat(1536), "1.5 kB");
  assert.equal(bytesFormat(23.4 * 1024 ** 2), "23 MB");
  assert.equal(bytesFormat(25 * 1024 ** 3), "25 GB");
});

test("a file of a few bytes is not shown as empty", () => {
  assert.equal(bytesFormat(24), "0.1 kB");
  assert.equal(bytesFormat(0), "0 kB");
});

test("counts are grouped", () => assert.equal(countFormat(17_280), "17,280"));

test("slow rates keep a digit, fast ones do not", () => {
  assert.equal(rateFormat(1.26), "1.3 frames/s");
  assert.equal(rateFormat(51.7), "52 frames/s");
});

test("a duration shows its two largest units", () => {
  assert.equal(durationFormat(42), "42 sec");
  assert.equal(durationFormat(95), "1 min 35 sec");
  assert.equal(durationFormat(5025), "1 hr 23 min");
});

test("a whole hour or day has no zero minutes", () => {
  assert.equal(durationFormat(3600), "1 hr");
  assert.equal(durationFormat(86_400), "24 hr");
});

test("a number keeps its fraction", () => {
  assert.equal(numberFormat(0.5), "0.5");
  assert.equal(numberFormat(3600), "3600");
});
