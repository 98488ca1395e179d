/*
 * NAL units of H.264: apart, together, and without the bytes that keep start codes out of them.
 */

export const AVC_UNIT = { slice: 1, idr: 5, sps: 7, pps: 8 };

const START_CODE = Uint8Array.of(0, 0, 0, 1);

/** @param {Uint8Array} unit */
export function unitType(unit) {
  return unit[0] & 0x1f;
}

/**
 * @param {Uint8Array} data one packet
 * @param {number} lengthBytes size of the length before each unit, 0 for Annex B start codes
 * @returns {Uint8Array[]}
 */
export function unitsSplit(data, lengthBytes) {
  return [...(lengthBytes ? sizedUnits(data, lengthBytes) : startCodeUnits(data))];
}

/**
 * @param {readonly Uint8Array[]} units
 * @param {number} lengthBytes 0 or 4
 * @returns {Uint8Array}
 */
export function unitsJoin(units, lengthBytes) {
  const joined = new Uint8Array(units.reduce((sum, unit) => sum + 4 + unit.length, 0));
  let position = 0;
  for (const unit of units) {
    if (lengthBytes) new DataView(joined.buffer).setUint32(position, unit.length);
    else joined.set(START_CODE, position);
    joined.set(unit, position + 4);
    position += 4 + unit.length;
  }
  return joined;
}

/**
 * The payload: 00 00 03 becomes 00 00 (ITU-T H.264, 7.4.1).
 * @param {Uint8Array} unit
 */
export function unitUnescape(unit) {
  const plain = new Uint8Array(unit.length);
  let length = 0;
  let zeros = 0;
  for (const byte of unit) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    plain[length] = byte;
    length += 1;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return plain.subarray(0, length);
}

/** @param {Uint8Array} plain */
export function unitEscape(plain) {
  const unit = new Uint8Array(plain.length + (plain.length >> 1) + 1);
  let length = 0;
  let zeros = 0;
  for (const byte of plain) {
    if (zeros >= 2 && byte <= 3) {
      unit[length] = 3;
      length += 1;
      zeros = 0;
    }
    unit[length] = byte;
    length += 1;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return unit.slice(0, length);
}

/**
 * The first byte of each unit, without a look at what follows it.
 * @param {Uint8Array} data one packet
 * @param {number} lengthBytes
 */
export function* unitHeaders(data, lengthBytes) {
  if (lengthBytes) for (const unit of sizedUnits(data, lengthBytes)) yield unit[0];
  else for (const start of startCodes(data)) yield data[start];
}

/**
 * @param {Uint8Array} data
 * @param {number} lengthBytes
 */
function* sizedUnits(data, lengthBytes) {
  let position = 0;
  while (position + lengthBytes < data.length) {
    let size = 0;
    for (let index = 0; index < lengthBytes; index += 1) size = size * 256 + data[position + index];
    position += lengthBytes;
    if (size > data.length - position) return;
    if (size > 0) yield data.subarray(position, position + size);
    position += size;
  }
}

/** @param {Uint8Array} data */
function* startCodeUnits(data) {
  let start = -1;
  for (const next of startCodes(data)) {
    if (start >= 0) yield withoutZeros(data.subarray(start, next - 3));
    start = next;
  }
  if (start >= 0) yield withoutZeros(data.subarray(start));
}

/** Where units begin, behind 00 00 01. @param {Uint8Array} data */
function* startCodes(data) {
  for (let position = 3; position < data.length; position += 1) {
    if (data[position - 1] === 1 && data[position - 2] === 0 && data[position - 3] === 0) yield position;
  }
}

/** A unit never ends with zeros: these belong to the next start code. @param {Uint8Array} unit */
function withoutZeros(unit) {
  let end = unit.length;
  while (end > 1 && unit[end - 1] === 0) end -= 1;
  return unit.subarray(0, end);
}
