import { sha256 } from "/static/npm/noble-hashes/sha2.js";
import { bytesToHex } from "/static/npm/noble-hashes/utils.js";

/**
 * SHA-256 of a file of any size, read piece by piece: the browser's own digest wants it whole in memory.
 * @param {Blob} blob
 * @returns {Promise<string>} 64 hexadecimal digits
 */
export async function blobSha256(blob) {
  const hash = sha256.create();
  const reader = blob.stream().getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) hash.update(piece.value);
  return bytesToHex(hash.digest());
}
