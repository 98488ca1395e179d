/*
 * Cuts clips out of one file, which stays open between calls: reading the index of a day of video takes a while.
 */
import { ConversionCanceledError } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { errorMessage, MediaError } from "./errors.js";
import { exactAbility } from "./exact.js";
import { fileCutterOpen } from "./file-cutter.js";
import { entryRemove, fileCreate } from "./folder.js";
import { blobSha256 } from "./hash.js";
import { libraryCutter } from "./library-cutter.js";
import { memoryStream } from "./memory-stream.js";
import { segmentsOpen } from "./segments-source.js";

/**
 * @typedef {import("./clip-format.js").ClipContainer} ClipContainer
 * @typedef {"lossless" | import("./exact.js").ExactWay} ClipWay
 * @typedef {import("./cut-points.js").CutPoints & {way: ClipWay, container: ClipContainer, isByFfmpeg: boolean}} Planned
 * @typedef {import("./cut-points.js").CutPoints & {way: null, container: ClipContainer, code: string}} Unplanned code:
 *   why it cannot be cut
 * @typedef {Planned & {name: string}} ClipOrder
 * @typedef {{hasLostTracks: boolean, way: ClipWay}} ClipMade
 * @typedef {ClipMade & {name: string, bytes: number, sha256: string, blob: Blob | null}} ClipWritten
 *
 * @typedef {object} ClipMaker of one file
 * @property {ClipContainer} container of lossless clips
 * @property {(segment: {start: number, stop: number}, isExact: boolean) => Promise<Planned>} plan
 * @property {(clip: ClipOrder, target: WritableStream, onProgress: (fraction: number) => void) => Promise<ClipMade>} write
 *   whose target it closes
 * @property {() => void} stop what it writes
 */

const PROGRESS_MS = 200;
/** What speaks against all segments of a file, not one. */
const OF_THE_FILE = ["cancelled", "file_unreadable", "cannot_decode"];
/** Where ffmpeg may get further. */
const FOR_FFMPEG = ["cannot_decode", "cannot_encode", "damaged_there"];
const DOWNLOADS = "smartcut-clips";
const DOWNLOADS_KEPT_MS = 6 * 3600 * 1000;

/** @type {import("./segments-source.js").SegmentsSource | null} */
let source = null;
/** @type {Promise<ClipMaker> | null} */
let fileCutter = null;
/** @type {Promise<import("./exact.js").Ability> | null} */
let ability = null;
/** @type {Map<string, Planned>} by segment: names are changed often */
const planned = new Map();
/** @type {ClipMaker | null} */
let running = null;
let isCancelled = false;

self.onmessage = async ({ data }) => {
  isCancelled = data.type === "cancel";
  if (isCancelled) return running?.stop();
  try {
    const answer = data.type === "plan" ? await planMake(data) : await clipWrite(data);
    self.postMessage({ type: "answer", answer });
  } catch (error) {
    self.postMessage(errorMessage(knownError(error)));
  }
};

/**
 * @param {File} file
 * @param {{start: number, stop: number}[]} segments
 * @returns {Promise<ClipMaker>}
 */
async function makerOf(file, segments) {
  try {
    source ??= segmentsOpen(file);
    const video = await source.video(segments);
    return await libraryCutter(video, () => {
      ability ??= exactAbility(video);
      return ability;
    });
  } catch (error) {
    if (codeOf(error) !== "not_a_video") throw error;
    return fileCutterOf(file, error);
  }
}

/**
 * @param {File} file
 * @param {unknown} reason to be thrown where ffmpeg can do no more
 * @returns {Promise<ClipMaker>}
 */
async function fileCutterOf(file, reason) {
  try {
    fileCutter ??= fileCutterOpen(file);
    return await fileCutter;
  } catch (error) {
    fileCutter = null;
    throw codeOf(error) === "file_unreadable" ? error : reason;
  }
}

/**
 * @typedef {{start: number, stop: number}} Segment
 *
 * @param {{file: File, segments: Segment[], near?: Segment[], isExact: boolean}} wish
 * @returns {Promise<(Planned | Unplanned)[]>}
 */
async function planMake({ file, segments, near = segments, isExact }) {
  const maker = await makerOf(file, near);
  const tell = progressThrottled();
  const plans = [];
  for (const segment of segments) {
    if (isCancelled) throw new MediaError("cancelled");
    plans.push(await planOrReason(file, maker, segment, isExact));
    tell(plans.length / segments.length);
  }
  if (plans.length > 0 && plans.every((plan) => "code" in plan && plan.code === "cannot_encode")) {
    throw new MediaError("cannot_encode");
  }
  return plans;
}

/**
 * A segment in a damaged place does not stop the others.
 * @param {File} file
 * @param {ClipMaker} maker
 * @param {Segment} segment
 * @param {boolean} isExact
 * @returns {Promise<Planned | Unplanned>}
 */
async function planOrReason(file, maker, segment, isExact) {
  const name = `${isExact} ${segment.start} ${segment.stop}`;
  try {
    const plan = planned.get(name) ?? (await planOne(file, maker, segment, isExact));
    planned.set(name, plan);
    return plan;
  } catch (error) {
    const code = codeOf(error);
    if (OF_THE_FILE.includes(code)) throw error;
    const reason = code === "not_cut" ? "damaged_there" : code;
    const { container } = maker;
    return { cutStart: segment.start, cutStop: segment.stop, way: null, container, code: reason };
  }
}

/**
 * @param {File} file
 * @param {ClipMaker} maker
 * @param {Segment} segment
 * @param {boolean} isExact
 * @returns {Promise<Planned>}
 */
async function planOne(file, maker, segment, isExact) {
  try {
    return await maker.plan(segment, isExact);
  } catch (error) {
    if (!FOR_FFMPEG.includes(codeOf(error))) throw error;
    return (await fileCutterOf(file, error)).plan(segment, isExact);
  }
}

/**
 * @param {{file: File, segments: Segment[], clip: ClipOrder, directory: FileSystemDirectoryHandle | null}} order
 *   directory: null: the clip is handed back as a Blob
 * @returns {Promise<ClipWritten>}
 */
async function clipWrite({ file, segments, clip, directory }) {
  running = await (clip.isByFfmpeg
    ? fileCutterOf(file, new MediaError("cannot_copy"))
    : makerOf(file, segments));
  if (isCancelled) throw new MediaError("cancelled");
  try {
    const folder = directory ?? (await downloadsFolder());
    return await (folder ? clipToFolder(running, clip, folder, !directory) : clipToMemory(running, clip));
  } finally {
    running = null;
  }
}

/**
 * @param {ClipMaker} maker
 * @param {ClipOrder} clip
 * @param {FileSystemDirectoryHandle} folder
 * @param {boolean} isHandedBack
 * @returns {Promise<ClipWritten>}
 */
async function clipToFolder(maker, clip, folder, isHandedBack) {
  const handle = await fileCreate(folder, clip.name);
  /** @type {FileSystemWritableFileStream | null} */
  let writable = null;
  try {
    // the browser writes beside the file and puts it in place when it is closed
    writable = await handle.createWritable();
    const made = await maker.write(clip, writable, progressThrottled());
    const file = await handle.getFile();
    const sha256 = await blobSha256(file);
    return { name: handle.name, bytes: file.size, sha256, blob: isHandedBack ? file : null, ...made };
  } catch (error) {
    await writable?.abort().catch(() => {});
    await entryRemove(folder, handle.name).catch(() => {});
    throw error;
  }
}

/**
 * @param {ClipMaker} maker
 * @param {ClipOrder} clip
 * @returns {Promise<ClipWritten>}
 */
async function clipToMemory(maker, clip) {
  const { stream, blob: written } = memoryStream();
  const made = await maker.write(clip, stream, progressThrottled());
  const blob = written();
  return { name: clip.name, bytes: blob.size, sha256: await blobSha256(blob), blob, ...made };
}

/** @returns {(fraction: number) => void} */
function progressThrottled() {
  let last = 0;
  return (fraction) => {
    if (performance.now() - last < PROGRESS_MS) return;
    last = performance.now();
    self.postMessage({ type: "progress", progress: fraction });
  };
}

/** @type {Promise<FileSystemDirectoryHandle | null> | null} */
let downloads = null;

/**
 * A folder of the browser's own: a Blob from there is read from the disk when it is downloaded.
 * @returns {Promise<FileSystemDirectoryHandle | null>} null where the browser has none
 */
function downloadsFolder() {
  downloads ??= downloadsPrepare().catch(() => null);
  return downloads;
}

async function downloadsPrepare() {
  const root = await navigator.storage.getDirectory();
  const all = await root.getDirectoryHandle(DOWNLOADS, { create: true });
  for await (const name of all.keys()) {
    // nobody says when a download is over, so old ones go when the next come
    const isOld = Date.now() - Number.parseInt(name, 10) > DOWNLOADS_KEPT_MS;
    if (isOld) await all.removeEntry(name, { recursive: true }).catch(() => {});
  }
  return all.getDirectoryHandle(`${Date.now()}-${crypto.randomUUID()}`, { create: true });
}

/** @param {unknown} error */
function knownError(error) {
  if (error instanceof MediaError) return error;
  if (error instanceof ConversionCanceledError) return new MediaError("cancelled");
  const { name, message } = /** @type {Error} */ (error);
  if (name === "QuotaExceededError") return new MediaError("disk_full", message);
  if (name === "NotAllowedError" || name === "NoModificationAllowedError" || name === "SecurityError") {
    return new MediaError("folder_forbidden", message);
  }
  if (name === "NotReadableError" || name === "NotFoundError") {
    return new MediaError("file_unreadable", message);
  }
  return new MediaError("not_cut", `${name} ${message}`);
}

/** @param {unknown} error */
function codeOf(error) {
  return knownError(error).code;
}
