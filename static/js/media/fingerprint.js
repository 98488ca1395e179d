const PIECE_BYTES = 1024 * 1024;

/**
 * SHA-256 over the size and three pieces of the file: knows a 25-GB video again in milliseconds.
 * @param {Blob} file
 * @returns {Promise<string>} 64 hexadecimal digits
 */
export async function fileFingerprint(file) {
  const pieces = pieceStarts(file.size).map((start) => file.slice(start, start + PIECE_BYTES));
  const bytes = await new Blob([`${file.size}\n`, ...pieces]).arrayBuffer();
  return hex(await crypto.subtle.digest("SHA-256", bytes));
}

/**
 * Head, middle and tail; a small file is read whole, once.
 * @param {number} size
 * @returns {number[]}
 */
function pieceStarts(size) {
  const last = Math.max(0, size - PIECE_BYTES);
  return [...new Set([0, Math.floor(last / 2), last])];
}

/** @param {ArrayBuffer} buffer */
function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
