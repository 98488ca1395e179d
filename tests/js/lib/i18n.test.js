import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { gettext, interpolate, ngettext, pgettext } from "../../../static/js/lib/i18n.js";

const page = /** @type {any} */ (globalThis);

afterEach(() => {
  delete page.gettext;
  delete page.ngettext;
  delete page.pgettext;
});

test("without a catalogue, as in workers, texts stay English", () => {
  assert.equal(gettext("Ready"), "Ready");
  assert.equal(pgettext("verb", "Cut"), "Cut");
  assert.equal(ngettext("%(count)s frame", "%(count)s frames", 1), "%(count)s frame");
  assert.equal(ngettext("%(count)s frame", "%(count)s frames", 0), "%(count)s frames");
});

test("a catalogue that is loaded is used", () => {
  page.gettext = (/** @type {string} */ text) => (text === "Ready" ? "Готово" : text);
  assert.equal(gettext("Ready"), "Готово");
});

test("named placeholders are filled in any order and as often as they stand", () => {
  const text = interpolate("%(b)s then %(a)s, %(b)s", { a: 1, b: "two" }, true);
  assert.equal(text, "two then 1, two");
});

test("a value that looks like a placeholder is not filled again", () => {
  assert.equal(interpolate("%(name)s", { name: "%(name)s $& .mp4" }, true), "%(name)s $& .mp4");
});
