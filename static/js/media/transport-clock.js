/*
 * The clock of an MPEG transport stream has 33 bits (ISO/IEC 13818-1, 2.4.3.7) and begins anywhere, so in a day's
 * recording it mostly starts again from zero once. The library looks times up by halving the file and is lost then;
 * here the bytes that it reads get a clock that begins with the recording.
 */

/**
 * @typedef {object} Layout of the file
 * @property {number} sync where in a packet its sync byte is
 * @property {number} size of a packet, in bytes
 */

const SYNC = 0x47;
const PACKET_BYTES = 188;
/** Plain, with arrival times before each packet (M2TS), with checksums behind it. */
const LAYOUTS = [
  { sync: 0, size: 188 },
  { sync: 4, size: 192 },
  { sync: 0, size: 204 },
];
const CLOCK_HZ = 90_000;
const CLOCK_END = 2 ** 33;
/** Sound and decoding times may lie so far before the first picture. */
const BEFORE_S = 10;
/** No recording is longer. */
const LONGEST_S = 25 * 3600;

/**
 * @param {Uint8Array} head of a file, 1024 bytes
 * @returns {Layout | null} null where it is no transport stream
 */
export function layoutFind(head) {
  const isSync = (/** @type {Layout} */ { sync, size }, /** @type {number} */ packet) =>
    head[packet * size + sync] === SYNC;
  return LAYOUTS.find((layout) => [0, 1, 2, 3].every((packet) => isSync(layout, packet))) ?? null;
}

/**
 * By how much all times are to be set back, if the clock starts again within the recording.
 * @param {Uint8Array} head
 * @param {Uint8Array} tail both begin with a packet
 * @param {Layout} layout
 * @returns {number | null} in ticks of 1/90000 s; null if it does not
 */
export function clockBase(head, tail, layout) {
  const first = pictureTimes(head, layout).next().value;
  const last = [...pictureTimes(tail, layout)].pop();
  if (first === undefined || last === undefined || last >= first) return null;
  // else the recorder was started anew, and its clock with it
  const isRunOut = last + CLOCK_END - first <= LONGEST_S * CLOCK_HZ;
  return isRunOut ? first - BEFORE_S * CLOCK_HZ : null;
}

/**
 * Sets the times of the packets back, in place.
 * @param {Uint8Array} bytes begin with a packet
 * @param {Layout} layout
 * @param {number} base in ticks
 */
export function clockSetBack(bytes, layout, base) {
  for (const at of timestamps(bytes, layout)) {
    timeWrite(bytes, at, (timeRead(bytes, at) - base + CLOCK_END) % CLOCK_END);
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {Layout} layout
 * @returns {Generator<number, void, undefined>} when pictures are shown, in ticks
 */
function* pictureTimes(bytes, layout) {
  for (const at of headers(bytes, layout)) {
    const isPicture = (bytes[at + 3] & 0xf0) === 0xe0;
    if (isPicture && bytes[at + 7] & 0x80) yield timeRead(bytes, at + 9);
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {Layout} layout
 * @returns {Generator<number, void, undefined>} where a presentation or decoding time lies
 */
function* timestamps(bytes, layout) {
  for (const at of headers(bytes, layout)) {
    if (bytes[at + 7] & 0x80) yield at + 9;
    if ((bytes[at + 7] & 0xc0) === 0xc0) yield at + 14;
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {Layout} layout
 * @returns {Generator<number, void, undefined>} where an elementary packet begins that may have times
 */
function* headers(bytes, { sync, size }) {
  for (let packet = sync; packet + PACKET_BYTES <= bytes.length; packet += size) {
    if (bytes[packet] !== SYNC || !(bytes[packet + 1] & 0x40)) continue;
    const control = bytes[packet + 3] & 0x30;
    const at = packet + 4 + (control & 0x20 ? 1 + bytes[packet + 4] : 0);
    const isWhole = at + 9 + bytes[at + 8] <= packet + PACKET_BYTES && control & 0x10;
    const isStart = bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1;
    if (isWhole && isStart && (bytes[at + 6] & 0xc0) === 0x80) yield at;
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @returns {number} in ticks
 */
function timeRead(bytes, at) {
  const high = (bytes[at] >> 1) & 7;
  const middle = (bytes[at + 1] << 7) | (bytes[at + 2] >> 1);
  const low = (bytes[at + 3] << 7) | (bytes[at + 4] >> 1);
  return high * 2 ** 30 + middle * 2 ** 15 + low;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} time in ticks
 */
function timeWrite(bytes, at, time) {
  const middle = Math.floor(time / 2 ** 15) & 0x7fff;
  const low = time & 0x7fff;
  bytes[at] = (bytes[at] & 0xf1) | (Math.floor(time / 2 ** 30) << 1);
  bytes[at + 1] = middle >> 7;
  bytes[at + 2] = ((middle & 0x7f) << 1) | 1;
  bytes[at + 3] = low >> 7;
  bytes[at + 4] = ((low & 0x7f) << 1) | 1;
}
