/*
 * The ways in which a file's pictures can be had, the fastest first. Each is tried by decoding a keyframe, since
 * browsers promise what they do not keep.
 */
import { elementSourceOpen } from "./element-source.js";
import { asDamage, MediaError } from "./errors.js";
import { endsEarly, frameIndexOpen } from "./frame-index.js";
import { fileSourceOpen, packetSourceOpen } from "./slow-source.js";
import { videoOpen } from "./source.js";
import { hasOpenGops, keyframeInterval, primerIsNeeded, trackConfig } from "./track-config.js";

/**
 * @typedef {import("./source.js").Video} Video
 * @typedef {import("./slow-source.js").SlowSource} SlowSource
 *
 * @typedef {{way: "hardware" | "software", video: Video, index: import("./plan.js").FrameIndex,
 *   config: VideoDecoderConfig, needsPrimer: boolean, slow: null}} FastRung
 * @typedef {{way: "ffmpeg" | "element", video: Video | null, index?: undefined, slow: SlowSource}} SlowRung
 * @typedef {FastRung | SlowRung} Rung
 */

/** Nothing that ffmpeg could mend. */
const FINAL = ["empty", "file_unreadable"];
/** So much more of a damaged file is worth a slower decoder. */
const FURTHER_S = 1;

/**
 * @typedef {object} RungOptions
 * @property {number} [interval] seconds between the frames that will be wanted; default: keyframes alone are
 * @property {boolean} [isSilent] the browser's decoder gave nothing, so without it
 * @property {import("./mp4-thin.js").Needed} [needed] of the index; default: what the interval needs
 *
 * @param {File} file
 * @param {RungOptions} [options]
 * @returns {Promise<Rung>} rejects with a MediaError
 */
export async function rungOpen(file, options = {}) {
  const rung = await rungFind(file, options);
  return (await mendedOpen(file, rung)) ?? rung;
}

/**
 * @param {File} file
 * @param {RungOptions} options
 * @returns {Promise<Rung>}
 */
async function rungFind(file, { interval = Number.POSITIVE_INFINITY, isSilent = false, needed }) {
  /** @type {Video | null} */
  let video = null;
  let reason = new MediaError(isSilent ? "decoder_silent" : "undecodable");
  try {
    video = await videoOpen(file, { isExact: true, needed: needed ?? { gap: interval, spans: [] } });
    if (isSilent) throw reason;
    const config = await trackConfig(video);
    const isBeyond =
      config && (await isDecodedThrough(video, interval)) && (await hasOpenGops(video, config));
    if (config && !isBeyond) {
      const needsPrimer = await primerIsNeeded(video, config);
      const way = config.hardwareAcceleration === "prefer-hardware" ? "hardware" : "software";
      return { way, video, index: await frameIndexOpen(video), config, needsPrimer, slow: null };
    }
    reason = new MediaError("undecodable", (await video.track.getCodecParameterString()) ?? "");
  } catch (error) {
    reason = asDamage(error);
    if (FINAL.includes(reason.code)) throw reason;
  }
  return { video, ...(await slowOpen(file, video, reason)) };
}

/**
 * @param {File} file
 * @param {Video | null} video
 * @param {MediaError} reason why the browser's own decoder does not do
 * @returns {Promise<{way: SlowRung["way"], slow: SlowSource}>}
 */
async function slowOpen(file, video, reason) {
  /** @type {[SlowRung["way"], () => Promise<SlowSource | null>][]} */
  const openers = [
    ["ffmpeg", async () => video && packetSourceOpen(video)],
    ["ffmpeg", () => fileSourceOpen(file)],
    ["element", () => elementSourceOpen(file)],
  ];
  let failure = reason;
  for (const [way, open] of openers) {
    /** @type {SlowSource | null} */
    let slow = null;
    try {
      slow = await open();
      if (slow && (await slowWorks(slow))) return { way, slow };
      // it is a video all the same
      if (slow?.facts && failure.code === "not_a_video")
        failure = new MediaError("undecodable", slow.facts.codec);
      slow?.close();
    } catch (error) {
      slow?.close();
      const { code } = asDamage(error);
      if (FINAL.includes(code) || code === "no_video_track") throw error;
      if (code === "no_ffmpeg" && reason.code === "not_a_video") failure = asDamage(error);
    }
  }
  throw failure;
}

/**
 * ffmpeg finds what comes after a damaged place where the library does not.
 * @param {File} file
 * @param {Rung} rung
 * @returns {Promise<SlowRung | null>} null where the rung misses nothing that ffmpeg would read
 */
async function mendedOpen(file, { video, slow, index }) {
  if (!video || slow?.facts || !(await endsEarly(file, video).catch(() => false))) return null;
  const { lastTime } = slow ?? index;
  const whole = await fileSourceOpen(file).catch(() => null);
  if (whole && whole.lastTime > lastTime + FURTHER_S && (await slowWorks(whole))) {
    slow?.close();
    return { way: "ffmpeg", video, slow: whole };
  }
  whole?.close();
  return null;
}

/** @param {SlowSource} slow */
async function slowWorks(slow) {
  if (slow.frameSeconds !== null) return true;
  const { rotation, isFlipped } = slow.shape;
  const picture = { width: 32, height: 32, rotation, isFlipped, quality: 0.8 };
  const lane = await slow.laneOpen(1, picture);
  try {
    const first = (await lane.plan(0)).find(({ isLost }) => !isLost);
    for await (const [taken] of lane.pictures(first ? [first] : [])) return taken.jpeg !== null;
    return false;
  } finally {
    lane.close();
  }
}

/**
 * Whether frames between keyframes will be wanted, as far as the first keyframes tell.
 * @param {Video} video
 * @param {number} interval
 */
async function isDecodedThrough(video, interval) {
  return ((await keyframeInterval(video.track)) ?? Number.POSITIVE_INFINITY) > interval;
}
