/*
 * Bits and Exp-Golomb codes, as H.264 writes its parameter sets and slice headers (ITU-T H.264, 9.1).
 */

/**
 * @typedef {ReturnType<typeof bitsRead>} BitReader
 * @typedef {ReturnType<typeof bitsWrite>} BitWriter
 */

/** @param {Uint8Array} bytes */
export function bitsRead(bytes) {
  let position = 0;

  /** @param {number} count at most 31 */
  function bits(count) {
    let value = 0;
    for (let index = 0; index < count; index += 1, position += 1) {
      value = value * 2 + ((bytes[position >> 3] >> (7 - (position & 7))) & 1);
    }
    return value;
  }

  function ue() {
    let zeros = 0;
    while (bits(1) === 0) {
      zeros += 1;
      if (zeros > 31) throw new RangeError("not an Exp-Golomb code");
    }
    return 2 ** zeros - 1 + bits(zeros);
  }

  return { bits, ue, left: () => bytes.length * 8 - position };
}

export function bitsWrite() {
  /** @type {number[]} */
  const bytes = [];
  let free = 0;

  /** @param {number} value @param {number} count at most 31 */
  function bits(value, count) {
    for (let index = count - 1; index >= 0; index -= 1) {
      if (free === 0) {
        bytes.push(0);
        free = 8;
      }
      free -= 1;
      bytes[bytes.length - 1] |= ((value >> index) & 1) << free;
    }
  }

  /** @param {number} value */
  function ue(value) {
    const length = Math.floor(Math.log2(value + 1));
    bits(0, length);
    bits(value + 1, length + 1);
  }

  return { bits, ue, bytes: () => Uint8Array.from(bytes) };
}

/**
 * Everything that is left, the last bit included.
 * @param {BitReader} reader
 * @param {BitWriter} writer
 */
export function bitsCopyRest(reader, writer) {
  while (reader.left() >= 24) writer.bits(reader.bits(24), 24);
  while (reader.left() > 0) writer.bits(reader.bits(1), 1);
}
