import assert from "node:assert/strict";
import { test } from "node:test";
import { droppableTest } from "../../../static/js/media/droppable.js";
import { nalLengthBytes } from "../../../static/js/media/h264.js";

const REFERENCE_SLICE = 0x41;
const DISPOSABLE_SLICE = 0x01;
const SEI = 0x06;
const IDR = 0x65;

const AVCC = Uint8Array.from([1, 100, 0, 31, 0xff, 0xe1]);

/** @param {Uint8Array} data @param {number} lengthBytes */
function isDroppable(data, lengthBytes) {
  return droppableTest("avc1.64001f", lengthBytes ? AVCC : null)(data);
}

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

/** Of HEVC: lengths of four bytes, and so many temporal layers. @param {number} layers */
const hvcc = (layers) => Uint8Array.from({ length: 23 }, (_, at) => (at === 21 ? (layers << 3) | 3 : 0));
/** @param {number} type */
const hevc = (type) => sized([35 << 1, 1, 0x50], [type << 1, 1, 5]);

test("of HEVC pictures are left out that nothing refers to, if there is one temporal layer", () => {
  const [TRAIL_N, TRAIL_R, RASL_N, IDR_W_RADL, CRA] = [0, 1, 8, 19, 21];
  const test = droppableTest("hvc1.1.6.L93.B0", hvcc(1));
  assert.deepEqual(
    [TRAIL_N, TRAIL_R, RASL_N, IDR_W_RADL, CRA].map((type) => test(hevc(type))),
    [true, false, true, false, false],
  );
  assert.equal(droppableTest("hvc1.1.6.L93.B0", hvcc(2))(hevc(TRAIL_N)), false);
  assert.equal(droppableTest("hvc1.1.6.L93.B0", null)(hevc(TRAIL_N)), false);
  assert.equal(droppableTest("vp09.00.10.08", null)(hevc(TRAIL_N)), false);
});
