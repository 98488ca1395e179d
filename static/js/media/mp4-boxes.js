/*
 * Boxes of MP4 and MOV files, as ISO/IEC 14496-12, 4.2 and 8.1 lays them out.
 */

/**
 * @typedef {{type: string, start: number, content: number, end: number}} Box bytes from start to end, from content on
 *   without the header
 */

const HEADER_BYTES = 16;
const NAME = /^[a-z0-9 ]{4}$/i;

/**
 * The boxes that stand one after another in a piece of a file.
 * @param {DataView} view
 * @param {number} start
 * @param {number} end
 * @returns {Box[]} throws a RangeError where they do not fill the piece
 */
export function boxesIn(view, start = 0, end = view.byteLength) {
  const boxes = [];
  for (let at = start; at < end; ) {
    const box = boxAt(view, at, end);
    if (box.end > end) throw new RangeError(`the box ${box.type} is longer than what holds it`);
    boxes.push(box);
    at = box.end;
  }
  return boxes;
}

/**
 * @param {DataView} view
 * @param {number} at
 * @param {number} end where a box without a length ends
 * @returns {Box}
 */
function boxAt(view, at, end) {
  const size = view.getUint32(at);
  const type = String.fromCharCode(...[4, 5, 6, 7].map((offset) => view.getUint8(at + offset)));
  const header = size === 1 ? HEADER_BYTES : HEADER_BYTES / 2;
  const length = size === 1 ? Number(view.getBigUint64(at + 8)) : size || end - at;
  if (length < header) throw new RangeError(`the box ${type} is shorter than its header`);
  return { type, start: at, content: at + header, end: at + length };
}

/**
 * @param {Box[]} boxes
 * @param {string} type
 * @returns {Box} throws a RangeError where there is none
 */
export function boxNamed(boxes, type) {
  const found = boxes.find((box) => box.type === type);
  if (!found) throw new RangeError(`there is no ${type}`);
  return found;
}

/**
 * @param {Blob} file
 * @param {string} type
 * @returns {Promise<Box | null>} the first of the file's outermost boxes that has the type; null also where the file does
 *   not consist of boxes
 */
export async function boxFind(file, type) {
  for (let at = 0; at + HEADER_BYTES <= file.size; ) {
    const header = new DataView(await file.slice(at, at + HEADER_BYTES).arrayBuffer());
    const box = boxAt(header, 0, file.size - at);
    if (!NAME.test(box.type)) return null;
    if (box.type === type) return { type, start: at, content: at + box.content, end: at + box.end };
    at += box.end;
  }
  return null;
}

/**
 * @param {string} type
 * @param {readonly Uint8Array[]} parts
 * @returns {Uint8Array}
 */
export function boxMake(type, parts) {
  const size = parts.reduce((sum, part) => sum + part.length, 8);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, size);
  bytes.set(
    [...type].map((letter) => letter.charCodeAt(0)),
    4,
  );
  let at = 8;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * A box of version 0 without flags that lists numbers.
 * @param {string} type
 * @param {readonly number[]} numbers of 32 bits; a negative one as its two's complement
 * @returns {Uint8Array}
 */
export function listMake(type, numbers) {
  const view = new DataView(new ArrayBuffer(4 + 4 * numbers.length));
  for (const [index, number] of numbers.entries()) view.setUint32(4 + 4 * index, number);
  return boxMake(type, [new Uint8Array(view.buffer)]);
}
