import assert from "node:assert/strict";
import { test } from "node:test";
import { keyName, sliderValue } from "../../../static/js/timeline/keys.js";

const STEPS = { small: 0.04, big: 1 };
const RANGE = { min: 0, max: 100 };

/** @param {string} name @param {Partial<import("../../../static/js/timeline/keys.js").Key>} [more] */
function key(name, more = {}) {
  return { key: name, code: "", shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more };
}

test("arrows move by one step, with Shift by a big one", () => {
  assert.equal(sliderValue(key("ArrowRight"), 10, STEPS, RANGE), 10.04);
  assert.equal(sliderValue(key("ArrowLeft"), 10, STEPS, RANGE), 9.96);
  assert.equal(sliderValue(key("ArrowRight", { shiftKey: true }), 10, STEPS, RANGE), 11);
  assert.equal(sliderValue(key("PageDown"), 10, STEPS, RANGE), 9);
});

test("Home and End go as far as possible, arrows not further", () => {
  assert.equal(sliderValue(key("Home"), 10, STEPS, RANGE), 0);
  assert.equal(sliderValue(key("End"), 10, STEPS, RANGE), 100);
  assert.equal(sliderValue(key("ArrowRight"), 100, STEPS, RANGE), 100);
});

test("other keys, and those of the browser, are left alone", () => {
  assert.equal(sliderValue(key("a"), 10, STEPS, RANGE), null);
  assert.equal(sliderValue(key("ArrowLeft", { altKey: true }), 10, STEPS, RANGE), null);
  assert.equal(keyName(key("ArrowLeft", { altKey: true })), "");
});

test("a shortcut is the same key in a Russian layout", () => {
  assert.equal(keyName(key("ы", { code: "KeyS" })), "s");
  assert.equal(keyName(key("я", { code: "KeyZ", ctrlKey: true })), "Ctrl+z");
  assert.equal(keyName(key("х", { code: "BracketLeft" })), "[");
});

test("modifiers are named where they matter", () => {
  assert.equal(keyName(key("Z", { ctrlKey: true, shiftKey: true })), "Ctrl+Shift+z");
  assert.equal(keyName(key("z", { metaKey: true })), "Ctrl+z");
  assert.equal(keyName(key("?", { shiftKey: true })), "?");
  assert.equal(keyName(key("ArrowLeft", { shiftKey: true })), "Shift+ArrowLeft");
  assert.equal(keyName(key(" ")), "Space");
});
