import assert from "node:assert/strict";
import { test } from "node:test";
import { CLOCK_UNKNOWN, clockGuess, clockGuessInside } from "../../../static/js/clock/guess.js";

const NOW = Date.UTC(2023, 6, 1);

/** @param {string} name @param {number} [lastModified] */
function file(name, lastModified = NOW) {
  return new File(["no video"], name, { lastModified });
}

test("the file name says when the recording began", () => {
  const known = { clockStart: "2023-06-14T09:30:00", clockSource: "name" };
  assert.deepEqual(clockGuess(file("cam_20230614_093000.mp4"), NOW), known);
});

test("a folder's date counts where the browser tells the folder", () => {
  const dav = file("09.30.00-10.00.00[M][0@0][0].dav", 0);
  assert.deepEqual(clockGuess(dav, NOW), CLOCK_UNKNOWN);
  Object.defineProperty(dav, "webkitRelativePath", { value: `2023-06-14/001/dav/09/${dav.name}` });
  assert.equal(clockGuess(dav, NOW).clockStart, "2023-06-14T09:30:00");
});

test("a name with the date of a recorder that lost its clock, or of the future, says nothing", () => {
  assert.deepEqual(clockGuess(file("cam_20000101_000000.mp4"), NOW), CLOCK_UNKNOWN);
  assert.deepEqual(clockGuess(file("cam_20230703_093000.mp4"), NOW), CLOCK_UNKNOWN);
});

test("a file that is no container says nothing", async () => {
  assert.deepEqual(await clockGuessInside(file("cam.mp4"), 60), CLOCK_UNKNOWN);
});
