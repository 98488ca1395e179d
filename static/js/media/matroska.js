/*
 * The smallest Matroska file around some packets, as a decoder's input: the one container that takes every codec,
 * packets with gaps between them, and times of their own. https://www.rfc-editor.org/rfc/rfc9559
 */

/** @typedef {{data: Uint8Array, timeMs: number, isKey: boolean}} MatroskaPacket */

/** @type {Record<string, string>} by mediabunny's name */
export const CODEC_IDS = {
  avc: "V_MPEG4/ISO/AVC",
  hevc: "V_MPEGH/ISO/HEVC",
  vp8: "V_VP8",
  vp9: "V_VP9",
  av1: "V_AV1",
};

export const SEGMENT = 0x18538067;
export const CLUSTER = 0x1f43b675;

const TRACK = 1;
const NANOSECONDS = 1_000_000;

/**
 * @param {{codecId: string, description: Uint8Array | null, width: number, height: number}} track
 * @param {MatroskaPacket[]} packets in decoding order, times from 0 on
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function matroskaWrite({ codecId, description, width, height }, packets) {
  const head = element(0x1a45dfa3, [text(0x4282, "matroska"), number(0x4287, 4), number(0x4285, 2)]);
  const info = element(0x1549a966, [number(0x2ad7b1, NANOSECONDS)]);
  const size = element(0xe0, [number(0xb0, width), number(0xba, height)]);
  const track = element(0xae, [
    ...[number(0xd7, TRACK), number(0x73c5, TRACK), number(0x83, 1), text(0x86, codecId)],
    ...(description ? [element(0x63a2, [description])] : []),
    size,
  ]);
  const clusters = packets.map(cluster);
  return join([head, element(SEGMENT, [info, element(0x1654ae6b, [track]), ...clusters])]);
}

/**
 * One packet each, since a block's time is counted from its cluster's in 16 bits.
 * @param {MatroskaPacket} packet
 */
function cluster({ data, timeMs, isKey }) {
  const blockHead = new Uint8Array([0x80 | TRACK, 0, 0, isKey ? 0x80 : 0]);
  return element(CLUSTER, [number(0xe7, timeMs), element(0xa3, [blockHead, data])]);
}

/**
 * @param {number} id
 * @param {Uint8Array[]} parts
 */
export function element(id, parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  // a length in eight bytes, the first of which says that there are eight
  const size = bigEndian(length, 8);
  size[0] = 1;
  return join([bigEndian(id, Math.ceil(id.toString(16).length / 2)), size, ...parts]);
}

/**
 * @param {number} id
 * @param {number} value
 */
export function number(id, value) {
  return element(id, [bigEndian(value, 8)]);
}

/**
 * @param {number} id
 * @param {string} value
 */
function text(id, value) {
  return element(id, [new TextEncoder().encode(value)]);
}

/**
 * @param {number} value up to 2^53
 * @param {number} length
 */
function bigEndian(value, length) {
  const bytes = new Uint8Array(length);
  for (let index = length - 1, rest = value; index >= 0; index -= 1, rest = Math.floor(rest / 256)) {
    bytes[index] = rest % 256;
  }
  return bytes;
}

/** @param {Uint8Array[]} parts */
function join(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}
