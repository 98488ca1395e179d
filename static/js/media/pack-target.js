/*
 * Where a dataset pack is written: a new folder inside the one the user chose, or a zip. Nothing is kept in
 * memory: a file is on its way to the disk before the next one is made.
 */
import { entryRemove, folderCreate } from "./folder.js";
import { zipStreamOpen } from "./zip.js";

/**
 * @typedef {{kind: "folder", directory: FileSystemDirectoryHandle} | {kind: "zip", handle: FileSystemFileHandle | null}}
 *   PackPlace a zip without a handle is handed back for the browser's downloads
 *
 * @typedef {object} PackTarget
 * @property {(path: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>} add path: with at most one folder
 * @property {() => Promise<{name: string, blob: Blob | null}>} end
 * @property {() => Promise<void>} drop takes away what was written
 */

const DOWNLOADS = "smartcut-packs";
const DOWNLOADS_KEPT_MS = 6 * 3600 * 1000;

/**
 * @param {PackPlace} place
 * @param {string} name without an extension
 * @returns {Promise<PackTarget>}
 */
export async function packTargetOpen(place, name) {
  if (place.kind === "folder") return folderOpen(place.directory, name);
  if (place.handle) return zipOpen(place.handle, place.handle.name, false);
  const handle = await downloadsFile().catch(() => null);
  return handle ? zipOpen(handle, `${name}.zip`, true) : zipOfBlobsOpen(`${name}.zip`);
}

/**
 * @param {FileSystemDirectoryHandle} parent
 * @param {string} name
 * @returns {Promise<PackTarget>}
 */
async function folderOpen(parent, name) {
  const folder = await folderCreate(parent, name);
  return {
    async add(path, bytes) {
      const [file, inside] = path.split("/").reverse();
      const directory = inside ? await folder.getDirectoryHandle(inside, { create: true }) : folder;
      const handle = await directory.getFileHandle(file, { create: true });
      const writable = await handle.createWritable();
      await writable.write(bytes);
      await writable.close();
    },
    end: async () => ({ name: folder.name, blob: null }),
    drop: () => entryRemove(parent, folder.name),
  };
}

/**
 * The browser writes beside the file and puts it in place when it is closed.
 * @param {FileSystemFileHandle} handle
 * @param {string} name
 * @param {boolean} isHandedBack
 * @returns {Promise<PackTarget>}
 */
async function zipOpen(handle, name, isHandedBack) {
  const writable = await handle.createWritable();
  const zip = zipStreamOpen(writable);
  return {
    add: zip.add,
    async end() {
      await zip.end();
      await writable.close();
      return { name, blob: isHandedBack ? await handle.getFile() : null };
    },
    drop: () => writable.abort(),
  };
}

/**
 * Where pages cannot write files: browsers keep large blobs on the disk.
 * @param {string} name
 * @returns {PackTarget}
 */
function zipOfBlobsOpen(name) {
  /** @type {Blob[]} */
  const parts = [];
  const zip = zipStreamOpen({ write: (bytes) => parts.push(new Blob([bytes])) });
  return {
    add: zip.add,
    async end() {
      await zip.end();
      return { name, blob: new Blob(parts) };
    },
    async drop() {
      parts.length = 0;
    },
  };
}

/** In a folder of the browser's own: a Blob from there is read from the disk when it is downloaded. */
async function downloadsFile() {
  const root = await navigator.storage.getDirectory();
  const all = await root.getDirectoryHandle(DOWNLOADS, { create: true });
  for await (const name of all.keys()) {
    // nobody says when a download is over, so old ones go when the next come
    const isOld = Date.now() - Number.parseInt(name, 10) > DOWNLOADS_KEPT_MS;
    if (isOld) await all.removeEntry(name).catch(() => {});
  }
  const handle = await all.getFileHandle(`${Date.now()}-${crypto.randomUUID()}`, { create: true });
  // some browsers have the folder and no way to write into it
  if (!handle.createWritable) throw new Error("no createWritable");
  return handle;
}
