import { AVC_UNIT, unitHeaders } from "./avc-units.js";
import { nalLengthBytes } from "./h264.js";

/** The first and the last kind of unit of H.264 that holds pictures. */
const AVC_VCL = { first: AVC_UNIT.slice, last: AVC_UNIT.idr };
/** Kinds of units of HEVC up to here hold pictures, the even ones such that nothing refers to (ITU-T H.265, table 7-1). */
const HEVC_LAST_PLAIN = 15;
const HEVC_LAST_VCL = 31;

/**
 * What tells of a packet whether no other frame is predicted from it, so that decoding through may leave it out.
 * @param {string} codec the WebCodecs codec string
 * @param {Uint8Array | null} description the decoder configuration record
 * @returns {(data: Uint8Array) => boolean} false when in doubt
 */
export function droppableTest(codec, description) {
  const avcLength = nalLengthBytes(codec, description);
  if (avcLength !== null) return (data) => isAvcDroppable(data, avcLength);
  const hevcLength = hevcLengthBytes(codec, description);
  return hevcLength === null ? () => false : (data) => isHevcDroppable(data, hevcLength);
}

/**
 * @param {Uint8Array} data
 * @param {number} lengthBytes size of the NAL length field, 0 for Annex B start codes
 */
function isAvcDroppable(data, lengthBytes) {
  for (const header of unitHeaders(data, lengthBytes)) {
    const type = header & 0x1f;
    if (type >= AVC_VCL.first && type <= AVC_VCL.last) return (header & 0x60) === 0;
  }
  return false;
}

/**
 * @param {Uint8Array} data
 * @param {number} lengthBytes
 */
function isHevcDroppable(data, lengthBytes) {
  for (const header of unitHeaders(data, lengthBytes)) {
    const type = (header >> 1) & 0x3f;
    if (type <= HEVC_LAST_VCL) return type < HEVC_LAST_PLAIN && type % 2 === 0;
  }
  return false;
}

/**
 * @param {string} codec
 * @param {Uint8Array | null} description of which frames of several temporal layers may refer to each other
 * @returns {number | null} null where this is no HEVC of one layer
 */
function hevcLengthBytes(codec, description) {
  if (!/^(hvc1|hev1)\./.test(codec) || !description || description.length < 22) return null;
  const layers = (description[21] >> 3) & 7;
  return layers === 1 ? (description[21] & 3) + 1 : null;
}
