/*
 * Videos that this browser does not decode, or does not even open, read by ffmpeg in WebAssembly. Two ways:
 * where the container is known (HEVC in MP4), its packets are read here and handed to ffmpeg in small pieces, which
 * costs no more reading than with the browser's decoder; any other file ffmpeg reads itself, window after window.
 */
import { bytesOf, demuxOpen } from "./demux.js";
import { isFileGone, MediaError } from "./errors.js";
import { ffmpegOpen } from "./ffmpeg.js";
import { fileFacts, fileOrigin, soundCodecs, videoStream } from "./file-facts.js";
import { frameIndexOpen } from "./frame-index.js";
import { CODEC_IDS, matroskaWrite } from "./matroska.js";
import { packetEnds, packetIndexOpen } from "./packet-index.js";
import { areKeysOnly, picksInPieces, picturesMatch, spansOf } from "./pieces.js";
import { CHUNK_FRAMES, chunkPlan, pickGroups } from "./plan.js";
import { trackShape } from "./track-config.js";

/**
 * @typedef {import("./plan.js").Pick} Pick
 * @typedef {import("./picture.js").PictureSetup} PictureSetup
 * @typedef {{pick: Pick, jpeg: ArrayBuffer | null}} Taken null when it could not be decoded
 *
 * @typedef {object} Lane plans and decodes one chunk after the other, beside other lanes
 * @property {import("./plan.js").FrameIndex} index
 * @property {(chunk: number) => Promise<Pick[]>} plan
 * @property {(picks: Pick[]) => AsyncGenerator<Taken[], void, undefined>} pictures
 * @property {() => void} close
 *
 * @typedef {object} SlowSource
 * @property {number} firstTime in seconds
 * @property {number} lastTime
 * @property {import("./track-config.js").Shape} shape
 * @property {Omit<import("./probe.js").VideoFacts, "way" | "speed"> | null} facts of a file that ffmpeg reads itself
 * @property {FileCut | null} cut of a file that ffmpeg reads itself
 * @property {number | null} frameSeconds that one frame takes, where this is known from opening the source
 * @property {(interval: number, picture: PictureSetup) => Promise<Lane>} laneOpen
 * @property {() => void} close
 */

/**
 * @typedef {object} FileCut
 * @property {string} format as ffmpeg calls it
 * @property {string[]} sounds the codecs of its sound, as ffmpeg calls them
 * @property {import("./plan.js").FrameIndex} index
 * @property {(clip: {key: number, start: number, stop: number, container: string, isEncoded: boolean},
 *   onProgress: (progress: import("./ffmpeg.js").ClipProgress) => void) => Promise<void>} write what is shown from start
 *   up to stop, for which it is read from a keyframe on
 * @property {() => void} stop
 */

/** ffmpeg seeks a little before the time asked for, and fails where that is before the start. */
const NEAR_START_S = 1;
const ROUNDING_S = 0.001;

/**
 * @param {import("./source.js").Video} video
 * @returns {Promise<SlowSource | null>} null when ffmpeg cannot be handed these packets
 */
export async function packetSourceOpen(video) {
  const { track } = video;
  const config = await track.getDecoderConfig();
  const codecId = CODEC_IDS[(await track.getCodec()) ?? ""];
  if (!config || !codecId) return null;
  const description = bytesOf(config.description);
  const head = { codecId, description, width: config.codedWidth ?? 0, height: config.codedHeight ?? 0 };
  const index = await frameIndexOpen(video);
  const demux = demuxOpen(video, config);
  const crew = crewOpen(await ffmpegOpen(null), null);
  return {
    shape: await trackShape(track),
    firstTime: index.firstTime,
    lastTime: index.lastTime,
    facts: null,
    cut: null,
    frameSeconds: null,
    close: crew.close,
    async laneOpen(interval, picture) {
      const ffmpeg = await crew.take();
      /** @param {Pick[]} picks */
      async function decode(picks) {
        const { packets, times } = await packetsRead(demux, picks);
        const piece = matroskaWrite(head, packets).buffer;
        const wanted = areKeysOnly(picks) ? null : times;
        return picturesMatch(picks, times, await ffmpeg.piecePictures({ piece, wanted, picture }));
      }
      return {
        index,
        plan: (chunk) => chunkPlan(index, interval, chunk),
        pictures: (picks) => picturesTake(picks, decode),
        close: () => crew.giveBack(ffmpeg),
      };
    },
  };
}

/**
 * @param {File} file
 * @returns {Promise<SlowSource>}
 */
export async function fileSourceOpen(file) {
  const ffmpeg = await ffmpegOpen(file);
  const crew = crewOpen(ffmpeg, file);
  try {
    const answer = await ffmpeg.facts();
    const { index: stream } = videoStream(answer);
    const lister = listerOpen(stream);
    const raw = await packetEnds(lister.list(ffmpeg, 0), Number(answer.format.duration) || 0);
    if (!raw) throw new MediaError("no_video_track", "the track has no frames");
    const origin = fileOrigin(answer, raw.firstTime);
    const ends = { firstTime: raw.firstTime - origin, lastTime: raw.lastTime - origin };
    const facts = await fileFacts(answer, ends, lister.list(ffmpeg, origin));
    const { width, height, rotation } = facts;
    return {
      ...ends,
      shape: { width, height, rotation: /** @type {0} */ (rotation), isFlipped: false },
      facts,
      cut: fileCut({ ffmpeg, lister, origin, ends, stream, answer }),
      frameSeconds: null,
      close: crew.close,
      async laneOpen(interval, picture) {
        const own = await crew.take();
        const close = () => crew.giveBack(own);
        return { ...fileLane({ ffmpeg: own, lister, origin, ends, stream, interval, picture }), close };
      },
    };
  } catch (error) {
    crew.close();
    throw error;
  }
}

/**
 * Starting one takes a second, so they are used again.
 * @param {import("./ffmpeg.js").Ffmpeg} first
 * @param {File | null} file
 */
function crewOpen(first, file) {
  const all = [first];
  const free = [first];
  return {
    async take() {
      const one = free.pop() ?? (await ffmpegOpen(file));
      if (!all.includes(one)) all.push(one);
      return one;
    },
    giveBack: (/** @type {import("./ffmpeg.js").Ffmpeg} */ one) => void free.push(one),
    close() {
      for (const one of all) one.close();
    },
  };
}

/**
 * @param {{ffmpeg: import("./ffmpeg.js").Ffmpeg, lister: ReturnType<typeof listerOpen>, origin: number,
 *   ends: {firstTime: number, lastTime: number}, stream: number, interval: number, picture: PictureSetup}} lane
 * @returns {Omit<Lane, "close">}
 */
function fileLane({ ffmpeg, lister, origin, ends, stream, interval, picture }) {
  const index = packetIndexOpen(lister.list(ffmpeg, origin), ends);
  const seekTime = seekTimeOf(lister, origin, ends);

  /** @param {Pick[]} picks */
  async function decode(picks) {
    const spans = spansOf(picks).map(({ key, last }) => ({ key: key + origin, last: last + origin }));
    const first = Math.min(...picks.map(({ key }) => key.time));
    const times = picks.map(({ frame }) => Math.round((frame.time + origin) * 1000));
    const wanted = areKeysOnly(picks) ? null : times;
    const pictures = await ffmpeg.filePictures({ spans, stream, seekFrom: seekTime(first), wanted, picture });
    return picturesMatch(picks, times, pictures);
  }
  return {
    index,
    async plan(chunk) {
      const start = (chunk * CHUNK_FRAMES - 1.5) * interval;
      await index.prepare(start, start + (CHUNK_FRAMES + 2) * interval);
      return chunkPlan(index, interval, chunk);
    },
    pictures: (picks) => picturesTake(picks, decode),
  };
}

/**
 * @param {{ffmpeg: import("./ffmpeg.js").Ffmpeg, lister: ReturnType<typeof listerOpen>, origin: number,
 *   ends: {firstTime: number, lastTime: number}, stream: number, answer: any}} file
 * @returns {FileCut}
 */
function fileCut({ ffmpeg, lister, origin, ends, stream, answer }) {
  const seekTime = seekTimeOf(lister, origin, ends);
  return {
    format: answer.format.format_name,
    sounds: soundCodecs(answer),
    index: packetIndexOpen(lister.list(ffmpeg, origin), ends),
    write({ key, start, stop, container, isEncoded }, onProgress) {
      // times may have been rounded on their way
      const span = { start: start + origin - ROUNDING_S, stop: stop + origin - ROUNDING_S };
      return ffmpeg.clip({ ...span, stream, seekFrom: seekTime(key), container, isEncoded }, onProgress);
    },
    stop: ffmpeg.stop,
  };
}

/**
 * @param {ReturnType<typeof listerOpen>} lister
 * @param {number} origin
 * @param {{firstTime: number, lastTime: number}} ends
 * @returns {(time: number) => number | null} where to seek to for a time, null where that cannot or need not be
 */
function seekTimeOf(lister, origin, { firstTime }) {
  return (time) => (lister.isSeekable() && time > firstTime + NEAR_START_S ? time + origin : null);
}

/**
 * A file without an index, as a recorder leaves it that lost its power, may not be seekable: it is listed whole, once.
 * @param {number} stream
 */
function listerOpen(stream) {
  /** @type {import("./packet-index.js").ListedPacket[] | null} */
  let whole = null;
  let isSeekable = true;

  /**
   * @param {import("./ffmpeg.js").Ffmpeg} ffmpeg
   * @param {number | null} from
   * @param {number | null} to
   */
  async function listOnce(ffmpeg, from, to) {
    const { times, keys } = await ffmpeg.packets({ from, to, stream });
    return Array.from(times, (time, index) => ({ time, isKey: keys[index] === 1 }));
  }
  return {
    isSeekable: () => isSeekable,
    /**
     * @param {import("./ffmpeg.js").Ffmpeg} ffmpeg
     * @param {number} origin the file's clock at the video's zero
     * @returns {import("./packet-index.js").List}
     */
    list: (ffmpeg, origin) => async (from, to) => {
      const at = (/** @type {number | null} */ time) => (time === null ? null : time + origin);
      const packets = whole ?? (await listOnce(ffmpeg, at(from), at(to)));
      if (from === null && to === null && !whole) {
        whole = packets;
        const middle = packets[packets.length >> 1]?.time ?? 0;
        isSeekable = (await listOnce(ffmpeg, middle, middle)).length > 0;
      }
      return packets.map(({ time, isKey }) => ({ time: time - origin, isKey }));
    },
  };
}

/**
 * @param {Pick[]} picks
 * @param {(picks: Pick[]) => Promise<Taken[]>} decode
 */
async function* picturesTake(picks, decode) {
  const lost = picks.filter(({ isLost }) => isLost);
  if (lost.length) yield missing(lost);
  const found = picks.filter(({ isLost }) => !isLost);
  for (const piece of picksInPieces(found)) yield await pieceDecode(piece, decode);
}

/**
 * Where damaged data makes ffmpeg crash, only the frames there are lost. Keyframes that stand after one another in a
 * piece though not in the video may come out in disorder (open GOP), and are lost then: alone they are not.
 * @param {Pick[]} piece
 * @param {(picks: Pick[]) => Promise<Taken[]>} decode
 * @returns {Promise<Taken[]>}
 */
async function pieceDecode(piece, decode) {
  const taken = await decode(piece).catch((error) => {
    if (isFileGone(error)) throw error;
    return null;
  });
  if (piece.length < 2 || (taken && !areKeysOnly(piece))) return taken ?? missing(piece);
  const again = (taken ?? missing(piece)).map(async (one) =>
    one.jpeg ? [one] : pieceDecode([one.pick], decode),
  );
  return (await Promise.all(again)).flat();
}

/**
 * @param {Pick[]} picks
 * @returns {Taken[]}
 */
function missing(picks) {
  return picks.map((pick) => ({ pick, jpeg: null }));
}

/**
 * @param {ReturnType<typeof demuxOpen>} demux
 * @param {Pick[]} picks
 */
async function packetsRead(demux, picks) {
  const packets = [];
  /** @type {Map<Pick, number>} */
  const times = new Map();
  for await (const group of pickGroups(inOrder(picks))) {
    for await (const { message, pick } of demux.packets(group)) {
      const timeMs = Math.round(message.timestampUs / 1000);
      if (pick) times.set(pick, timeMs);
      packets.push({ data: new Uint8Array(message.data), timeMs, isKey: message.isKey });
    }
  }
  // frames that an edit list hides have times before zero, which Matroska has not
  const base = Math.min(0, ...packets.map(({ timeMs }) => timeMs));
  return {
    packets: packets.map((packet) => ({ ...packet, timeMs: packet.timeMs - base })),
    times: picks.map((pick) => (times.get(pick) ?? Number.NaN) - base),
  };
}

/** @param {Pick[]} picks */
async function* inOrder(picks) {
  yield* picks;
}
