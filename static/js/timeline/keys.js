/** What keys mean: on a slider, and as shortcuts of the page. */

/** @typedef {{ small: number, big: number }} Steps */
/** @typedef {{ key: string, code: string, shiftKey: boolean, ctrlKey: boolean, metaKey: boolean, altKey: boolean }} Key */

const FORWARD = new Set(["ArrowRight", "ArrowUp", "PageUp"]);
const BACK = new Set(["ArrowLeft", "ArrowDown", "PageDown"]);

/**
 * Where a key moves a slider from `value`, or null for a key that does not.
 * @param {Key} event @param {number} value @param {Steps} steps @param {{ min: number, max: number }} range
 */
export function sliderValue(event, value, { small, big }, { min, max }) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === "Home") return min;
  if (event.key === "End") return max;
  const direction = FORWARD.has(event.key) ? 1 : BACK.has(event.key) ? -1 : 0;
  if (!direction) return null;
  const step = event.shiftKey || event.key.startsWith("Page") ? big : small;
  return Math.min(max, Math.max(min, value + direction * step));
}

/**
 * Name of the key with its modifiers, the same in every keyboard layout: "Ctrl+z", "Shift+ArrowLeft", "[".
 * @param {Key} event
 */
export function keyName(event) {
  const key = latinKey(event);
  const isNamed = key.length > 1;
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const shift = event.shiftKey && (isNamed || control) ? "Shift+" : "";
  return event.altKey ? "" : `${control}${shift}${key}`;
}

/** @param {Key} event */
function latinKey({ key, code }) {
  if (key === " ") return "Space";
  if (key.length > 1 || key.charCodeAt(0) < 128) return key.length > 1 ? key : key.toLowerCase();
  if (code.startsWith("Key")) return code.slice(3).toLowerCase();
  return { BracketLeft: "[", BracketRight: "]" }[code] ?? key;
}
