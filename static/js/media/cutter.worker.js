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
import { entryRemove, fileCreate } from "./folder.js";
import { blobSha256 } from "./hash.js";
import { clipMux } from "./muxing.js";
import { segmentsOpen } from "./segments-source.js";

/**
 * @typedef {import("./source.js").Video} Video
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
 * @typedef {{hasLostTracks: boolean, way: ClipWay}} ClipMade
 * @typedef {ClipMade & {name: string, bytes: number, sha256: string, blob: Blob | null}} ClipWritten
 */

const PROGRESS_MS = 200;
const LOSSLESS = /** @type {ClipWay} */ ("lossless");
const DOWNLOADS = "smartcut-clips";
const DOWNLOADS_KEPT_MS = 6 * 3600 * 1000;

/** @type {import("./segments-source.js").SegmentsSource | null} */
let source = null;
/** @type {Promise<import("./exact.js").Ability> | null} */
let ability = null;
/** @type {Map<string, {cutStart: number, cutStop: number, way: ClipWay}>} by segment: names are changed often */
const planned = new Map();
/** @type {Conversion | null} */
let running = null;
let isCancelled = false;

self.onmessage = async ({ data }) => {
  isCancelled = data.type === "cancel";
  if (isCancelled) return void running?.cancel();
  try {
    source ??= segmentsOpen(data.file);
    const video = await source.video(data.segments);
    const answer =
      data.type === "plan" ? await planMake(video, data) : await clipWrite(video, data.clip, data.directory);
    self.postMessage({ type: "answer", answer });
  } catch (error) {
    self.postMessage(errorMessage(knownError(error)));
  }
};

/**
 * @param {Video} video
 * @param {{segments: {start: number, stop: number}[], isExact: boolean}} wish
 */
async function planMake(video, { segments, isExact }) {
  const container = await clipContainer(video);
  const tell = progressThrottled();
  const plans = [];
  for (const segment of segments) {
    if (isCancelled) throw new MediaError("cancelled");
    plans.push(await planOne(video, segment, isExact));
    tell(plans.length / segments.length);
  }
  const whole = plans.some(({ way }) => way === "whole") && (await abilityOf(video)).whole;
  const encoded = whole && (await clipContainer(video, whole.codec));
  return plans.map((plan) => ({ ...plan, container: plan.way === "whole" ? encoded : container }));
}

/**
 * @param {Video} video
 * @param {{start: number, stop: number}} segment
 * @param {boolean} isExact
 */
async function planOne(video, segment, isExact) {
  const name = `${isExact} ${segment.start} ${segment.stop}`;
  const known = planned.get(name);
  if (known) return known;
  const plan = await (isExact ? planExact(video, segment) : planLossless(video, segment)).catch((error) => {
    if (error.code !== "damaged_there") throw error;
    // this clip will fail, which is no reason against the others
    return { cutStart: segment.start, cutStop: segment.stop, way: LOSSLESS };
  });
  planned.set(name, plan);
  return plan;
}

/**
 * @param {Video} video
 * @param {{start: number, stop: number}} segment
 */
async function planLossless(video, segment) {
  return { ...(await cutPoints(video, segment)), way: LOSSLESS };
}

/**
 * @param {Video} video
 * @param {{start: number, stop: number}} segment
 */
async function planExact(video, segment) {
  const { cutStart, cutStop, way } = await exactPlan(video, await abilityOf(video), segment);
  return { cutStart, cutStop, way };
}

/** @param {Video} video */
function abilityOf(video) {
  ability ??= exactAbility(video);
  return ability;
}

/**
 * @param {Video} video
 * @param {ClipOrder} clip
 * @param {FileSystemDirectoryHandle | null} directory null: the clip is handed back as a Blob
 * @returns {Promise<ClipWritten>}
 */
async function clipWrite(video, clip, directory) {
  const folder = directory ?? (await downloadsFolder());
  if (!folder) return clipToMemory(video, clip);
  const handle = await fileCreate(folder, clip.name);
  /** @type {FileSystemWritableFileStream | null} */
  let writable = null;
  try {
    // the browser writes beside the file and puts it in place when it is closed
    writable = await handle.createWritable();
    const made = await clipMake(video, clip, new StreamTarget(writable, { chunked: true }));
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
  // the plan has clips that cannot be cut, too
  await cutPoints(video, { start: cutStart, stop: cutStop - JUST_BEFORE_S });
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
