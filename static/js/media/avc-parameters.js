import { unitEscape, unitUnescape } from "./avc-units.js";
import { bitsCopyRest, bitsRead, bitsWrite } from "./bits.js";

/**
 * @typedef {object} Appearance what a browser's encoder forgets to write
 * @property {VideoColorSpaceInit | null} colour null: as the encoder says
 * @property {{num: number, den: number}} pixelAspect
 *
 * @typedef {import("./bits.js").BitReader} BitReader
 * @typedef {import("./bits.js").BitWriter} BitWriter
 */

/** Profiles whose parameter sets say more about the samples (ITU-T H.264, 7.3.2.1.1). */
const HIGH = [100, 110, 122, 244, 44, 83, 86, 118, 128];
const OTHER_ASPECT = 255;
const UNSPECIFIED = 2;

/** Codes of ITU-T H.273. @type {Record<string, number>} */
const PRIMARIES = { bt709: 1, bt470bg: 5, smpte170m: 6, bt2020: 9, smpte432: 12 };
/** @type {Record<string, number>} */
const TRANSFERS = { bt709: 1, smpte170m: 6, linear: 8, "iec61966-2-1": 13, pq: 16, hlg: 18 };
/** @type {Record<string, number>} */
const MATRICES = { rgb: 0, bt709: 1, bt470bg: 5, smpte170m: 6, "bt2020-ncl": 9 };

/** @param {Uint8Array} sps */
export function spsId(sps) {
  return bitsRead(unitUnescape(sps.subarray(4))).ue();
}

/** @param {Uint8Array} pps */
export function ppsId(pps) {
  return bitsRead(unitUnescape(pps.subarray(1))).ue();
}

/**
 * @param {Uint8Array} pps
 * @param {{id: number, spsId: number}} ids
 */
export function ppsRenumber(pps, ids) {
  return unitRewrite(pps, (reader, writer) => {
    reader.ue();
    reader.ue();
    writer.ue(ids.id);
    writer.ue(ids.spsId);
    bitsCopyRest(reader, writer);
  });
}

/**
 * A slice that refers to another picture parameter set. Without CABAC nothing in it lies at a whole byte.
 * @param {Uint8Array} slice of a baseline stream
 * @param {(id: number) => number} idOf the new one from the old
 */
export function sliceRenumber(slice, idOf) {
  return unitRewrite(slice, (reader, writer) => {
    writer.ue(reader.ue());
    writer.ue(reader.ue());
    writer.ue(idOf(reader.ue()));
    bitsCopyRest(reader, writer);
  });
}

/**
 * @param {Uint8Array} sps
 * @param {number} id
 * @param {Appearance} appearance
 * @param {{isFollowed: boolean}} place isFollowed: another stream comes after this one, which is a baseline one
 */
export function spsRewrite(sps, id, appearance, { isFollowed }) {
  return unitRewrite(sps, (reader, writer) => {
    const profile = reader.bits(8);
    writer.bits(profile, 8);
    writer.bits(reader.bits(16), 16);
    reader.ue();
    writer.ue(id);
    const { num, den } = appearance.pixelAspect;
    const isAsItIs = !isFollowed && !appearance.colour && num === den;
    const references = isAsItIs || !samplesCopy(reader, writer, profile) ? null : pictureCopy(reader, writer);
    if (references === null) return bitsCopyRest(reader, writer);
    writer.bits(1, 1);
    usabilityWrite(writer, appearance, isFollowed ? references : null);
    writer.bits(1, 1);
  });
}

/**
 * @param {Uint8Array} unit
 * @param {(reader: BitReader, writer: BitWriter) => void} rewrite what follows the unit's first byte
 */
function unitRewrite(unit, rewrite) {
  const writer = bitsWrite();
  writer.bits(unit[0], 8);
  rewrite(bitsRead(unitUnescape(unit.subarray(1))), writer);
  const plain = writer.bytes();
  let end = plain.length;
  // the bits may have moved so far that the last byte is only padding
  while (plain[end - 1] === 0) end -= 1;
  return unitEscape(plain.subarray(0, end));
}

/**
 * @param {BitReader} reader
 * @param {BitWriter} writer
 * @param {number} profile
 * @returns {boolean} false when the rest is not understood
 */
function samplesCopy(reader, writer, profile) {
  if (!HIGH.includes(profile)) return true;
  const format = copyUe(reader, writer);
  if (format === 3) copyBit(reader, writer);
  copyUe(reader, writer);
  copyUe(reader, writer);
  copyBit(reader, writer);
  return copyBit(reader, writer) === 0;
}

/**
 * From the frame numbers to the flag before the usability information, which is read but not written.
 * @param {BitReader} reader
 * @param {BitWriter} writer
 * @returns {number} of reference frames
 */
function pictureCopy(reader, writer) {
  copyUe(reader, writer);
  orderCopy(reader, writer);
  const references = copyUe(reader, writer);
  copyBit(reader, writer);
  copyUe(reader, writer);
  copyUe(reader, writer);
  if (copyBit(reader, writer) === 0) copyBit(reader, writer);
  copyBit(reader, writer);
  if (copyBit(reader, writer)) for (let side = 0; side < 4; side += 1) copyUe(reader, writer);
  reader.bits(1);
  return references;
}

/** @param {BitReader} reader @param {BitWriter} writer */
function orderCopy(reader, writer) {
  const type = copyUe(reader, writer);
  if (type === 0) copyUe(reader, writer);
  if (type !== 1) return;
  copyBit(reader, writer);
  copyUe(reader, writer);
  copyUe(reader, writer);
  const count = copyUe(reader, writer);
  for (let index = 0; index < count; index += 1) copyUe(reader, writer);
}

/**
 * Video usability information (ITU-T H.264, E.1.1).
 * @param {BitWriter} writer
 * @param {Appearance} appearance
 * @param {number | null} references of a stream that another one follows
 */
function usabilityWrite(writer, { colour, pixelAspect }, references) {
  aspectWrite(writer, pixelAspect);
  writer.bits(0, 1); // overscan
  writer.bits(colour ? 1 : 0, 1);
  if (colour) colourWrite(writer, colour);
  writer.bits(0, 5); // place of chroma, timing, buffers, structure of pictures
  writer.bits(references === null ? 0 : 1, 1);
  if (references === null) return;
  writer.bits(1, 1);
  // "nothing is out of order" would let ffmpeg, and so Chromium, lose all B-frames of what follows
  for (const value of [0, 0, 16, 16, 1, Math.max(1, references)]) writer.ue(value);
}

/** @param {BitWriter} writer @param {{num: number, den: number}} aspect */
function aspectWrite(writer, { num, den }) {
  writer.bits(num === den ? 0 : 1, 1);
  if (num === den) return;
  writer.bits(OTHER_ASPECT, 8);
  writer.bits(num, 16);
  writer.bits(den, 16);
}

/** @param {BitWriter} writer @param {VideoColorSpaceInit} colour */
function colourWrite(writer, { fullRange, primaries, transfer, matrix }) {
  const unspecifiedFormat = 5;
  writer.bits(unspecifiedFormat, 3);
  writer.bits(fullRange ? 1 : 0, 1);
  writer.bits(1, 1);
  writer.bits(PRIMARIES[primaries ?? ""] ?? UNSPECIFIED, 8);
  writer.bits(TRANSFERS[transfer ?? ""] ?? UNSPECIFIED, 8);
  writer.bits(MATRICES[matrix ?? ""] ?? UNSPECIFIED, 8);
}

/** @param {BitReader} reader @param {BitWriter} writer */
function copyUe(reader, writer) {
  const value = reader.ue();
  writer.ue(value);
  return value;
}

/** @param {BitReader} reader @param {BitWriter} writer */
function copyBit(reader, writer) {
  const value = reader.bits(1);
  writer.bits(value, 1);
  return value;
}
