/*
 * A Matroska file as if it had the index (Cues) that a live recorder does not write, and another not before its end.
 * Without one the library begins to look at the last cluster that it happens to know, and finds no keyframe where that
 * one has none. https://www.rfc-editor.org/rfc/rfc9559
 */
import { CLUSTER, element, number, SEGMENT } from "./matroska.js";
import { readerOpen } from "./matroska-reader.js";

/**
 * @typedef {import("./matroska-reader.js").Reader} Reader
 * @typedef {import("./matroska-reader.js").Element} Element
 *
 * @typedef {object} Head what comes before the first cluster
 * @property {number} sizeAt where the length of the segment is written
 * @property {number} segmentStart where the positions in an index count from
 * @property {number} firstCluster
 * @property {number} track the number of the pictures' track
 * @property {number | null} cuesAt where the index shall be
 *
 * @typedef {{time: number, cluster: number}} Cue time: of a keyframe, in the file's own units
 */

const ID = {
  ebml: 0x1a45dfa3,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  cues: 0x1c53bb6b,
  time: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  reference: 0xfb,
};
const TYPE_VIDEO = 1;
const IS_KEY = 0x80;
/** Those whose contents are looked at. */
const OPENED = [SEGMENT, ID.seekHead, ID.seek, ID.tracks, ID.trackEntry, CLUSTER, ID.blockGroup];
/** What else may be among and in clusters: anything but these is damage. */
const PASSED = [
  ...[ID.time, ID.simpleBlock, ID.block, ID.reference, ID.cues, ID.seekHead, ID.tracks],
  // info, tags, chapters, attachments, void, checksum
  ...[0x1549a966, 0x1254c367, 0x1043a770, 0x1941a469, 0xec, 0xbf],
  // position, previous size, silent tracks, encrypted block; duration, priority, state, additions, padding, slices
  ...[0xa7, 0xab, 0x5854, 0xaf, 0x9b, 0xfa, 0xfd, 0xa4, 0x75a1, 0x75a2, 0x8e],
];

/**
 * Reads the whole file once where it has no index.
 * @param {Blob} file of any format
 * @returns {Promise<Blob>} the file itself where it has an index or is no Matroska
 */
export async function cuedFile(file) {
  const reader = readerOpen(file);
  const head = await headRead(reader);
  if (!head || (await isCues(reader, head.cuesAt))) return file;
  const cues = await cuesFind(reader, head);
  return cues.length ? withCues(file, head, cues) : file;
}

/**
 * @param {Reader} reader
 * @returns {Promise<Head | null>} null where this is no Matroska with pictures
 */
async function headRead(reader) {
  const head = {
    sizeAt: 0,
    segmentStart: 0,
    firstCluster: 0,
    track: 0,
    cuesAt: /** @type {number | null} */ (null),
  };
  let seeks = 0;
  let trackNumber = 0;
  for (let position = 0; ; ) {
    const found = await reader.elementAt(position);
    if (!found || (position === 0 && found.id !== ID.ebml)) return null;
    const { id, start, end } = found;
    const value = () => reader.number(start, end);
    if (id === SEGMENT) Object.assign(head, { sizeAt: position + 4, segmentStart: start });
    if (id === ID.cues) head.cuesAt = position;
    if (id === ID.seekId) seeks = value();
    if (id === ID.seekPosition && seeks === ID.cues) head.cuesAt = head.segmentStart + value();
    if (id === ID.trackNumber) trackNumber = value();
    if (id === ID.trackType && value() === TYPE_VIDEO) head.track ||= trackNumber;
    if (id === CLUSTER) return head.track ? { ...head, firstCluster: position } : null;
    position = OPENED.includes(id) ? start : end;
  }
}

/**
 * @param {Reader} reader
 * @param {number | null} position where a torn file may have nothing
 */
async function isCues(reader, position) {
  return position !== null && (await reader.elementAt(position))?.id === ID.cues;
}

/**
 * The first keyframe of each cluster that has one, up to where the file is damaged.
 * @param {Reader} reader
 * @param {Head} head
 * @returns {Promise<Cue[]>}
 */
async function cuesFind(reader, { firstCluster, track }) {
  /** @type {Cue[]} */
  const cues = [];
  let cluster = { at: firstCluster, time: 0 };
  /** @type {Cue | null} of a block that is a keyframe unless a reference follows */
  let pending = null;
  const add = (/** @type {Cue | null} */ cue) => {
    if (cue && cue.cluster !== cues.at(-1)?.cluster) cues.push(cue);
  };

  for (let position = firstCluster; ; ) {
    const found = await reader.elementAt(position);
    if (!found || !(OPENED.includes(found.id) || PASSED.includes(found.id)) || found.id === SEGMENT) break;
    const { id, start, end } = found;
    if (id === ID.reference) pending = null;
    if (id === CLUSTER || id === ID.simpleBlock || id === ID.blockGroup) {
      add(pending);
      pending = null;
    }
    if (id === CLUSTER) cluster = { at: position, time: 0 };
    if (id === ID.time) cluster.time = reader.number(start, end);
    if (id === ID.simpleBlock || id === ID.block) {
      const block = reader.block(start);
      const cue = block.track === track ? { time: cluster.time + block.time, cluster: cluster.at } : null;
      if (id === ID.block) pending = cue;
      else if (block.flags & IS_KEY) add(cue);
    }
    position = id === CLUSTER || id === ID.blockGroup ? start : end;
  }
  add(pending);
  return cues;
}

/**
 * @param {Blob} file
 * @param {Head} head
 * @param {Cue[]} cues
 */
function withCues(file, { sizeAt, segmentStart, firstCluster, track }, cues) {
  // numbers take the same room whatever they are
  const shift = cuesMake(cues, track, 0).length;
  const index = cuesMake(cues, track, shift - segmentStart);
  // with the index the segment is longer than was written
  const unknownSize = new Uint8Array(segmentStart - sizeAt).fill(0xff);
  unknownSize[0] = 2 ** (9 - unknownSize.length) - 1;
  return new Blob([
    file.slice(0, sizeAt),
    unknownSize,
    file.slice(segmentStart, firstCluster),
    index,
    file.slice(firstCluster),
  ]);
}

/**
 * @param {Cue[]} cues
 * @param {number} track
 * @param {number} shift from a place in the file to a position in the index
 */
function cuesMake(cues, track, shift) {
  const points = cues.map(({ time, cluster }) => {
    const place = element(0xb7, [number(0xf7, track), number(0xf1, cluster + shift)]);
    return element(0xbb, [number(0xb3, Math.max(0, time)), place]);
  });
  return element(ID.cues, points);
}
