import assert from "node:assert/strict";
import { test } from "node:test";
import { fileFingerprint } from "../../../static/js/media/fingerprint.js";

const MIB = 1024 * 1024;

/**
 * @param {number} size
 * @param {Record<number, number>} [changes]
 */
function file(size, changes = {}) {
  const bytes = new Uint8Array(size);
  for (const [position, value] of Object.entries(changes)) bytes[Number(position)] = value;
  return new Blob([bytes]);
}

test("the same file has the same fingerprint, 64 digits long", async () => {
  const print = await fileFingerprint(file(5 * MIB));
  assert.match(print, /^[0-9a-f]{64}$/);
  assert.equal(print, await fileFingerprint(file(5 * MIB)));
});

test("size, head, middle and tail make a difference", async () => {
  const files = [
    file(5 * MIB),
    file(5 * MIB + 1),
    file(5 * MIB, { 0: 1 }),
    file(5 * MIB, { [2.5 * MIB]: 1 }),
    file(5 * MIB, { [5 * MIB - 1]: 1 }),
  ];
  const prints = await Promise.all(files.map(fileFingerprint));
  assert.equal(new Set(prints).size, files.length);
});

test("a small file is looked at whole, an empty one too", async () => {
  assert.notEqual(await fileFingerprint(file(1000)), await fileFingerprint(file(1000, { 999: 1 })));
  assert.match(await fileFingerprint(file(0)), /^[0-9a-f]{64}$/);
});
