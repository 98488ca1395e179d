import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { unsavedCreate, unsavedSendOnLeave } from "../../../static/js/editor/unsaved.js";

const SAVED = { revision: 4, segments: [{ start: 1, stop: 2, label: "" }] };

/** @type {Map<string, string>} */
let kept;
let isFull = false;

beforeEach(() => {
  kept = new Map();
  isFull = false;
  Object.defineProperty(globalThis, "sessionStorage", { value: storage, configurable: true });
});

const storage = {
  /** @param {string} key */
  getItem: (key) => kept.get(key) ?? null,
  /** @param {string} key @param {string} value */
  setItem(key, value) {
    if (isFull) throw new Error("QuotaExceededError");
    kept.set(key, value);
  },
  /** @param {string} key */
  removeItem: (key) => kept.delete(key),
};

test("an edit that is not saved survives a reload", () => {
  unsavedCreate("a").keep(SAVED);
  assert.deepEqual(unsavedCreate("a").read(), SAVED);
});

test("each request has its own", () => {
  unsavedCreate("a").keep(SAVED);
  assert.equal(unsavedCreate("b").read(), null);
});

test("what is saved is forgotten", () => {
  unsavedCreate("a").keep(SAVED);
  unsavedCreate("a").keep(null);
  assert.equal(unsavedCreate("a").read(), null);
});

test("a full storage does not stop the editor", () => {
  isFull = true;
  unsavedCreate("a").keep(SAVED);
  assert.equal(unsavedCreate("a").read(), null);
});

test("rubbish in the storage is no edit", () => {
  kept.set("smartcut:unsaved:a", "{");
  assert.equal(unsavedCreate("a").read(), null);
});

test("a list that is left behind outlives the page, unless it is too large for that", () => {
  const label = "ж".repeat(100);
  const large = { revision: 4, segments: Array(300).fill({ start: 1, stop: 2, label }) };
  assert.deepEqual(leave(SAVED), [{ method: "PUT", keepalive: true, body: JSON.stringify(SAVED) }]);
  assert.deepEqual(
    leave(large).map(({ keepalive }) => keepalive),
    [false],
  );
  assert.deepEqual(leave(null), []);
});

/** What is sent when the page is left. @param {import("../../../static/js/editor/saving.js").Saved | null} saved */
function leave(saved) {
  /** @type {{ method: string, keepalive: boolean, body: string }[]} */
  const sent = [];
  const page = new EventTarget();
  Object.assign(globalThis, {
    addEventListener: page.addEventListener.bind(page),
    /** @param {string} _url @param {{ method: string, keepalive: boolean, body: string }} init */
    async fetch(_url, { method, keepalive, body }) {
      sent.push({ method, keepalive, body });
    },
  });
  unsavedSendOnLeave("/segments", () => saved);
  page.dispatchEvent(new Event("pagehide"));
  return sent;
}
