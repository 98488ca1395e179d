/*
 * The ways in which a file's pictures can be had, the fastest first. Each is tried by decoding a keyframe, since
 * browsers promise what they do not keep.
 */
import { MediaError } from "./errors.js";
import { frameIndexOpen } from "./frame-index.js";
import { fileSourceOpen, packetSourceOpen } from "./slow-source.js";
import { videoOpen } from "./source.js";
import { hasOpenGops, keyframeInterval, primerIsNeeded, trackConfig } from "./track-config.js";

/**
 * @typedef {import("./source.js").Video} Video
 * @typedef {import("./slow-source.js").SlowSource} SlowSource
 *
 * @typedef {{way: "hardware" | "software", video: Video, index: import("./plan.js").FrameIndex,
 *   config: VideoDecoderConfig, needsPrimer: boolean, slow: null}} FastRung
 * @typedef {{way: "ffmpeg", video: Video | null, slow: SlowSource}} SlowRung
 * @typedef {FastRung | SlowRung} Rung
 */

/** Nothing that ffmpeg could mend. */
const FINAL = ["empty", "file_unreadable"];

/**
 * @param {File} file
 * @param {{isThrough?: (video: Video) => Promise<boolean>, isSilent?: boolean}} [options] isThrough: whether
 *   frames between keyframes will be wanted; isSilent: the browser's decoder gave nothing, so without it
 * @returns {Promise<Rung>} rejects with a MediaError
 */
export async function rungOpen(file, { isThrough, isSilent = false } = {}) {
  /** @type {Video | null} */
  let video = null;
  let reason = new MediaError(isSilent ? "decoder_silent" : "undecodable");
  try {
    video = await videoOpen(file, { isExact: true });
    if (isSilent) throw reason;
    const config = await trackConfig(video);
    const isBeyond = config && (await isThrough?.(video)) && (await hasOpenGops(video, config));
    if (config && !isBeyond) {
      const needsPrimer = await primerIsNeeded(video, config);
      const way = config.hardwareAcceleration === "prefer-hardware" ? "hardware" : "software";
      return { way, video, index: await frameIndexOpen(video), config, needsPrimer, slow: null };
    }
    reason = new MediaError("undecodable", (await video.track.getCodecParameterString()) ?? "");
  } catch (error) {
    if (!(error instanceof MediaError) || FINAL.includes(error.code)) throw error;
    reason = error;
  }
  return { way: "ffmpeg", video, slow: await slowOpen(file, video, reason) };
}

/**
 * @param {File} file
 * @param {Video | null} video
 * @param {MediaError} reason why the browser's own decoder does not do
 * @returns {Promise<SlowSource>}
 */
async function slowOpen(file, video, reason) {
  const openers = [async () => video && packetSourceOpen(video), () => fileSourceOpen(file)];
  for (const open of openers) {
    try {
      const slow = await open();
      if (slow && (await slowWorks(slow))) return slow;
      slow?.close();
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
      if (FINAL.includes(error.code) || error.code === "no_video_track") throw error;
      if (error.code === "no_ffmpeg") throw reason.code === "not_a_video" ? error : reason;
    }
  }
  throw reason;
}

/** @param {SlowSource} slow */
async function slowWorks(slow) {
  const { rotation, isFlipped } = slow.shape;
  const picture = { width: 32, height: 32, rotation, isFlipped, quality: 0.8 };
  const lane = await slow.laneOpen(1, picture);
  try {
    const [first] = await lane.plan(0);
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
export async function isDecodedThrough(video, interval) {
  return ((await keyframeInterval(video.track)) ?? Number.POSITIVE_INFINITY) > interval;
}
