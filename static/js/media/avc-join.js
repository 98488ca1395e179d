import { ppsId, ppsRenumber, sliceRenumber, spsId, spsRewrite } from "./avc-parameters.js";
import { avcRecordRead, avcRecordWrite } from "./avc-record.js";
import { AVC_UNIT, unitsJoin, unitsSplit, unitType } from "./avc-units.js";

/**
 * @typedef {import("./avc-parameters.js").Appearance} Appearance
 *
 * @typedef {object} AvcJoin
 * @property {Uint8Array | null} description of both streams, null for Annex B
 * @property {(data: Uint8Array, isKey: boolean) => Uint8Array} rewrite a packet of the encoder
 */

const LENGTH_BYTES = 4;

/**
 * Two H.264 streams as one. The encoder's parameter sets get numbers that the recording does not use, so both
 * are valid from beginning to end: the copied packets stay as they are, and a player may jump anywhere. (Sets
 * sent in band under the same numbers would stay in force after a jump back and forth, and an `avc1` track
 * must not have them.)
 * @param {object} streams
 * @param {Uint8Array | null} streams.recorded its description, null for Annex B
 * @param {Uint8Array} streams.firstKey the recording's first copied packet
 * @param {Uint8Array} streams.encoded the encoder's description; of the baseline profile
 * @param {Appearance} appearance
 * @returns {AvcJoin | null} null when the copied packet does not bring the parameter sets it needs
 */
export function avcJoin({ recorded, firstKey, encoded }, appearance) {
  const record = recorded && avcRecordRead(recorded);
  const ours = record ?? setsIn(unitsSplit(firstKey, 0));
  const theirs = avcRecordRead(encoded);
  if (ours.sps.length === 0 || ours.pps.length === 0) return null;
  const sps = freeId(ours.sps.map(spsId));
  /** @type {Map<number, number>} */
  const ids = new Map();
  for (const pps of theirs.pps) ids.set(ppsId(pps), freeId([...ours.pps.map(ppsId), ...ids.values()]));
  const idOf = (/** @type {number} */ id) => ids.get(id) ?? id;
  const sets = {
    sps: theirs.sps.map((each) => spsRewrite(each, sps, appearance, { isFollowed: true })),
    pps: theirs.pps.map((each) => ppsRenumber(each, { id: idOf(ppsId(each)), spsId: sps })),
  };
  return {
    description: record && avcRecordWrite(recordsMerge(record, theirs, sets)),
    rewrite(data, isKey) {
      const units = packetRewrite(data, idOf);
      if (record) return unitsJoin(units, LENGTH_BYTES);
      return unitsJoin(isKey ? [...sets.sps, ...sets.pps, ...units] : units, 0);
    },
  };
}

/**
 * An encoder's description with the colours and the shape of pixels that it does not write itself.
 * @param {Uint8Array} description
 * @param {Appearance} appearance
 */
export function avcDescribe(description, appearance) {
  const record = avcRecordRead(description);
  const sps = record.sps.map((each) => spsRewrite(each, spsId(each), appearance, { isFollowed: false }));
  return avcRecordWrite({ ...record, sps });
}

/**
 * What the encoder's first packet says of itself, where it does: Firefox writes a broken description beside it.
 * @param {Uint8Array} description the encoder's
 * @param {Uint8Array} firstKey its first packet
 * @returns {Uint8Array}
 */
export function avcDescriptionMend(description, firstKey) {
  const { sps, pps } = setsIn(unitsSplit(firstKey, LENGTH_BYTES));
  if (sps.length === 0 || pps.length === 0) return description;
  const head = Uint8Array.of(1, ...sps[0].subarray(1, 4), 0xfc | (LENGTH_BYTES - 1));
  // high profiles add what isPlain asks of all: half the colours, 8 bits
  return avcRecordWrite({
    head,
    sps,
    pps,
    rest: Uint8Array.from(head[1] === 100 ? [0xfd, 0xf8, 0xf8, 0] : []),
  });
}

/**
 * @param {import("./avc-record.js").AvcRecord} ours
 * @param {import("./avc-record.js").AvcRecord} theirs
 * @param {{sps: Uint8Array[], pps: Uint8Array[]}} sets theirs, renumbered
 */
function recordsMerge(ours, theirs, sets) {
  const head = ours.head.slice();
  head[2] &= theirs.head[2];
  head[3] = Math.max(ours.head[3], theirs.head[3]);
  return { ...ours, head, sps: [...ours.sps, ...sets.sps], pps: [...ours.pps, ...sets.pps] };
}

/**
 * @param {Uint8Array} data
 * @param {(id: number) => number} idOf
 */
function packetRewrite(data, idOf) {
  const units = unitsSplit(data, LENGTH_BYTES).filter(isKept);
  return units.map((unit) => (isSlice(unit) ? sliceRenumber(unit, idOf) : unit));
}

/** @param {Uint8Array[]} units */
function setsIn(units) {
  return {
    sps: units.filter((unit) => unitType(unit) === AVC_UNIT.sps),
    pps: units.filter((unit) => unitType(unit) === AVC_UNIT.pps),
  };
}

/** Slices and what is said about them; no parameter sets, and nothing of scalable streams. @param {Uint8Array} unit */
function isKept(unit) {
  return unitType(unit) <= 6;
}

/** @param {Uint8Array} unit */
function isSlice(unit) {
  return unitType(unit) === AVC_UNIT.slice || unitType(unit) === AVC_UNIT.idr;
}

/** @param {readonly number[]} taken */
function freeId(taken) {
  let id = 0;
  while (taken.includes(id)) id += 1;
  return id;
}
