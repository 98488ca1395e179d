// The preview asks for the video file, checks that it is the right one, and shows it.

import { elementGet } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { pickerAttach } from "../lib/picker.js";
import { handleLoad, handleSave } from "../lib/store.js";
import { fileCheck } from "./file-check.js";
import { previewStillsCreate } from "./preview-stills.js";

/** @typedef {import("./player.js").Player} Player */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {{ fingerprint: string, size: number, title: string, interval: number }} VideoRequest */
/** @typedef {ReturnType<typeof previewCreate>} Preview */

/**
 * @param {HTMLElement} root @param {VideoRequest} request @param {Store} store @param {Player} player
 * @param {(file: File) => void} onOpen
 */
export function previewCreate(root, request, store, player, onOpen) {
  const box = elementGet(root, "[data-preview]");
  const problem = elementGet(box, "[data-preview-problem]");
  const stills = previewStillsCreate(box, store, () => {
    problem.textContent = gettext(
      "This browser cannot play this video's format, but shows the picture at the cursor.",
    );
  });
  /** @type {File | null} */
  let opened = null;
  /** @type {Promise<string>} */
  let opening = Promise.resolve("");

  /** The reason why a file is not taken, "" when it is. @param {File} file @param {FileSystemFileHandle | null} [handle] */
  function open(file, handle = null) {
    // one after another: else the file that took longest to check would be shown
    opening = opening.then(() => checkAndShow(file, handle));
    return opening;
  }

  /** @param {File} file @param {FileSystemFileHandle | null} handle */
  async function checkAndShow(file, handle) {
    problem.textContent = "";
    box.dataset.busy = "";
    const reason = await fileCheck(file, request);
    delete box.dataset.busy;
    problem.textContent = reason;
    if (reason) return reason;
    opened = file;
    if (handle) void handleSave(request.fingerprint, handle);
    delete box.dataset.unplayable;
    stills.close();
    player.open(file);
    videoShow(box, true);
    onOpen(file);
    void stepsRead(file, request, store);
    return "";
  }

  player.video.addEventListener("error", () => {
    if (!player.hasVideo()) return;
    player.close();
    videoShow(box, false);
    box.dataset.unplayable = "";
    problem.textContent = gettext(
      "This browser cannot show this video's format. Editing and cutting go on without the picture.",
    );
    if (opened) stills.open(opened, request.interval);
  });
  /** @type {HTMLInputElement} */
  const input = elementGet(box, "[data-preview-file]");
  pickerAttach(input, ([{ file, handle }]) => void open(file, handle));
  dropAttach(elementGet(box, "[data-preview-drop]"), open);
  const offered = reopenOffer(box, request, open);
  return {
    open,
    file: () => opened,
    /** Waits for a file that is being checked, else asks for that of the last time, if there is a handle; needs a click. */
    async reopen() {
      await opening;
      const reopen = opened ? null : await offered;
      if (!opened) await reopen?.();
    },
  };
}

/** A frame is the smallest step once the video is known. @param {File} file @param {VideoRequest} request @param {Store} store */
async function stepsRead(file, { interval }, store) {
  try {
    const { videoProbe } = await import("../media/probe.js");
    const { frameRate } = await videoProbe(file);
    if (frameRate > 0) store.set({ steps: { small: 1 / frameRate, big: 1 } });
  } catch {
    store.set({ steps: { small: 0.04, big: Math.max(1, interval) } });
  }
}

/** The file of the last time, where the browser keeps a handle to it. @param {HTMLElement} box @param {VideoRequest} request @param {(file: File) => Promise<string>} open */
async function reopenOffer(box, request, open) {
  const handle = await handleLoad(request.fingerprint);
  if (!handle) return null;
  const button = elementGet(box, "[data-preview-reopen]");
  button.textContent = interpolate(gettext("Open %(name)s"), { name: handle.name }, true);
  button.hidden = false;
  elementGet(box, ".preview-file").classList.remove("button--primary");
  const reopen = () => handleOpen(handle, open, elementGet(box, "[data-preview-problem]"));
  button.addEventListener("click", reopen);
  if ((await permission(handle, "queryPermission")) === "granted") await reopen();
  return reopen;
}

/** @param {FileSystemFileHandle} handle @param {(file: File) => Promise<string>} open @param {HTMLElement} problem */
async function handleOpen(handle, open, problem) {
  try {
    if ((await permission(handle, "requestPermission")) !== "granted") return;
    await open(await handle.getFile());
  } catch {
    problem.textContent = gettext("The file is no longer where it was. Choose it again.");
  }
}

/** Not in the standard library of types yet. @param {any} handle @param {"queryPermission" | "requestPermission"} method @returns {Promise<PermissionState>} */
async function permission(handle, method) {
  return (await handle[method]?.({ mode: "read" })) ?? "granted";
}

/** @param {HTMLElement} area @param {(file: File, handle: FileSystemFileHandle | null) => void} onFile */
function dropAttach(area, onFile) {
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.dataset.over = "";
  });
  area.addEventListener("dragleave", () => delete area.dataset.over);
  area.addEventListener("drop", async (event) => {
    event.preventDefault();
    delete area.dataset.over;
    const item = /** @type {any} */ (event.dataTransfer?.items[0]);
    const file = event.dataTransfer?.files[0];
    const handle = await item?.getAsFileSystemHandle?.();
    if (file) onFile(file, handle?.kind === "file" ? handle : null);
  });
}

/** @param {HTMLElement} box @param {boolean} isShown */
function videoShow(box, isShown) {
  elementGet(box, "[data-preview-video]").hidden = !isShown;
  elementGet(box, "[data-preview-open]").hidden = isShown;
}
