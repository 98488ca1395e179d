/*
 * One ffmpeg, compiled to WebAssembly, for what the browser itself cannot read. It is a program with a command line
 * and a file system: the video is mounted there (and read in place, piece by piece), pictures come out as files.
 * A command blocks this worker until it is done, so each is short and its answer small.
 */
import { errorMessage, MediaError } from "./errors.js";
import {
  clipArguments,
  encodeArguments,
  extractArguments,
  factsArguments,
  packetsArguments,
  picturesArguments,
} from "./ffmpeg-arguments.js";
import { helperAttach } from "./workers.js";

const CORE = "/static/npm/ffmpeg-core/ffmpeg-core";
const PIECE = "/piece.mkv";
const PICTURES = "/pictures";
const CLIP = "/clip";

/** @type {any} the package has no types */
let core = null;
/** @type {string[]} */
let printed = [];
/** @type {string[]} */
let complaints = [];

/** @type {Record<string, (options: any) => unknown>} */
const commands = {
  open: coreOpen,
  facts: () => ({ answer: JSON.parse(probe(factsArguments()) || "{}") }),
  packets: packetsList,
  /** The packets of the file that are needed for some pictures, into a piece of their own. */
  extract(options) {
    run(extractArguments(options, PIECE));
  },
  /** Or such a piece as it is. */
  load({ piece }) {
    core.FS.writeFile(PIECE, new Uint8Array(piece));
  },
  pictures: picturesMake,
  clip: clipWrite,
};

const post = helperAttach(async ({ data: { command, options } }) => {
  try {
    const { answer = null, transfer = [] } = /** @type {any} */ (await commands[command](options)) ?? {};
    post({ type: "answer", answer }, { transfer });
  } catch (error) {
    post(errorMessage(isReadError(error) ? new MediaError("file_unreadable", String(error)) : error));
  }
});

/** @param {{file: Blob | null}} options */
async function coreOpen({ file }) {
  const { default: create } = await import(`${CORE}.js`).catch((error) => {
    throw new MediaError("no_ffmpeg", String(error));
  });
  core = await create({ locateFile: () => `${CORE}.wasm` });
  core.setLogger((/** @type {{type: string, message: string}} */ { type, message }) => {
    (type === "stdout" ? printed : complaints).push(message);
  });
  core.FS.mkdir("/in");
  core.FS.mkdir(PICTURES);
  if (file) core.FS.mount(core.FS.filesystems.WORKERFS, { blobs: [{ name: "video", data: file }] }, "/in");
}

/** @param {{from: number | null, to: number | null, stream: number}} options */
function packetsList(options) {
  const lines = probe(packetsArguments(options)).split("\n").filter(Boolean);
  const times = new Float64Array(lines.length);
  const keys = new Uint8Array(lines.length);
  for (const [index, line] of lines.entries()) {
    const [pts, dts, flags] = line.split(",");
    // AVI has no presentation times
    times[index] = Number.parseFloat(pts === "N/A" ? dts : pts);
    keys[index] = flags.startsWith("K") ? 1 : 0;
  }
  return { answer: { times, keys }, transfer: [times.buffer, keys.buffer] };
}

/** @param {{wanted: number[] | null, picture: import("./picture.js").PictureSetup}} options */
function picturesMake(options) {
  try {
    run(picturesArguments(options, PIECE, PICTURES));
  } finally {
    core.FS.unlink(PIECE);
  }
  const names = core.FS.readdir(PICTURES).filter((/** @type {string} */ name) => name.endsWith(".jpg"));
  const pictures = names.map((/** @type {string} */ name) => {
    const path = `${PICTURES}/${name}`;
    const jpeg = core.FS.readFile(path).buffer;
    core.FS.unlink(path);
    return { timeMs: Number.parseInt(name, 10), jpeg };
  });
  const whole = pictures.filter((/** @type {{jpeg: ArrayBuffer}} */ { jpeg }) => isWholeJpeg(jpeg));
  const transfer = whole.map((/** @type {{jpeg: ArrayBuffer}} */ { jpeg }) => jpeg);
  return { answer: whole, transfer };
}

/**
 * After packets that it makes no sense of, a picture may be empty or end in its middle.
 * @param {ArrayBuffer} jpeg
 */
function isWholeJpeg(jpeg) {
  const bytes = new Uint8Array(jpeg);
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9;
}

/**
 * A clip may be larger than the memory: what is written goes out piece by piece.
 * @param {{stream: number, seekFrom: number | null, start: number, stop: number, container: string,
 *   isEncoded: boolean}} options
 */
function clipWrite({ isEncoded, ...options }) {
  core.FS.writeFile(CLIP, "");
  const { node } = core.FS.lookupPath(CLIP);
  core.setProgress((/** @type {{time: number}} */ { time }) => {
    post({ type: "progress", progress: { seconds: time / 1e6 } });
  });
  /**
   * @param {unknown} _stream
   * @param {Int8Array} buffer
   * @param {number} offset
   * @param {number} length
   * @param {number} position in the file
   */
  function write(_stream, buffer, offset, length, position) {
    const data = new Uint8Array(buffer.slice(offset, offset + length).buffer);
    node.usedBytes = Math.max(node.usedBytes, position + length);
    post({ type: "progress", progress: { position, data } }, { transfer: [data.buffer] });
    return length;
  }
  node.stream_ops = { ...node.stream_ops, write };
  run(["-y", ...(isEncoded ? encodeArguments : clipArguments)(options, CLIP)]);
  const bytes = node.usedBytes;
  core.FS.unlink(CLIP);
  if (bytes === 0) throw new MediaError(isEncoded ? "not_cut" : "cannot_copy", complaints.join(" "));
}

/**
 * @param {string[]} args
 * @returns {string} what it printed
 */
function probe(args) {
  printed = [];
  complaints = [];
  core.ffprobe(...args);
  core.reset();
  return printed.join("\n");
}

/**
 * Damaged data makes it complain and go on; what it could not make is not there.
 * @param {string[]} args
 */
function run(args) {
  complaints = [];
  core.exec(...args);
  core.reset();
  // it ends each command with "Aborted()"
  const crash = complaints.find((line) => /^Aborted\(.+\)/.test(line));
  if (crash) throw new MediaError("decoder_failed", crash);
}

/** @param {unknown} error */
function isReadError(error) {
  return error instanceof DOMException && ["NotReadableError", "NotFoundError"].includes(error.name);
}
