import { errorMessage, MediaError } from "./errors.js";
import { durationPromised } from "./frame-index.js";
import { rungOpen } from "./ladder.js";
import { fileSourceOpen } from "./slow-source.js";
import { videoOpen } from "./source.js";
import { speedMeasure } from "./speed.js";
import { hasOpenGops, keyframeInterval } from "./track-config.js";

/**
 * @typedef {import("./source.js").Video} Video
 * @typedef {Omit<import("./probe.js").VideoFacts, "way" | "speed">} Facts
 */

const METADATA = { metadataOnly: true };

/** @type {Record<string, string>} */
const CODEC_LABELS = { avc: "H.264", hevc: "HEVC (H.265)", vp8: "VP8", vp9: "VP9", av1: "AV1" };

self.onmessage = async ({ data: { file } }) => {
  try {
    const { rung, facts } = await fileProbe(file);
    self.postMessage({ type: "answer", answer: facts });
    self.postMessage({ type: "speed", speed: rung && (await speedMeasure(rung)) });
  } catch (error) {
    self.postMessage(errorMessage(error));
  }
};

/**
 * @param {File} file
 * @returns {Promise<{rung: import("./ladder.js").Rung | null, facts: import("./probe.js").VideoFacts}>}
 */
async function fileProbe(file) {
  const rung = await rungOpen(file).catch((error) => {
    if (error.code === "undecodable") return null;
    throw error;
  });
  if (!rung) return { rung, facts: { ...(await undecodableFacts(file)), way: null, speed: null } };
  const facts = rung.slow?.facts ?? (await videoFacts(/** @type {Video} */ (rung.video)));
  const isOpen = !rung.slow && (await hasOpenGops(rung.video, rung.config));
  return { rung, facts: { ...facts, hasOpenGops: isOpen, way: rung.way, speed: null } };
}

/**
 * What cannot be decoded can still be named.
 * @param {File} file
 * @returns {Promise<Facts>}
 */
async function undecodableFacts(file) {
  const keyframes = { gap: Number.POSITIVE_INFINITY, spans: [] };
  const video = await videoOpen(file, { isExact: true, needed: keyframes }).catch((error) => {
    if (error.code === "not_a_video") return null;
    throw error;
  });
  if (video) return videoFacts(video);
  const { facts, close } = await fileSourceOpen(file);
  close();
  const { codec, codecLabel } = /** @type {Facts} */ (facts);
  // ffmpeg takes pictures for uncompressed where an AVI does not name their codec
  return { .../** @type {Facts} */ (facts), codecLabel: codec === "rawvideo" ? "" : codecLabel };
}

/**
 * @param {Video} video
 * @returns {Promise<Facts>}
 */
async function videoFacts(video) {
  const { track, input, container, origin } = video;
  const durationSeconds = (await trackDuration(track)) - origin;
  if (!(durationSeconds > 0)) throw new MediaError("no_video_track", "the track has no frames");
  return {
    durationSeconds,
    container,
    ...(await codecFacts(video)),
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    rotation: await track.getRotation(),
    frameRate: await frameRate(track),
    keyframeIntervalSeconds: await keyframeInterval(track),
    hasAudio: (await input.getAudioTracks()).length > 0,
  };
}

/** @param {Video} video */
async function codecFacts(video) {
  const name = await video.track.getCodec();
  const codec = (await video.track.getCodecParameterString()) ?? name;
  const ownName = String((await video.track.getInternalCodecId()) ?? "");
  return { codec: codec ?? ownName, codecLabel: name ? CODEC_LABELS[name] : ownName };
}

/**
 * The end of the last frame that is there, whatever the header promises.
 * @param {Video["track"]} track
 */
async function trackDuration(track) {
  try {
    return await track.computeDuration(METADATA);
  } catch {
    return durationPromised(track);
  }
}

/** @param {Video["track"]} track */
async function frameRate(track) {
  try {
    return (await track.computePacketStats(100, METADATA)).averagePacketRate;
  } catch {
    return 0;
  }
}
