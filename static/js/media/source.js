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
import { thinFile } from "./mp4-thin.js";

/** @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").InputVideoTrack} InputVideoTrack */

/** How much is read ahead once packets are read one after another. */
const READ_AHEAD_BYTES = 1024 * 1024;

/** Where the first packet of a transport stream begins, and how long each is: plain, with times (M2TS), with checksums. */
const STREAM_PACKETS = [
  [0, 188],
  [4, 192],
  [0, 204],
];
const STREAM_SYNC = 0x47;

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
  const read = needed ? await indexThinned(file, needed) : file;
  const source = isExact ? await exactSource(read) : new BlobSource(read);
  const input = new Input({ source, formats: ALL_FORMATS });
  try {
    return { ...(await videoDescribe(input)), isWhole: read === file };
  } catch (error) {
    input.dispose();
    throw error;
  }
}

/**
 * @param {Blob} file
 * @param {import("./mp4-thin.js").Needed} needed
 */
async function indexThinned(file, needed) {
  try {
    return await thinFile(file, needed);
  } catch (error) {
    throw new MediaError("file_unreadable", String(error));
  }
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
 */
async function exactSource(file) {
  // of a stream the library asks for each packet, and remembering them one by one costs it seconds a frame
  const prefetchProfile = (await isTransportStream(file)) ? "fileSystem" : "none";
  let ahead = { start: 0, bytes: new Uint8Array(0) };
  let lastEnd = -1;
  return new CustomSource({
    getSize: () => file.size,
    prefetchProfile,
    async read(start, end) {
      const isSequential = start >= lastEnd && start - lastEnd < READ_AHEAD_BYTES / 8;
      lastEnd = end;
      const cached = slice(ahead, start, end);
      if (cached || !isSequential) return cached ?? bytesRead(file, start, end);
      const block = { start, bytes: await bytesRead(file, start, Math.max(end, start + READ_AHEAD_BYTES)) };
      ahead = block;
      return /** @type {Uint8Array} */ (slice(block, start, end));
    },
  });
}

/** @param {Blob} file */
async function isTransportStream(file) {
  const head = await bytesRead(file, 0, 1024);
  return STREAM_PACKETS.some(([first, size]) =>
    [0, 1, 2, 3].every((packet) => head[first + packet * size] === STREAM_SYNC),
  );
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
