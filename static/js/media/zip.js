/*
 * A zip writer for pictures: stored without compression, with a fixed date, so that the same frames always give the
 * same bytes. It gives the zip piece by piece, so that a large one need not be in the memory; Zip64 where there are
 * more files, or more bytes, than the old fields can tell (APPNOTE.TXT 4.3.9 to 4.5.3).
 */
const LOCAL_HEADER_BYTES = 30;
const CENTRAL_HEADER_BYTES = 46;
const END_BYTES = 22;
const ZIP64_EXTRA_BYTES = 12;
const ZIP64_END_BYTES = 56;
const ZIP64_LOCATOR_BYTES = 20;
const MOST_16 = 0xffff;
const MOST_32 = 0xffffffff;
const VERSION = 20;
const VERSION_ZIP64 = 45;
const NAME_IS_UTF8 = 0x0800;
const DATE_1980_01_01 = 0x0021;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/**
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 * @typedef {{name: string, data: Bytes}} ZipEntry less than 4 GiB large
 * @typedef {{name: Uint8Array, isAscii: boolean, crc: number, size: number, offset: number}} ZipRecord
 */

/**
 * @param {ZipEntry[]} entries
 * @returns {Bytes}
 */
export function zipStore(entries) {
  const zip = zipOpen();
  const pieces = [...entries.flatMap(zip.add), ...zip.end()];
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let position = 0;
  for (const piece of pieces) {
    bytes.set(piece, position);
    position += piece.length;
  }
  return bytes;
}

/**
 * Writes a zip while its files come; each is forgotten once it is written.
 * @param {{write(bytes: Bytes): Promise<unknown> | unknown}} sink
 * @returns {{add(name: string, data: Bytes): Promise<void>, end(): Promise<void>}}
 */
export function zipStreamOpen(sink) {
  const zip = zipOpen();
  const write = async (/** @type {Bytes[]} */ pieces) => {
    for (const piece of pieces) await sink.write(piece);
  };
  return { add: (name, data) => write(zip.add({ name, data })), end: () => write(zip.end()) };
}

function zipOpen() {
  /** @type {ZipRecord[]} */
  const records = [];
  let position = 0;
  const placed = (/** @type {Bytes[]} */ pieces) => {
    for (const { length } of pieces) position += length;
    return pieces;
  };
  return {
    /** @param {ZipEntry} entry @returns {Bytes[]} */
    add({ name, data }) {
      const encoded = new TextEncoder().encode(name);
      const isAscii = encoded.length === name.length;
      const record = { name: encoded, isAscii, crc: crc32(data), size: data.length, offset: position };
      records.push(record);
      return placed([localHeader(record), data]);
    },
    /** @returns {Bytes[]} */
    end() {
      const start = position;
      const headers = placed(records.map(centralHeader));
      return [...headers, endRecords(records.length, start, position)];
    },
  };
}

/**
 * @param {Uint8Array} data
 * @returns {number} unsigned
 */
export function crc32(data) {
  let crc = 0xffffffff;
  for (let index = 0; index < data.length; index += 1) {
    crc = CRC_TABLE[(crc ^ data[index]) & 0xff] ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** @param {ZipRecord} record */
function localHeader(record) {
  const bytes = new Uint8Array(LOCAL_HEADER_BYTES + record.name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x04034b50, true);
  commonWrite(view, 4, record, VERSION);
  bytes.set(record.name, LOCAL_HEADER_BYTES);
  return bytes;
}

/** @param {ZipRecord} record */
function centralHeader(record) {
  const isFar = record.offset >= MOST_32;
  const extraBytes = isFar ? ZIP64_EXTRA_BYTES : 0;
  const bytes = new Uint8Array(CENTRAL_HEADER_BYTES + record.name.length + extraBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x02014b50, true);
  const version = isFar ? VERSION_ZIP64 : VERSION;
  view.setUint16(4, version, true);
  commonWrite(view, 6, record, version);
  view.setUint16(30, extraBytes, true);
  view.setUint32(42, Math.min(record.offset, MOST_32), true);
  bytes.set(record.name, CENTRAL_HEADER_BYTES);
  if (isFar) farWrite(view, CENTRAL_HEADER_BYTES + record.name.length, record.offset);
  return bytes;
}

/**
 * The fields that both headers have, from "version needed" to the length of the name.
 * @param {DataView} view
 * @param {number} at
 * @param {ZipRecord} record
 * @param {number} version
 */
function commonWrite(view, at, { name, isAscii, crc, size }, version) {
  view.setUint16(at, version, true);
  if (!isAscii) view.setUint16(at + 2, NAME_IS_UTF8, true);
  view.setUint16(at + 8, DATE_1980_01_01, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, name.length, true);
}

/**
 * @param {DataView} view
 * @param {number} at
 * @param {number} offset of the local header
 */
function farWrite(view, at, offset) {
  view.setUint16(at, 0x0001, true);
  view.setUint16(at + 2, 8, true);
  view.setBigUint64(at + 4, BigInt(offset), true);
}

/**
 * @param {number} count
 * @param {number} start of the central directory
 * @param {number} stop
 */
function endRecords(count, start, stop) {
  const isLarge = count >= MOST_16 || stop >= MOST_32;
  const zip64Bytes = isLarge ? ZIP64_END_BYTES + ZIP64_LOCATOR_BYTES : 0;
  const bytes = new Uint8Array(zip64Bytes + END_BYTES);
  const view = new DataView(bytes.buffer);
  if (isLarge) zip64EndWrite(view, count, start, stop);
  view.setUint32(zip64Bytes, 0x06054b50, true);
  view.setUint16(zip64Bytes + 8, Math.min(count, MOST_16), true);
  view.setUint16(zip64Bytes + 10, Math.min(count, MOST_16), true);
  view.setUint32(zip64Bytes + 12, Math.min(stop - start, MOST_32), true);
  view.setUint32(zip64Bytes + 16, Math.min(start, MOST_32), true);
  return bytes;
}

/**
 * @param {DataView} view
 * @param {number} count
 * @param {number} start
 * @param {number} stop
 */
function zip64EndWrite(view, count, start, stop) {
  view.setUint32(0, 0x06064b50, true);
  view.setBigUint64(4, BigInt(ZIP64_END_BYTES - 12), true);
  view.setUint16(12, VERSION_ZIP64, true);
  view.setUint16(14, VERSION_ZIP64, true);
  view.setBigUint64(24, BigInt(count), true);
  view.setBigUint64(32, BigInt(count), true);
  view.setBigUint64(40, BigInt(stop - start), true);
  view.setBigUint64(48, BigInt(start), true);
  view.setUint32(ZIP64_END_BYTES, 0x07064b50, true);
  view.setBigUint64(ZIP64_END_BYTES + 8, BigInt(stop), true);
  view.setUint32(ZIP64_END_BYTES + 16, 1, true);
}
