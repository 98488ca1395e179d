import {
  ALL_FORMATS,
  BlobSource,
  CustomSource,
  Input,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  WEBM,
} from "/static/npm/mediabunny/mediabunny.min.mjs";
import { MediaError } from "./errors.js";
import { cuedFile } from "./matroska-cues.js";
import { thinFile } from "./mp4-thin.js";
import { clockBase, clockSetBack, layoutFind } from "./transport-clock.js";
import { marginBytes, packetsAlign } from "./transport-sync.js";

/** @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").InputVideoTrack} InputVideoTrack */
/** @typedef {import("./transport-clock.js").Layout} Layout */

/** How much is read ahead once packets are read one after another. */
const READ_AHEAD_BYTES = 1024 * 1024;

/** Where the first and the last picture of a transport stream are looked for. */
const STREAM_ENDS_BYTES = 4 * 1024 * 1024;

/**
 * @typedef {object} Video an open file
 * @property {Input} input
 * @property {InputVideoTrack} track
 * @property {"mp4" | "mov" | "mkv" | "webm" | "ts" | "other"} container
 * @property {number} origin the file's clock at the video's zero, in seconds
 * @property {boolean} isWhole all packets can be read, not only the needed ones
 */

/**
 * @param {Blob} file
 * @param {{isExact: boolean, needed?: import("./mp4-thin.js").Needed}} options isExact: read only the bytes asked for
 *   (sampling jumps from keyframe to keyframe); otherwise with the library's read-ahead (cutting reads all of a
 *   piece); needed: the packets that will be asked for, default all
 * @returns {Promise<Video>}
 */
export async function videoOpen(file, { isExact, needed }) {
  if (file.size === 0) throw new MediaError("empty");
  const indexed = await indexAdded(file);
  const read = needed ? await indexThinned(indexed, needed) : indexed;
  const layout = layoutFind(await bytesRead(file, 0, 1024));
  const source = isExact || layout ? await exactSource(read, layout) : new BlobSource(read);
  const input = new Input({ source, formats: ALL_FORMATS });
  try {
    return { ...(await videoDescribe(input)), isWhole: read === indexed };
  } catch (error) {
    input.dispose();
    throw error;
  }
}

/** @param {Blob} file */
function indexAdded(file) {
  return cuedFile(file).catch(unreadable);
}

/**
 * @param {Blob} file
 * @param {import("./mp4-thin.js").Needed} needed
 */
function indexThinned(file, needed) {
  return thinFile(file, needed).catch(unreadable);
}

/**
 * @param {unknown} error
 * @returns {never}
 */
function unreadable(error) {
  throw new MediaError("file_unreadable", String(error));
}

/**
 * @param {Input} input
 * @returns {Promise<Omit<Video, "isWhole">>}
 */
async function videoDescribe(input) {
  if (!(await input.canRead())) throw new MediaError("not_a_video");
  const track = await input.getPrimaryVideoTrack().catch((error) => {
    throw new MediaError("damaged", String(error));
  });
  if (!track) throw new MediaError((await input.getTracks()).length ? "no_video_track" : "damaged");
  const container = await containerName(input);
  // the clock of a transport stream starts anywhere, so its first frame is the video's zero
  const origin = container === "ts" ? await track.getFirstTimestamp() : 0;
  return { input, track, container, origin };
}

/**
 * @param {Input} input
 * @returns {Promise<Video["container"]>}
 */
async function containerName(input) {
  const format = await input.getFormat();
  if (format === MP4) return "mp4";
  if (format === QTFF) return "mov";
  if (format === WEBM) return "webm";
  if (format === MATROSKA) return "mkv";
  return format === MPEG_TS ? "ts" : "other";
}

/**
 * Exact slices, until two reads follow one another.
 * @param {Blob} file
 * @param {Layout | null} layout of a transport stream
 */
async function exactSource(file, layout) {
  const bytesOf = layout ? await streamReader(file, layout) : bytesRead;
  let ahead = { start: 0, bytes: new Uint8Array(0) };
  let lastEnd = -1;
  return new CustomSource({
    getSize: () => file.size,
    // of a stream the library asks for each packet, and remembering them one by one costs it seconds a frame
    prefetchProfile: layout ? "fileSystem" : "none",
    async read(start, end) {
      const isSequential = start >= lastEnd && start - lastEnd < READ_AHEAD_BYTES / 8;
      lastEnd = end;
      const cached = slice(ahead, start, end);
      if (cached || !isSequential) return cached ?? bytesOf(file, start, end);
      const block = { start, bytes: await bytesOf(file, start, Math.max(end, start + READ_AHEAD_BYTES)) };
      ahead = block;
      return /** @type {Uint8Array} */ (slice(block, start, end));
    },
  });
}

/**
 * Reads so that damaged places are passed over and the clock does not start again within the recording.
 * @param {Blob} file
 * @param {Layout} layout
 * @returns {Promise<typeof bytesRead>}
 */
async function streamReader(file, layout) {
  const read = (/** @type {number} */ start, /** @type {number} */ end) =>
    packetsRead(file, { start, end }, layout);
  const head = await read(0, Math.min(file.size, STREAM_ENDS_BYTES));
  const tail = await read(packetStart(Math.max(0, file.size - STREAM_ENDS_BYTES), layout), file.size);
  const base = clockBase(head, tail, layout);
  return async (_, start, end) => {
    const from = packetStart(start, layout);
    const bytes = await read(from, Math.min(file.size, packetStart(end + layout.size - 1, layout)));
    if (base !== null) clockSetBack(bytes, layout, base);
    return bytes.slice(start - from, end - from);
  };
}

/**
 * @param {number} position
 * @param {Layout} layout
 */
function packetStart(position, { size }) {
  return position - (position % size);
}

/**
 * @param {Blob} file
 * @param {{start: number, end: number}} range of whole packets
 * @param {Layout} layout
 */
async function packetsRead(file, { start, end }, layout) {
  const margin = marginBytes(layout);
  const first = Math.max(0, start - margin);
  const bytes = await bytesRead(file, first, end + margin);
  return packetsAlign(bytes, { from: start - first, to: end - first }, layout);
}

/**
 * @param {{start: number, bytes: Uint8Array}} block
 * @param {number} start
 * @param {number} end
 * @returns {Uint8Array | null} a copy of the range, when the block holds all of it
 */
function slice(block, start, end) {
  if (start < block.start || end > block.start + block.bytes.length) return null;
  return block.bytes.slice(start - block.start, end - block.start);
}

/**
 * @param {Blob} file
 * @param {number} start
 * @param {number} end
 */
async function bytesRead(file, start, end) {
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer());
  } catch (error) {
    // the file was moved, changed or its disk taken away
    throw new MediaError("file_unreadable", String(error));
  }
}
