// Keys of the page. They never act while somebody types in a field.

import { elementGet, elementMake } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { keyName } from "../timeline/keys.js";

/** @type {Record<string, string>} */
const COMMANDS = {
  Space: "play",
  p: "playSegment",
  ArrowLeft: "frameBack",
  ArrowRight: "frameForward",
  "Shift+ArrowLeft": "leapBack",
  "Shift+ArrowRight": "leapForward",
  Home: "toStart",
  End: "toEnd",
  "[": "previous",
  "]": "next",
  i: "setStart",
  o: "setStop",
  a: "add",
  s: "split",
  m: "merge",
  b: "bestFrame",
  y: "relevant",
  n: "irrelevant",
  Delete: "delete",
  Backspace: "delete",
  "Ctrl+z": "undo",
  "Ctrl+y": "redo",
  "Ctrl+Shift+z": "redo",
  "+": "zoomIn",
  "=": "zoomIn",
  "-": "zoomOut",
  z: "zoomSegment",
  0: "zoomFit",
  "?": "help",
};
const FIELDS = "input:not([type=checkbox], [type=radio], [type=range]), select, textarea, [contenteditable]";
const SETTING = "smartcut:single-keys";

/** @param {HTMLElement} root @param {import("./commands.js").Commands} commands @param {() => boolean} isReady */
export function shortcutsCreate(root, commands, isReady) {
  /** @type {HTMLInputElement} */
  const enabled = elementGet(root, "[data-keys-enabled]");
  enabled.checked = localStorage.getItem(SETTING) !== "off";
  enabled.addEventListener("change", () => localStorage.setItem(SETTING, enabled.checked ? "on" : "off"));
  helpFill(elementGet(root, "[data-help-keys]"));

  document.addEventListener("keydown", (event) => {
    const name = keyName(event);
    const command = COMMANDS[name];
    if (!command || event.defaultPrevented || !isReady() || isTaken(event, name)) return;
    if (!enabled.checked && name.length === 1 && name !== "?") return;
    event.preventDefault();
    commands[command]?.();
  });
}

/** Fields, open dialogs and pressed buttons have first call on a key. @param {KeyboardEvent} event @param {string} name */
function isTaken(event, name) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (document.querySelector("dialog[open]") || target.closest(FIELDS)) return true;
  if (name === "Space") return Boolean(target.closest("button, a, input, summary, label"));
  return /Arrow|Home|End/.test(name) && Boolean(target.closest("input"));
}

/** @param {HTMLElement} list */
function helpFill(list) {
  for (const [keys, text] of helpRows()) {
    const names = keys.flatMap((key, index) => [...(index ? [" "] : []), elementMake("kbd", {}, key)]);
    list.append(elementMake("dt", {}, ...names), elementMake("dd", {}, text));
  }
}

/** @returns {[string[], string][]} */
function helpRows() {
  return [
    [[gettext("Space")], gettext("Play or pause")],
    [["P"], gettext("Play the segment")],
    [["←", "→"], gettext("One frame back or forward")],
    [["Shift", "←", "→"], gettext("A bigger step back or forward")],
    [["Home", "End"], gettext("Start or end of the video")],
    [["[", "]"], gettext("Previous or next segment")],
    [["I", "O"], gettext("Set the start or the stop of the segment to the playhead")],
    [["A"], gettext("Add a segment at the playhead")],
    [["S"], gettext("Split the segment at the playhead")],
    [["M"], gettext("Merge the chosen segments, or this one with the next")],
    [["B"], gettext("Go to the best frame of the segment")],
    [["Y"], gettext("Mark the chosen segments, or this one, as relevant")],
    [["N"], gettext("Mark them as not relevant: they stay in the list, but are neither cut nor exported")],
    [["Delete"], gettext("Delete the chosen segments, or this one")],
    [["Ctrl", "Z"], gettext("Undo")],
    [["Ctrl", "Y"], gettext("Redo")],
    [["+", "−"], gettext("Zoom in or out")],
    [["Z", "0"], gettext("Zoom to the segment or to the whole video")],
    [["?"], gettext("This help")],
  ];
}
