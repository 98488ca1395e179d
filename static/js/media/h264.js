import { AVC_UNIT, unitHeaders } from "./avc-units.js";

/**
 * Whether decoding can begin at this H.264 frame and nothing after it refers to what was before.
 * @param {Uint8Array} data one packet
 * @param {number} lengthBytes
 */
export function isIdr(data, lengthBytes) {
  return [...unitHeaders(data, lengthBytes)].some((header) => (header & 0x1f) === AVC_UNIT.idr);
}

/**
 * @param {string} codec the WebCodecs codec string
 * @param {Uint8Array | null} description the decoder configuration record
 * @returns {number | null} size of the NAL length field (0: Annex B), null when it is not H.264
 */
export function nalLengthBytes(codec, description) {
  if (!codec.startsWith("avc1") && !codec.startsWith("avc3")) return null;
  return description && description.length > 4 ? (description[4] & 3) + 1 : 0;
}
