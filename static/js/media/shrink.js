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

/**
 * Box filter: each target sample is the mean of the source samples that it covers.
 * Rows are summed first, in the order in which they lie in memory.
 * @param {Plane} source
 * @param {Plane} target not larger than the source
 */
export function planeShrink(source, target) {
  const edges = boxEdges(source.width, target.width);
  const rows = boxEdges(source.height, target.height);
  const sums = new Uint32Array(source.width);
  for (let row = 0; row < target.height; row += 1) {
    rowsSum(source, rows[row], rows[row + 1], sums);
    rowWrite(sums, edges, rows[row + 1] - rows[row], target, row);
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
 * @param {Plane} source
 * @param {number} first
 * @param {number} end
 * @param {Uint32Array} sums
 */
function rowsSum({ data, offset, stride, step, width }, first, end, sums) {
  sums.fill(0);
  for (let row = first; row < end; row += 1) {
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
  const start = target.offset + row * target.stride;
  for (let column = 0; column < target.width; column += 1) {
    const end = edges[column + 1];
    let sum = 0;
    for (let index = edges[column]; index < end; index += 1) sum += sums[index];
    target.data[start + column * target.step] = sum / ((end - edges[column]) * rowCount) + 0.5;
  }
}
