import { AVC_UNIT, unitHeaders } from "./avc-units.js";

/** The first and the last kind of unit that holds pictures. */
const VCL = { first: AVC_UNIT.slice, last: AVC_UNIT.idr };

/**
 * Whether no other frame is predicted from this H.264 frame, so that decoding through may leave it out.
 * @param {Uint8Array} data one packet
 * @param {number} lengthBytes size of the NAL length field, 0 for Annex B start codes
 * @returns {boolean} false when in doubt
 */
export function isDroppable(data, lengthBytes) {
  for (const header of unitHeaders(data, lengthBytes)) {
    const type = header & 0x1f;
    if (type >= VCL.first && type <= VCL.last) return (header & 0x60) === 0;
  }
  return false;
}

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
