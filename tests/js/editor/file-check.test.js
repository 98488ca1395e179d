import assert from "node:assert/strict";
import { openAsBlob } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileCheck } from "../../../static/js/editor/file-check.js";
import { fileFingerprint } from "../../../static/js/media/fingerprint.js";

const FILE = new File(["frames"], "camera.mp4");

test("the same file is taken", async () => {
  assert.equal(await fileCheck(FILE, await requestOf(FILE)), "");
});

test("another file of the same size is refused by its name", async () => {
  const other = new File(["FRAMES"], "other.mp4");
  assert.match(await fileCheck(other, await requestOf(FILE)), /^other\.mp4 is another file/);
});

test("a file that was moved away is told, not thrown", async () => {
  const folder = await mkdtemp(join(tmpdir(), "smartcut-"));
  const path = join(folder, "camera.mp4");
  await writeFile(path, "frames");
  const gone = /** @type {File} */ (await openAsBlob(path));
  await rm(folder, { recursive: true });
  const request = await requestOf(FILE);
  assert.match(await fileCheck(gone, request), /can no longer be read.*Choose it again/);
});

/** @param {File} file */
async function requestOf(file) {
  return { fingerprint: await fileFingerprint(file), size: file.size, title: file.name };
}
