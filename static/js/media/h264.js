const VCL_FIRST = 1;
const VCL_LAST = 5;
const IDR = 5;

/**
 * Whether no other frame is predicted from this H.264 frame, so that decoding through may leave it out.
 * @param {Uint8Array} data one packet
 * @param {number} lengthBytes size of the NAL length field, 0 for Annex B start codes
 * @returns {boolean} false when in doubt
 */
export function isDroppable(data, lengthBytes) {
  for (const header of lengthBytes ? sizedHeaders(data, lengthBytes) : startCodeHeaders(data)) {
    const type = header & 0x1f;
    if (type >= VCL_FIRST && type <= VCL_LAST) return (header & 0x60) === 0;
  }
  return false;
}

/**
 * Whether decoding can begin at this H.264 frame and nothing after it refers to what was before.
 * @param {Uint8Array} data one packet
 * @param {number} lengthBytes
 */
export function isIdr(data, lengthBytes) {
  const headers = [...(lengthBytes ? sizedHeaders(data, lengthBytes) : startCodeHeaders(data))];
  return headers.some((header) => (header & 0x1f) === IDR);
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

/**
 * @param {Uint8Array} data
 * @param {number} lengthBytes
 */
function* sizedHeaders(data, lengthBytes) {
  let position = 0;
  while (position + lengthBytes < data.length) {
    let size = 0;
    for (let index = 0; index < lengthBytes; index += 1) size = size * 256 + data[position + index];
    if (size > data.length - position - lengthBytes) return;
    yield data[position + lengthBytes];
    position += lengthBytes + size;
  }
}

/** @param {Uint8Array} data */
function* startCodeHeaders(data) {
  for (let position = 2; position + 1 < data.length; position += 1) {
    if (data[position] === 1 && data[position - 1] === 0 && data[position - 2] === 0)
      yield data[position + 1];
  }
}
