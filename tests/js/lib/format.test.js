import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bytesFormat,
  countFormat,
  durationFormat,
  numberFormat,
  rateFormat,
} from "../../../static/js/lib/format.js";

// a number and its unit stay on one line: \u00a0 between them

test("sizes are counted in steps of 1024 and keep one digit below ten", () => {
  assert.equal(bytesFormat(1536), "1.5\u00a0kB");
  assert.equal(bytesFormat(23.4 * 1024 ** 2), "23\u00a0MB");
  assert.equal(bytesFormat(25 * 1024 ** 3), "25\u00a0GB");
});

test("a file of a few bytes is not shown as empty", () => {
  assert.equal(bytesFormat(24), "0.1\u00a0kB");
  assert.equal(bytesFormat(0), "0\u00a0kB");
});

test("counts are grouped", () => assert.equal(countFormat(17_280), "17,280"));

test("slow rates keep a digit, fast ones do not", () => {
  assert.equal(rateFormat(1.26), "1.3 frames/s");
  assert.equal(rateFormat(51.7), "52 frames/s");
});

test("a duration shows its two largest units", () => {
  assert.equal(durationFormat(42), "42\u00a0sec");
  assert.equal(durationFormat(95), "1\u00a0min 35\u00a0sec");
  assert.equal(durationFormat(5025), "1\u00a0hr 23\u00a0min");
});

test("a whole hour or day has no zero minutes", () => {
  assert.equal(durationFormat(3600), "1\u00a0hr");
  assert.equal(durationFormat(86_400), "24\u00a0hr");
});

test("a number keeps its fraction", () => {
  assert.equal(numberFormat(0.5), "0.5");
  assert.equal(numberFormat(3600), "3600");
});
