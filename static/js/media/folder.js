import { sleep } from "./backoff.js";
import { nameNumbered } from "./names.js";

const LOCKED_MS = 100;
const LOCKED_TRIES = 30;

/**
 * A new file, whatever is there already.
 * @param {FileSystemDirectoryHandle} directory
 * @param {string} name
 */
export async function fileCreate(directory, name) {
  for (let number = 1; ; number += 1) {
    const free = nameNumbered(name, number);
    if (!(await exists(directory, free))) return directory.getFileHandle(free, { create: true });
  }
}

/**
 * @param {FileSystemDirectoryHandle} directory
 * @param {string} name
 */
async function exists(directory, name) {
  try {
    await directory.getFileHandle(name);
    return true;
  } catch (error) {
    const { name: kind } = /** @type {Error} */ (error);
    if (kind === "NotFoundError") return false;
    if (kind === "TypeMismatchError") return true;
    throw error;
  }
}

/**
 * A new folder inside one, whatever is there already.
 * @param {FileSystemDirectoryHandle} directory
 * @param {string} name
 */
export async function folderCreate(directory, name) {
  for (let number = 1; ; number += 1) {
    const free = nameNumbered(name, number);
    if (!(await exists(directory, free))) return directory.getDirectoryHandle(free, { create: true });
  }
}

/**
 * Takes away a file or a whole folder. The browser lets go of a file that was being written only a moment
 * after it says so.
 * @param {FileSystemDirectoryHandle} directory
 * @param {string} name
 */
export async function entryRemove(directory, name) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await directory.removeEntry(name, { recursive: true });
    } catch (error) {
      const { name: kind } = /** @type {Error} */ (error);
      if (kind !== "NoModificationAllowedError" || tries === LOCKED_TRIES) throw error;
      await sleep(LOCKED_MS);
    }
  }
}
