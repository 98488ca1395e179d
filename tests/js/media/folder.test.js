import assert from "node:assert/strict";
import { test } from "node:test";
import { entryRemove } from "../../../static/js/media/folder.js";

/**
 * @param {number} lockedTimes
 * @param {string} [kind]
 */
function folder(lockedTimes, kind = "NoModificationAllowedError") {
  /** @type {string[]} */
  const asked = [];
  /** @param {string} name */
  async function removeEntry(name) {
    asked.push(name);
    if (asked.length <= lockedTimes) throw new DOMException("locked", kind);
  }
  return {
    asked,
    directory: /** @type {FileSystemDirectoryHandle} */ (/** @type {unknown} */ ({ removeEntry })),
  };
}

test("a file that the browser still holds is taken away when it is free", async () => {
  const { asked, directory } = folder(2);
  await entryRemove(directory, "clip.mp4");
  assert.deepEqual(asked, ["clip.mp4", "clip.mp4", "clip.mp4"]);
});

test("what cannot be taken away for another reason is told at once", async () => {
  const { asked, directory } = folder(1, "NotAllowedError");
  await assert.rejects(entryRemove(directory, "clip.mp4"), { name: "NotAllowedError" });
  assert.equal(asked.length, 1);
});
