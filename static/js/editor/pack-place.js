// Asks where a dataset pack shall be saved.

/** @typedef {import("../media/pack-target.js").PackPlace} PackPlace */

// not in the standard library of types yet
const pickers = /** @type {any} */ (globalThis);

/** Whether the browser can write into folders. */
export function foldersAreThere() {
  return "showDirectoryPicker" in pickers;
}

/**
 * @param {"folder" | "zip"} kind @param {string} name of the zip that is proposed
 * @returns {Promise<PackPlace | null>} null when the user changed their mind
 */
export async function packPlaceAsk(kind, name) {
  try {
    if (kind === "folder") return { kind, directory: await folderAsk() };
    return { kind, handle: "showSaveFilePicker" in pickers ? await fileAsk(name) : null };
  } catch (error) {
    if (/** @type {Error} */ (error).name === "AbortError") return null;
    // the page may not ask (a frame of another site, a policy): downloads are left
    return { kind: "zip", handle: null };
  }
}

/** @returns {Promise<FileSystemDirectoryHandle>} */
function folderAsk() {
  return pickers.showDirectoryPicker({ id: "packs", mode: "readwrite" });
}

/** @param {string} suggestedName @returns {Promise<FileSystemFileHandle>} */
function fileAsk(suggestedName) {
  const types = [{ accept: { "application/zip": [".zip"] } }];
  return pickers.showSaveFilePicker({ id: "packs", suggestedName, types });
}
