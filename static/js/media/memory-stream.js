const FIRST_BYTES = 1024 * 1024;

/**
 * A file in the memory, which grows where it is written.
 * @returns {{stream: WritableStream<{position: number, data: Uint8Array}>, blob: () => Blob}}
 */
export function memoryStream() {
  let bytes = new Uint8Array(FIRST_BYTES);
  let length = 0;
  const stream = new WritableStream({
    /** @param {{position: number, data: Uint8Array}} piece */
    write({ position, data }) {
      length = Math.max(length, position + data.length);
      if (length > bytes.length) {
        const before = bytes;
        bytes = new Uint8Array(Math.max(length, 2 * before.length));
        bytes.set(before);
      }
      bytes.set(data, position);
    },
  });
  return { stream, blob: () => new Blob([bytes.subarray(0, length)]) };
}
