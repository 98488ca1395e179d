/*
 * Cuts clips out of one file, which stays open between calls: reading the index of a day of video takes a while.
 * Packets are written as they come, so a clip may be larger than the memory. Without loss they are copied as
 * they are; an exact clip has new ones where it must (exact.js).
 */
import {
  BufferTarget,
  Conversion,
  ConversionCanceledError,
  Output,
  StreamTarget,
} from "/static/npm/mediabunny/mediabunny.min.mjs";
import { clipContainer, clipFormat } from "./clip-format.js";
import { cutPoints, JUST_BEFORE_S } from "./cut-points.js";
import { errorMessage, MediaError } from "./errors.js";
import { exactAbility, exactPackets, exactPlan, losslessPackets } from "./exact.js";
import { fileCutterOpen } from "./file-cutter.js";
import { entryRemove, fileCreate } from "./folder.js";
import { blobSha256 } from "./hash.js";
import { clipMux } from "./muxing.js";
import { segmentsOpen } from "./segments-source.js";

/**
 * @typedef {import("./source.js").Video} Video
 * @typedef {import("./file-cutter.js").FileCutter} FileCutter of a file that the library cannot open
 * @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").Target} Target
 *
 * @typedef {object} ClipOrder
 * @property {string} name
 * @property {import("./clip-format.js").ClipContainer} container
 * @property {number} cutStart
 * @property {number} cutStop
 * @property {ClipWay} way
 *
 * @typedef {"lossless" | import("./exact.js").ExactWay} ClipWay
 *
 * @typedef {import("./cut-points.js").CutPoints & {way: ClipWay, code: ""}} Planned
 * @typedef {import("./cut-points.js").CutPoints & {way: null, code: string}} Unplanned code: why it cannot be cut
 * @typedef {{hasLostTracks: boolean, way: ClipWay}} ClipMade
 * @typedef {ClipMade & {name: string, bytes: number, sha256: string, blob: Blob | null}} ClipWritten
 */

const PROGRESS_MS = 200;
/** What speaks against all segments of a file, not one. */
const OF_THE_FILE = ["cancelled", "file_unreadable", "cannot_decode"];
const DOWNLOADS = "smartcut-clips";
const DOWNLOADS_KEPT_MS = 6 * 3600 * 1000;

/** @type {import("./segments-source.js").SegmentsSource | null} */
let source = null;
/** @type {FileCutter | null} */
let fileCutter = null;
/** @type {Promise<import("./exact.js").Ability> | null} */
let ability = null;
/** @type {Map<string, Planned>} by segment: names are changed often */
const planned = new Map();
/** @type {Conversion | null} */
let running = null;
let isCancelled = false;

self.onmessage = async ({ data }) => {
  isCancelled = data.type === "cancel";
  if (isCancelled) return void running?.cancel();
  try {
    const video = await videoOf(data.file, data.near ?? data.segments);
    const answer =
      data.type === "plan" ? await planMake(video, data) : await clipWrite(video, data.clip, data.directory);
    self.postMessage({ type: "answer", answer });
  } catch (error) {
    self.postMessage(errorMessage(knownError(error)));
  }
};

/**
 * @param {File} file
 * @param {{start: number, stop: number}[]} segments
 * @returns {Promise<Video | FileCutter>}
 */
async function videoOf(file, segments) {
  if (fileCutter) return fileCutter;
  try {
    source ??= segmentsOpen(file);
    return await source.video(segments);
  } catch (error) {
    if (!(error instanceof MediaError) || error.code !== "not_a_video") throw error;
    fileCutter = await fileCutterOpen(file).catch(({ code }) => {
      throw code === "file_unreadable" ? new MediaError(code) : error;
    });
    return fileCutter;
  }
}

/**
 * @param {Video | FileCutter} video
 * @param {{segments: {start: number, stop: number}[], isExact: boolean}} wish
 */
async function planMake(video, { segments, isExact }) {
  if ("points" in video && isExact) throw new MediaError("cannot_decode");
  const container = "points" in video ? video.container : await clipContainer(video);
  const tell = progressThrottled();
  const plans = [];
  for (const segment of segments) {
    if (isCancelled) throw new MediaError("cancelled");
    plans.push(await planOrReason(video, segment, isExact));
    tell(plans.length / segments.length);
  }
  if (plans.length > 0 && plans.every(({ code }) => code === "cannot_encode")) {
    throw new MediaError("cannot_encode");
  }
  const encoded =
    plans.some(({ way }) => way === "whole") && (await wholeContainer(/** @type {Video} */ (video)));
  return plans.map((plan) => ({ ...plan, container: plan.way === "whole" ? encoded : container }));
}

/** @param {Video} video */
async function wholeContainer(video) {
  const { whole } = await abilityOf(video);
  return whole && clipContainer(video, whole.codec);
}

/**
 * A segment in a damaged place does not stop the others.
 * @param {Video | FileCutter} video
 * @param {{start: number, stop: number}} segment
 * @param {boolean} isExact
 * @returns {Promise<Planned | Unplanned>}
 */
async function planOrReason(video, segment, isExact) {
  try {
    return await planOne(video, segment, isExact);
  } catch (error) {
    const { code } = knownError(error);
    if (OF_THE_FILE.includes(code)) throw error;
    const reason = code === "not_cut" ? "damaged_there" : code;
    return { cutStart: segment.start, cutStop: segment.stop, way: null, code: reason };
  }
}

/**
 * @param {Video | FileCutter} video
 * @param {{start: number, stop: number}} segment
 * @param {boolean} isExact
 * @returns {Promise<Planned>}
 */
async function planOne(video, segment, isExact) {
  const name = `${isExact} ${segment.start} ${segment.stop}`;
  const known = planned.get(name);
  if (known) return known;
  /** @type {Planned} */
  const plan = isExact
    ? await planExact(/** @type {Video} */ (video), segment)
    : { ...(await losslessPoints(video, segment)), way: "lossless", code: "" };
  planned.set(name, plan);
  return plan;
}

/**
 * @param {Video | FileCutter} video
 * @param {{start: number, stop: number}} segment
 */
function losslessPoints(video, segment) {
  return "points" in video ? video.points(segment) : cutPoints(video, segment);
}

/**
 * @param {Video} video
 * @param {{start: number, stop: number}} segment
 * @returns {Promise<Planned>}
 */
async function planExact(video, segment) {
  const { cutStart, cutStop, way } = await exactPlan(video, await abilityOf(video), segment);
  return { cutStart, cutStop, way, code: "" };
}

/** @param {Video} video */
function abilityOf(video) {
  ability ??= exactAbility(video);
  return ability;
}

/**
 * @param {Video | FileCutter} video
 * @param {ClipOrder} clip
 * @param {FileSystemDirectoryHandle | null} directory null: the clip is handed back as a Blob
 * @returns {Promise<ClipWritten>}
 */
async function clipWrite(video, clip, directory) {
  const folder = directory ?? (await downloadsFolder());
  if (!folder && "points" in video) throw new MediaError("cannot_copy");
  if (!folder) return clipToMemory(/** @type {Video} */ (video), clip);
  const handle = await fileCreate(folder, clip.name);
  /** @type {FileSystemWritableFileStream | null} */
  let writable = null;
  try {
    // the browser writes beside the file and puts it in place when it is closed
    writable = await handle.createWritable();
    const made = await ("points" in video
      ? clipOfFile(video, clip, writable)
      : clipMake(video, clip, new StreamTarget(writable, { chunked: true })));
    const file = await handle.getFile();
    const sha256 = await blobSha256(file);
    return { name: handle.name, bytes: file.size, sha256, blob: directory ? null : file, ...made };
  } catch (error) {
    await writable?.abort().catch(() => {});
    await entryRemove(folder, handle.name).catch(() => {});
    throw error;
  }
}

/**
 * @param {FileCutter} file
 * @param {ClipOrder} clip
 * @param {FileSystemWritableFileStream} writable
 * @returns {Promise<ClipMade>}
 */
async function clipOfFile(file, clip, writable) {
  await file.write(clip, writable);
  return { hasLostTracks: false, way: "lossless" };
}

/**
 * @param {Video} video
 * @param {ClipOrder} clip
 * @returns {Promise<ClipWritten>}
 */
async function clipToMemory(video, clip) {
  const target = new BufferTarget();
  const made = await clipMake(video, clip, target);
  const blob = new Blob([/** @type {ArrayBuffer} */ (target.buffer)]);
  return { name: clip.name, bytes: blob.size, sha256: await blobSha256(blob), blob, ...made };
}

/**
 * @param {Video} video
 * @param {ClipOrder} clip
 * @param {Target} target
 * @returns {Promise<ClipMade>}
 */
async function clipMake(video, clip, target) {
  const { container, cutStart, cutStop, way } = clip;
  // looking ahead for frames before the end, the library loses its place in a transport stream
  if (way === "lossless" && video.container !== "ts")
    return { hasLostTracks: await clipCopy(video, clip, target), way };
  const pictures =
    way === "lossless"
      ? await losslessPackets(video, clip)
      : await exactPackets(video, await abilityOf(video), { cutStart, cutStop, way });
  const hasLostTracks = await clipMux(video, pictures, {
    container,
    start: cutStart + video.origin,
    stop: cutStop + video.origin - JUST_BEFORE_S,
    target,
    onProgress: progressThrottled(),
    isCancelled: () => isCancelled,
  });
  return { hasLostTracks, way: way === "lossless" ? way : pictures.way };
}

/**
 * @param {Video} video
 * @param {ClipOrder} clip
 * @param {Target} target
 * @returns {Promise<boolean>} whether a track could not be copied
 */
async function clipCopy({ input, track, origin }, { container, cutStart, cutStop }, target) {
  const output = new Output({ format: clipFormat(container), target });
  const trim = { start: cutStart + origin, end: cutStop + origin - JUST_BEFORE_S };
  const conversion = await Conversion.init({
    input,
    output,
    trim,
    copy: { mode: "forced" },
    showWarnings: false,
  });
  if (!conversion.isValid || !conversion.utilizedTracks.includes(track)) throw new MediaError("cannot_copy");
  if (isCancelled) throw new MediaError("cancelled");
  conversion.onProgress = progressThrottled();
  running = conversion;
  try {
    await conversion.execute();
  } finally {
    running = null;
  }
  return conversion.discardedTracks.length > 0;
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
