import assert from "node:assert/strict";
import { test } from "node:test";
import { isDroppable, nalLengthBytes } from "../../../static/js/media/h264.js";

const REFERENCE_SLICE = 0x41;
const DISPOSABLE_SLICE = 0x01;
const SEI = 0x06;
const IDR = 0x65;

/** @param {number[][]} nals */
const sized = (...nals) => Uint8Array.from(nals.flatMap((nal) => [0, 0, 0, nal.length, ...nal]));
/** @param {number[][]} nals */
const started = (...nals) => Uint8Array.from(nals.flatMap((nal) => [0, 0, 0, 1, ...nal]));

test("a slice that nothing refers to may be left out, with lengths as with start codes", () => {
  assert.equal(isDroppable(sized([SEI, 1, 2], [DISPOSABLE_SLICE, 5]), 4), true);
  assert.equal(isDroppable(started([SEI, 1, 2], [DISPOSABLE_SLICE, 5]), 0), true);
});

test("references and keyframes are kept", () => {
  for (const slice of [REFERENCE_SLICE, IDR]) {
    assert.equal(isDroppable(sized([SEI, 1], [slice, 5]), 4), false);
    assert.equal(isDroppable(started([SEI, 1], [slice, 5]), 0), false);
  }
});

test("what is not understood is kept", () => {
  assert.equal(isDroppable(new Uint8Array(0), 4), false);
  assert.equal(isDroppable(Uint8Array.from([255, 255, 255, 255, 1]), 4), false);
  assert.equal(isDroppable(sized([SEI, 1]), 4), false);
});

test("the size of the length field is in the decoder configuration", () => {
  assert.equal(nalLengthBytes("avc1.64001f", Uint8Array.from([1, 100, 0, 31, 0xff, 0xe1])), 4);
  assert.equal(nalLengthBytes("avc1.64001f", null), 0);
  assert.equal(nalLengthBytes("hvc1.1.6.L93", Uint8Array.from([1, 1, 1, 1, 1, 1])), null);
});
