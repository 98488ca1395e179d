import assert from "node:assert/strict";
import { test } from "node:test";
import { newCount } from "../../../static/js/editor/teaching.js";

const ONE = { start: 10, stop: 25 };
const OTHER = { start: 100, stop: 130.5 };

test("only segments that were not there count as new", () => {
  assert.equal(newCount([ONE, OTHER], [ONE]), 1);
  assert.equal(newCount([ONE], [ONE, OTHER]), 0);
  assert.equal(newCount([{ ...ONE, stop: 26 }], [ONE]), 0);
  assert.equal(newCount([{ start: 25, stop: 40 }], [ONE]), 1);
  assert.equal(newCount([], []), 0);
});
