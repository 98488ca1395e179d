/*
 * The AVCDecoderConfigurationRecord, "avcC" (ISO/IEC 14496-15, 5.3.3.1).
 */

/**
 * @typedef {object} AvcRecord
 * @property {Uint8Array} head version, profile, compatibility, level, size of lengths
 * @property {Uint8Array[]} sps
 * @property {Uint8Array[]} pps
 * @property {Uint8Array} rest what high profiles add
 */

/**
 * @param {Uint8Array} description
 * @returns {AvcRecord}
 */
export function avcRecordRead(description) {
  const view = new DataView(description.buffer, description.byteOffset, description.byteLength);
  let position = 5;
  /** @param {number} count */
  const sets = (count) =>
    Array.from({ length: count }, () => {
      const start = position + 2;
      position = start + view.getUint16(position);
      return description.subarray(start, position);
    });
  const sps = sets(view.getUint8(position++) & 0x1f);
  const pps = sets(view.getUint8(position++));
  return { head: description.subarray(0, 5), sps, pps, rest: description.subarray(position) };
}

/** @param {AvcRecord} record */
export function avcRecordWrite({ head, sps, pps, rest }) {
  const sized = (/** @type {Uint8Array} */ set) => [set.length >> 8, set.length & 0xff, ...set];
  return Uint8Array.from([
    ...head,
    0xe0 | sps.length,
    ...sps.flatMap(sized),
    pps.length,
    ...pps.flatMap(sized),
    ...rest,
  ]);
}
