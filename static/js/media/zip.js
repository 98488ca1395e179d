/*
 * A zip writer for JPEGs: stored, without compression, with a fixed date, so that the same frames
 * always give the same bytes. A library would bring deflate, streams and Zip64, which a chunk of
 * 50 frames never needs.
 */
const LOCAL_HEADER_BYTES = 30;
const CENTRAL_HEADER_BYTES = 46;
const END_BYTES = 22;
const DATE_1980_01_01 = 0x0021;
const VERSION = 20;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** @typedef {{name: string, data: Uint8Array}} ZipEntry names are ASCII */

/**
 * @param {ZipEntry[]} entries
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function zipStore(entries) {
  const zip = new Uint8Array(zipSize(entries));
  const view = new DataView(zip.buffer);
  const crcs = entries.map((entry) => crc32(entry.data));
  const offsets = [];
  let position = 0;
  for (const [index, entry] of entries.entries()) {
    offsets.push(position);
    position = localWrite(zip, view, position, entry, crcs[index]);
  }
  const start = position;
  for (const [index, entry] of entries.entries()) {
    position = centralWrite(zip, view, position, entry, crcs[index], offsets[index]);
  }
  endWrite(view, position, entries.length, start);
  return zip;
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

/** @param {ZipEntry[]} entries */
function zipSize(entries) {
  const each = LOCAL_HEADER_BYTES + CENTRAL_HEADER_BYTES;
  return entries.reduce((sum, { name, data }) => sum + each + 2 * name.length + data.length, END_BYTES);
}

/**
 * The fields that both headers have, from "version needed" to the length of the extra field.
 * @param {DataView} view
 * @param {number} position
 * @param {ZipEntry} entry
 * @param {number} crc
 */
function commonWrite(view, position, entry, crc) {
  view.setUint16(position, VERSION, true);
  view.setUint16(position + 8, DATE_1980_01_01, true);
  view.setUint32(position + 10, crc, true);
  view.setUint32(position + 14, entry.data.length, true);
  view.setUint32(position + 18, entry.data.length, true);
  view.setUint16(position + 22, entry.name.length, true);
}

/**
 * @param {Uint8Array} zip
 * @param {DataView} view
 * @param {number} position
 * @param {ZipEntry} entry
 * @param {number} crc
 * @returns {number} where the next entry starts
 */
function localWrite(zip, view, position, entry, crc) {
  view.setUint32(position, 0x04034b50, true);
  commonWrite(view, position + 4, entry, crc);
  const dataStart = nameWrite(zip, position + LOCAL_HEADER_BYTES, entry.name);
  zip.set(entry.data, dataStart);
  return dataStart + entry.data.length;
}

/**
 * @param {Uint8Array} zip
 * @param {DataView} view
 * @param {number} position
 * @param {ZipEntry} entry
 * @param {number} crc
 * @param {number} offset of the local header
 */
function centralWrite(zip, view, position, entry, crc, offset) {
  view.setUint32(position, 0x02014b50, true);
  view.setUint16(position + 4, VERSION, true);
  commonWrite(view, position + 6, entry, crc);
  view.setUint32(position + 42, offset, true);
  return nameWrite(zip, position + CENTRAL_HEADER_BYTES, entry.name);
}

/**
 * @param {DataView} view
 * @param {number} position
 * @param {number} count
 * @param {number} start of the central directory
 */
function endWrite(view, position, count, start) {
  view.setUint32(position, 0x06054b50, true);
  view.setUint16(position + 8, count, true);
  view.setUint16(position + 10, count, true);
  view.setUint32(position + 12, position - start, true);
  view.setUint32(position + 16, start, true);
}

/**
 * @param {Uint8Array} zip
 * @param {number} position
 * @param {string} name
 */
function nameWrite(zip, position, name) {
  for (let index = 0; index < name.length; index += 1) zip[position + index] = name.charCodeAt(index);
  return position + name.length;
}
