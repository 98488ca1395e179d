import { SHRINK_CODE } from "./shrink-code.js";

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
 * @typedef {object} Plane samples of one kind inside the shrinker's memory
 * @property {number} offset
 * @property {number} stride bytes from row to row
 * @property {number} step bytes from sample to sample (2 where two kinds alternate, as in NV12)
 * @property {number} width
 * @property {number} height
 *
 * @typedef {object} Shrinker
 * @property {(bytes: number) => Uint8Array<ArrayBuffer>} source room for a picture; what it held before is gone
 * @property {(planes: Plane[], sizes: {width: number, height: number}[]) => Uint8Array<ArrayBuffer>} shrink
 *   gives the small planes one after another, without gaps, valid until the next call
 */

/** More rows than this would overflow the 16 bits of a sum. */
export const MOST_ROWS = 257;
const PAGE_BYTES = 65536;
/** What the loops may read and write beyond the end of a row. */
const SLACK_BYTES = 64;
/** Shares are fixed-point numbers; rounded up, so that a half stays one. */
const SHARE = 2 ** 24;

/**
 * Box filter: each target sample is the mean of the source samples that it covers. Rows are summed first, in
 * the order in which they lie in memory. The inner loops are WebAssembly: adding 16 samples at a time makes the
 * whole shrinking four times as fast as JavaScript, which can add two.
 * @returns {Shrinker | null} null where WebAssembly, or its SIMD, is missing or forbidden
 */
export function shrinkerOpen() {
  const loops = loopsOpen();
  if (!loops) return null;
  const { memory, rowsSum, rowWrite } = loops;
  let sourceBytes = 0;
  const room = (/** @type {number} */ bytes) => {
    const missing = bytes + SLACK_BYTES - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  };

  /**
   * @param {Plane} plane
   * @param {{width: number, height: number}} size
   * @param {number} target
   * @param {number} scratch
   */
  function planeShrink({ offset, stride, step, width, height }, size, target, scratch) {
    const sums = scratch + aligned(4 * size.width);
    const columns = boxEdges(width, size.width);
    new Uint32Array(memory.buffer, scratch, size.width).set(
      columns.slice(1).map((end) => sums + 2 * step * end),
    );
    const rows = boxEdges(height, size.height);
    // boxes have one of two widths
    const narrow = Math.floor(width / size.width);
    for (let row = 0; row < size.height; row += 1) {
      const count = rows[row + 1] - rows[row];
      rowsSum(offset + rows[row] * stride, stride, step * width, count, sums);
      const shares = [Math.ceil(SHARE / (narrow * count)), Math.ceil(SHARE / ((narrow + 1) * count))];
      const start = target + row * size.width;
      rowWrite(sums, 2 * step, scratch, start, size.width, 2 * step * narrow, shares[0], shares[1]);
    }
  }

  return {
    source(bytes) {
      sourceBytes = bytes;
      room(bytes);
      return new Uint8Array(memory.buffer, 0, bytes);
    },
    shrink(planes, sizes) {
      const start = aligned(sourceBytes);
      const bytes = sizes.reduce((sum, { width, height }) => sum + width * height, 0);
      const scratch = start + aligned(bytes);
      room(scratch + Math.max(...planes.map(scratchBytes)));
      let target = start;
      for (const [index, plane] of planes.entries()) {
        planeShrink(plane, sizes[index], target, scratch);
        target += sizes[index].width * sizes[index].height;
      }
      return new Uint8Array(memory.buffer, start, bytes);
    },
  };
}

/**
 * @typedef {object} Loops
 * @property {WebAssembly.Memory} memory
 * @property {(source: number, stride: number, bytes: number, rows: number, sums: number) => void} rowsSum
 * @property {(sums: number, step: number, ends: number, target: number, width: number, narrow: number,
 *   narrowShare: number, wideShare: number) => void} rowWrite
 *
 * @returns {Loops | null}
 */
function loopsOpen() {
  const code = Uint8Array.from(atob(SHRINK_CODE), (letter) => letter.charCodeAt(0));
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code));
    return /** @type {Loops} */ (/** @type {unknown} */ (exports));
  } catch {
    return null;
  }
}

/**
 * Ends of boxes and sums of bytes.
 * @param {Plane} plane
 */
function scratchBytes({ width, step }) {
  return aligned(4 * width) + 2 * step * width;
}

/** @param {number} bytes */
function aligned(bytes) {
  return (bytes + 15) & ~15;
}

/**
 * @param {number} length
 * @param {number} count
 * @returns {Uint32Array} count + 1 borders; no box is empty as count ≤ length
 */
function boxEdges(length, count) {
  return Uint32Array.from({ length: count + 1 }, (_, index) => Math.floor((index * length) / count));
}
