/**
 * @param {number} width
 * @param {number} height
 * @param {number} longestSide
 * @returns {{width: number, height: number}} never larger than the source
 */
export function pictureSize(width, height, longestSide) {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  const side = (/** @type {number} */ length) => Math.max(1, Math.round(length * scale));
  return { width: side(width), height: side(height) };
}

/**
 * @typedef {object} Plane samples of one kind inside a buffer
 * @property {Uint8Array} data
 * @property {number} offset
 * @property {number} stride bytes from row to row
 * @property {number} step bytes from sample to sample (2 where two kinds alternate, as in NV12)
 * @property {number} width
 * @property {number} height
 */

/** More rows than this would overflow the 16 bits that a sum has in a word. */
const MOST_ROWS_IN_WORDS = 257;

/**
 * Box filter: each target sample is the mean of the source samples that it covers.
 * Rows are summed first, in the order in which they lie in memory.
 * @param {Plane} source
 * @param {Plane} target not larger than the source
 */
export function planeShrink(source, target) {
  const edges = boxEdges(source.width, target.width);
  const rows = boxEdges(source.height, target.height);
  const sums = new Uint32Array(source.width + 3);
  const words = wordsOf(source);
  for (let row = 0; row < target.height; row += 1) {
    const count = rows[row + 1] - rows[row];
    if (words && count <= MOST_ROWS_IN_WORDS) wordRowsSum(words, source, rows[row], count, sums);
    else rowsSum(source, rows[row], count, sums);
    rowWrite(sums, edges, count, target, row);
  }
}

/**
 * @param {number} length
 * @param {number} count
 * @returns {Uint32Array} count + 1 borders; no box is empty as count ≤ length
 */
function boxEdges(length, count) {
  return Uint32Array.from({ length: count + 1 }, (_, index) => Math.floor((index * length) / count));
}

/**
 * @param {Plane} plane
 * @returns {Uint32Array | null} the buffer four samples at a time, where the plane is aligned to that
 */
function wordsOf({ data, offset, stride, step }) {
  const isAligned = step === 1 && ((data.byteOffset | offset | stride) & 3) === 0;
  return isAligned ? new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2) : null;
}

/**
 * Four columns at a time: bytes 0 and 2 of a word are summed in one number, bytes 1 and 3 in another. This
 * makes the whole shrinking twice as fast as byte by byte.
 * @param {Uint32Array} words
 * @param {Plane} plane
 * @param {number} first
 * @param {number} count
 * @param {Uint32Array} sums
 */
function wordRowsSum(words, { offset, stride, width }, first, count, sums) {
  const step = stride >> 2;
  const start = (offset >> 2) + first * step;
  const end = start + ((width + 3) >> 2);
  let column = 0;
  for (let position = start; position < end; position += 1) {
    let even = 0;
    let odd = 0;
    for (let row = 0, word = position; row < count; row += 1, word += step) {
      const four = words[word];
      even = (even + (four & 0x00ff00ff)) | 0;
      odd = (odd + ((four >>> 8) & 0x00ff00ff)) | 0;
    }
    // the columns lie in the order of the bytes on the little-endian machines that browsers run on
    sums[column] = even & 0xffff;
    sums[column + 1] = odd & 0xffff;
    sums[column + 2] = even >>> 16;
    sums[column + 3] = odd >>> 16;
    column += 4;
  }
}

/**
 * @param {Plane} source
 * @param {number} first
 * @param {number} count
 * @param {Uint32Array} sums
 */
function rowsSum({ data, offset, stride, step, width }, first, count, sums) {
  sums.fill(0);
  for (let row = first; row < first + count; row += 1) {
    let position = offset + row * stride;
    for (let column = 0; column < width; column += 1) {
      sums[column] += data[position];
      position += step;
    }
  }
}

/**
 * @param {Uint32Array} sums
 * @param {Uint32Array} edges
 * @param {number} rowCount
 * @param {Plane} target
 * @param {number} row
 */
function rowWrite(sums, edges, rowCount, target, row) {
  const { data, step, width } = target;
  // boxes have one of two widths, and multiplying is faster than dividing
  const narrow = Math.floor(edges[width] / width);
  const narrowShare = 1 / (narrow * rowCount);
  const wideShare = 1 / ((narrow + 1) * rowCount);
  let position = target.offset + row * target.stride;
  let start = 0;
  for (let column = 1; column <= width; column += 1) {
    const end = edges[column];
    let sum = 0;
    for (let index = start; index < end; index += 1) sum += sums[index];
    data[position] = sum * (end - start === narrow ? narrowShare : wideShare) + 0.5;
    position += step;
    start = end;
  }
}
