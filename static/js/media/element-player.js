/*
 * For pages: the browser's own player, stepped through. It plays some files that its decoder for pages does not take,
 * and is there where this decoder is not (pages that do not come over HTTPS).
 */
import { errorMessage, MediaError } from "./errors.js";

/** A page in the background hears of no frames; what was asked for is on the screen all the same. */
const UNSEEN_MS = 500;
/** Times go through floating point. */
const EPSILON_S = 0.0005;

/**
 * Answers `open` with the player's facts, and `frame` with a picture and its real time.
 * @param {MessagePort} port
 * @returns {() => void} ends it
 */
export function serve(port) {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, playsInline: true, preload: "auto" });
  /** @type {Record<string, (options: any) => Promise<{answer: any, transfer?: Transferable[]}>>} */
  const commands = { open: (options) => open(video, options), frame: (options) => frame(video, options) };
  port.onmessage = async ({ data: { command, options } }) => {
    try {
      const { answer, transfer = [] } = await commands[command](options);
      port.postMessage({ type: "answer", answer }, transfer);
    } catch (error) {
      port.postMessage(errorMessage(error));
    }
  };
  return () => {
    URL.revokeObjectURL(video.src);
    video.removeAttribute("src");
    video.load();
  };
}

/**
 * @param {HTMLVideoElement} video
 * @param {{file: Blob}} options
 */
async function open(video, { file }) {
  const loaded = heard(video, "loadeddata");
  video.src = URL.createObjectURL(file);
  await loaded;
  // a recording without a length tells it once it was looked for
  if (!Number.isFinite(video.duration)) await seek(video, Number.MAX_SAFE_INTEGER);
  const { duration, videoWidth: width, videoHeight: height } = video;
  // it plays the sound of a video whose pictures it cannot decode
  if (!width || !height) throw new MediaError("undecodable", "the player shows no pictures");
  return { answer: { duration, width, height } };
}

/**
 * @param {HTMLVideoElement} video
 * @param {{time: number, picture: import("./picture.js").PictureSetup}} options
 */
async function frame(video, { time, picture: { width, height, quality } }) {
  const shown = await seek(video, time + EPSILON_S);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("This browser has no 2d canvas.");
  context.imageSmoothingQuality = "high";
  context.drawImage(video, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
  const jpeg = await blob.arrayBuffer();
  return { answer: { time: shown, jpeg }, transfer: [jpeg] };
}

/** @type {WeakMap<HTMLVideoElement, number>} time of the frame that was shown last */
const shownLast = new WeakMap();

/**
 * @param {HTMLVideoElement} video
 * @param {number} time
 * @returns {Promise<number>} of the frame that is shown
 */
async function seek(video, time) {
  const before = shownLast.get(video);
  /** @type {number | null} */
  let seen = null;
  let callback = 0;
  const isOther = new Promise((resolve) => {
    const listen = () => {
      callback = video.requestVideoFrameCallback?.(take) ?? 0;
    };
    /** @param {number} _ @param {{mediaTime: number}} frame */
    const take = (_, { mediaTime }) => {
      seen = mediaTime;
      // the last one may be told late
      if (mediaTime === before) listen();
      else resolve(undefined);
    };
    listen();
  });
  const done = heard(video, "seeked");
  video.currentTime = time;
  await done;
  await Promise.race([isOther, new Promise((resolve) => setTimeout(resolve, UNSEEN_MS))]);
  video.cancelVideoFrameCallback?.(callback);
  const shown = seen ?? video.currentTime;
  shownLast.set(video, shown);
  return shown;
}

/**
 * @param {HTMLVideoElement} video
 * @param {string} name of an event
 * @returns {Promise<void>}
 */
function heard(video, name) {
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    const { signal } = ended;
    const end = (/** @type {() => void} */ then) => () => {
      ended.abort();
      then();
    };
    const fail = () => reject(new MediaError("undecodable", video.error?.message));
    video.addEventListener(name, end(resolve), { signal });
    video.addEventListener("error", end(fail), { signal });
  });
}
