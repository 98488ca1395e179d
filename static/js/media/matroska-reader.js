/*
 * Elements of a Matroska file by their places in it, read a piece at a time. https://www.rfc-editor.org/rfc/rfc8794
 */

/**
 * @typedef {{id: number, start: number, end: number}} Element of its contents; end is NaN where the length is unknown
 * @typedef {ReturnType<typeof readerOpen>} Reader
 */

/** As long as a head and what is read of the contents can be. */
const LOOK_BYTES = 32;
const SMALLEST_PIECE_BYTES = 64 * 1024;
const LARGEST_PIECE_BYTES = 8 * 1024 * 1024;

/** @param {Blob} file */
export function readerOpen(file) {
  let bytes = new Uint8Array(0);
  let from = 0;
  let size = SMALLEST_PIECE_BYTES;

  /**
   * Larger and larger ones: a head is small, clusters are read to the end.
   * @param {number} position
   */
  async function pieceRead(position) {
    bytes = new Uint8Array(await file.slice(position, position + size).arrayBuffer());
    from = position;
    size = Math.min(size * 2, LARGEST_PIECE_BYTES);
  }

  /**
   * @param {number} position
   * @returns {number} the bytes of a number that says itself how long it is; 0 where there is none
   */
  function lengthAt(position) {
    const length = Math.clz32(bytes[position - from] ?? 0) - 23;
    return length <= 8 && position + length <= from + bytes.length ? length : 0;
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  function number(start, end) {
    let value = 0;
    // more bytes than a number can have are damage
    const last = Math.min(end, start + 8) - from;
    for (let index = start - from; index < last; index += 1) value = value * 256 + bytes[index];
    return value;
  }

  /**
   * @param {number} position
   * @param {number} length
   */
  function numberAt(position, length) {
    const most = 2 ** (7 * length) - 1;
    // without the bit that tells the length, as eight bytes with it are too many for a double
    const first = bytes[position - from] - 2 ** (8 - length);
    const value = first * 2 ** (8 * (length - 1)) + number(position + 1, position + length);
    return value === most ? Number.NaN : value;
  }

  return {
    /**
     * @param {number} position
     * @returns {Promise<Element | null>} null at the end and where there is no element
     */
    async elementAt(position) {
      const isInside = position >= from && position + LOOK_BYTES <= from + bytes.length;
      if (!isInside && position < file.size) await pieceRead(position);
      const idLength = lengthAt(position);
      const sizeLength = idLength && lengthAt(position + idLength);
      if (!sizeLength || idLength > 4) return null;
      const start = position + idLength + sizeLength;
      const id = number(position, position + idLength);
      return { id, start, end: start + numberAt(position + idLength, sizeLength) };
    },
    /** The value of an element that was just found. */
    number,
    /**
     * The head of a block that was just found.
     * @param {number} start
     */
    block(start) {
      const length = lengthAt(start);
      const time = (number(start + length, start + length + 2) << 16) >> 16;
      return { track: numberAt(start, length), time, flags: bytes[start + length + 2 - from] };
    },
  };
}
