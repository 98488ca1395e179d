/*
 * Packets of an MPEG transport stream where it says they are. The library steps from packet to packet and stops for good
 * at one without its sync byte (ISO/IEC 13818-1, 2.4.3.2), which a bad sector or a lost block leaves. Here each place in
 * the file has a packet: the one that begins there or a little later, where bytes are missing before it; else an empty
 * one. Which it is depends on the bytes around alone, so it is the same in every read.
 */

/** @typedef {import("./transport-clock.js").Layout} Layout */

const SYNC = 0x47;
/** So many sync bytes at the distance of a packet are no accident. */
const RUN = 5;
/** A packet that all readers pass over (ISO/IEC 13818-1, table 2-3: PID 0x1fff). */
const EMPTY_HEADER = [SYNC, 0x1f, 0xff, 0x10];

/**
 * What has to be read around some packets, so that theirs are found.
 * @param {Layout} layout
 */
export function marginBytes({ size }) {
  return RUN * size;
}

/**
 * @param {Uint8Array} bytes of the file
 * @param {{from: number, to: number}} places where they have the first packet and end the last
 * @param {Layout} layout
 * @returns {Uint8Array} to - from bytes: of the last packet only what there is room for
 */
export function packetsAlign(bytes, { from, to }, layout) {
  const aligned = new Uint8Array(to - from);
  for (let place = from; place < to; place += layout.size) {
    const packet = packetAt(bytes, place, layout) ?? packetEmpty(layout);
    aligned.set(packet.subarray(0, to - place), place - from);
  }
  return aligned;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} place
 * @param {Layout} layout
 * @returns {Uint8Array | null} null where it is damaged or cut off
 */
function packetAt(bytes, place, { sync, size }) {
  const end = place + sync + size;
  for (let at = bytes.indexOf(SYNC, place + sync); at >= 0 && at < end; at = bytes.indexOf(SYNC, at + 1)) {
    const start = at - sync;
    if (isInRun(bytes, at, size))
      return start + size > bytes.length ? null : bytes.subarray(start, start + size);
  }
  return null;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} size
 */
function isInRun(bytes, at, size) {
  let count = 1;
  for (let next = at + size; count < RUN && bytes[next] === SYNC; next += size) count += 1;
  for (let before = at - size; count < RUN && bytes[before] === SYNC; before -= size) count += 1;
  return count === RUN;
}

/** @param {Layout} layout */
function packetEmpty({ sync, size }) {
  const packet = new Uint8Array(size).fill(0xff);
  packet.set(EMPTY_HEADER, sync);
  return packet;
}
