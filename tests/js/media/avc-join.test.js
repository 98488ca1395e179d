import assert from "node:assert/strict";
import test from "node:test";
import { avcDescriptionMend } from "../../../static/js/media/avc-join.js";
import { avcRecordRead } from "../../../static/js/media/avc-record.js";
import { unitsJoin } from "../../../static/js/media/avc-units.js";

const SPS = Uint8Array.of(0x67, 100, 0, 31, 0xac, 0xd9);
const PPS = Uint8Array.of(0x68, 0xeb, 0xec);
const IDR = Uint8Array.of(0x65, 1, 2, 3);
// as of Firefox 153: the header of the set stands twice, and its end is missing
const BROKEN = Uint8Array.of(1, 100, 0, 31, 3, 0xe1, 0, 4, 0x67, 0x67, 100, 0, 1, 0, 3, 0x68, 0xeb, 0xec);

test("a broken description gives way to the parameter sets of the first packet", () => {
  const mended = avcDescriptionMend(BROKEN, unitsJoin([SPS, PPS, IDR], 4));
  const { head, sps, pps, rest } = avcRecordRead(mended);
  assert.deepEqual([...head], [1, 100, 0, 31, 0xff]);
  assert.deepEqual(sps, [SPS]);
  assert.deepEqual(pps, [PPS]);
  assert.deepEqual([...rest], [0xfd, 0xf8, 0xf8, 0]);
});

test("a packet without parameter sets leaves the description as it is", () => {
  assert.equal(avcDescriptionMend(BROKEN, unitsJoin([IDR], 4)), BROKEN);
});
