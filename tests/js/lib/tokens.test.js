import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../../../static/css/tokens.css", import.meta.url), "utf8");

/** @param {string} selector */
function tokensOf(selector) {
  const start = css.indexOf(`${selector} {`);
  assert.notEqual(start, -1, selector);
  const body = css.slice(start, css.indexOf("}", start));
  return Object.fromEntries(
    [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  );
}

/** @param {string} hex */
function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * @param {string} a
 * @param {string} b
 */
function contrast(a, b) {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const light = tokensOf(":root");
const dark = tokensOf(':root[data-theme="dark"]');

test("the dark theme is the same by the switch and by the system", () => {
  assert.deepEqual(tokensOf(':root:not([data-theme="light"])'), dark);
});

test("every colour of the light theme has its dark one", () => {
  const names = Object.keys(light).filter((name) => /^--(color|shadow)/.test(name));
  assert.deepEqual(Object.keys(dark), names);
});

/** @type {[string, string, number][]} text and what must be told apart: foreground, ground, ratio of WCAG AA */
const PAIRS = [
  ["text", "bg", 4.5],
  ["text", "surface", 4.5],
  ["text-muted", "bg", 4.5],
  ["text-muted", "surface", 4.5],
  ["text-muted", "surface-2", 4.5],
  ["accent", "surface", 4.5],
  ["accent", "accent-soft", 4.5],
  ["accent-text", "accent", 4.5],
  ["accent-text", "accent-hover", 4.5],
  ["danger", "surface", 4.5],
  ["danger", "danger-soft", 4.5],
  ["warning", "warning-soft", 4.5],
  ["success", "success-soft", 4.5],
  ["border-strong", "surface", 3],
  ["border-strong", "bg", 3],
  ["focus", "bg", 3],
  ["focus", "surface", 3],
  ["segment", "surface", 3],
  ["segment-selected", "surface", 3],
  ["curve", "surface", 3],
];
for (const [theme, tokens] of Object.entries({ light, dark })) {
  for (const [front, ground, ratio] of PAIRS) {
    test(`in the ${theme} theme ${front} stands out from ${ground} by ${ratio}`, () => {
      const found = contrast(tokens[`--color-${front}`], tokens[`--color-${ground}`]);
      assert.ok(found >= ratio, `${found.toFixed(2)} : 1`);
    });
  }
}
