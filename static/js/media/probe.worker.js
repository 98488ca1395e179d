import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { errorMessage, MediaError } from "./errors.js";
import { videoOpen } from "./source.js";
import { trackConfig } from "./track-config.js";

/** @typedef {import("./source.js").Video} Video */

const METADATA = { metadataOnly: true };
const KEYFRAMES_LOOKED_AT = 8;

/** @type {Record<string, string>} */
const CODEC_LABELS = { avc: "H.264", hevc: "HEVC (H.265)", vp8: "VP8", vp9: "VP9", av1: "AV1" };

self.onmessage = async ({ data }) => {
  try {
    const video = await videoOpen(data.file, { isExact: true });
    self.postMessage({ type: "facts", facts: await videoFacts(video) });
  } catch (error) {
    self.postMessage(errorMessage(error));
  }
};

/**
 * @param {Video} video
 * @returns {Promise<import("./probe.js").VideoFacts>}
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
  const canDecode = name !== null && (await trackConfig(video)) !== null;
  const ownName = String((await video.track.getInternalCodecId()) ?? "");
  return { codec: codec ?? ownName, codecLabel: name ? CODEC_LABELS[name] : ownName, canDecode };
}

/**
 * The end of the last frame that is there, whatever the header promises.
 * @param {Video["track"]} track
 */
async function trackDuration(track) {
  try {
    return await track.computeDuration(METADATA);
  } catch {
    return (await track.getDurationFromMetadata()) ?? 0;
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

/**
 * @param {Video["track"]} track
 * @returns {Promise<number | null>} the mean over the first keyframes, null when there is only one
 */
async function keyframeInterval(track) {
  try {
    const sink = new EncodedPacketSink(track);
    const first = await sink.getFirstKeyPacket(METADATA);
    let count = 0;
    let last = first;
    while (last && count < KEYFRAMES_LOOKED_AT) {
      const next = await sink.getNextKeyPacket(last, METADATA);
      if (!next) break;
      last = next;
      count += 1;
    }
    return first && last && count ? (last.timestamp - first.timestamp) / count : null;
  } catch {
    return null;
  }
}
