// Where videos come in: the input, the button, and files dropped anywhere on the page.

import { elementGet } from "../lib/dom.js";
import { pickerAttach } from "../lib/picker.js";

/** @typedef {import("../lib/picker.js").Picked} Picked */

/**
 * @param {ParentNode} root
 * @param {(picked: Picked[]) => void} onPick
 * @returns {{open(): void}}
 */
export function videosAttach(root, onPick) {
  const zone = elementGet(root, "[data-drop-zone]");
  const input = /** @type {HTMLInputElement} */ (elementGet(root, "[data-file-input]"));
  const button = elementGet(root, "[data-choose]");
  pickerAttach(input, onPick);
  button.hidden = false;
  // one stop for the keyboard: the button opens the same picker
  input.tabIndex = -1;
  const open = () => input.click();
  button.addEventListener("click", open);
  dropAttach(zone, onPick);
  return { open };
}

/**
 * @param {HTMLElement} zone
 * @param {(picked: Picked[]) => void} onPick
 */
function dropAttach(zone, onPick) {
  let depth = 0;
  const mark = (/** @type {number} */ step) => {
    depth = Math.max(0, depth + step);
    zone.classList.toggle("drop-zone--over", depth > 0);
  };
  document.addEventListener("dragenter", (event) => hasFiles(event) && mark(1));
  document.addEventListener("dragleave", (event) => hasFiles(event) && mark(-1));
  document.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(-depth);
    if (zone.inert) return;
    droppedRead(/** @type {DataTransfer} */ (event.dataTransfer)).then(onPick);
  });
}

/** @param {DragEvent} event */
function hasFiles(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/**
 * The items are empty after the event, so all are asked for before the first wait.
 * @param {DataTransfer} data
 * @returns {Promise<Picked[]>}
 */
async function droppedRead(data) {
  const items = [...data.items].filter((item) => item.kind === "file");
  const pending = items.map(async (item) => {
    const file = item.getAsFile();
    const handle = await dropHandle(item);
    return file && handle?.kind !== "directory" ? { file, handle } : null;
  });
  const picked = await Promise.all(pending);
  return /** @type {Picked[]} */ (picked.filter((one) => one !== null));
}

/**
 * @param {DataTransferItem} item
 * @returns {Promise<any>}
 */
async function dropHandle(item) {
  if (!("getAsFileSystemHandle" in item)) return null;
  return /** @type {any} */ (item).getAsFileSystemHandle().catch(() => null);
}
