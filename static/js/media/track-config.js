import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { decodableConfig, decodes } from "./decoding.js";
import { bytesOf } from "./demux.js";
import { MediaError } from "./errors.js";
import { isIdr, nalLengthBytes } from "./h264.js";

const METADATA = { metadataOnly: true };
const KEYFRAMES_LOOKED_AT = 8;

/**
 * The configuration this browser decodes the track with, or null.
 * @param {import("./source.js").Video} video
 * @returns {Promise<VideoDecoderConfig | null>}
 */
export async function trackConfig({ track }) {
  const config = await track.getDecoderConfig();
  const key = await new EncodedPacketSink(track).getFirstKeyPacket();
  if (!key) throw new MediaError("no_video_track", "the track has no frames");
  return config && decodableConfig(plainConfig(config), key.toEncodedVideoChunk());
}

/**
 * Whether later keyframes are mere recovery points, as in open GOPs: these decode only after an IDR frame.
 * @param {import("./source.js").Video} video
 * @param {VideoDecoderConfig} config
 */
export async function primerIsNeeded({ track }, config) {
  const sink = new EncodedPacketSink(track);
  const first = await sink.getFirstKeyPacket();
  const second = first && (await sink.getNextKeyPacket(first));
  const next = second && (await sink.getNextPacket(second));
  if (!second || !next) return false;
  // Chromium takes such a keyframe alone and refuses what follows it
  return !(await decodes(config, [second.toEncodedVideoChunk(), next.toEncodedVideoChunk()]));
}

/**
 * Whether H.264 has keyframes that are mere recovery points (open GOP): browsers may refuse what follows these.
 * @param {import("./source.js").Video} video
 * @param {VideoDecoderConfig} config
 */
export async function hasOpenGops({ track }, config) {
  const lengthBytes = nalLengthBytes(config.codec, bytesOf(config.description));
  const sink = new EncodedPacketSink(track);
  const first = lengthBytes === null ? null : await sink.getFirstKeyPacket();
  const second = first && (await sink.getNextKeyPacket(first));
  return second !== null && lengthBytes !== null && !isIdr(second.data, lengthBytes);
}

/**
 * @typedef {{width: number, height: number, rotation: 0 | 90 | 180 | 270, isFlipped: boolean}} Shape width and height
 *   as shown, after the rotation
 *
 * @param {import("./source.js").Video["track"]} track
 * @returns {Promise<Shape>}
 */
export async function trackShape(track) {
  const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
  return { width, height, rotation: await track.getRotation(), isFlipped: await track.getFlip() };
}

/**
 * Without rotation and flip, which newer browsers would put on the frames: the pictures get them here.
 * @param {VideoDecoderConfig} config
 * @returns {VideoDecoderConfig}
 */
export function plainConfig({ codec, codedWidth, codedHeight, colorSpace, description }) {
  return { codec, codedWidth, codedHeight, colorSpace, description };
}

/**
 * @param {import("./source.js").Video["track"]} track
 * @returns {Promise<number | null>} the mean over the first keyframes, null when there is only one
 */
export async function keyframeInterval(track) {
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
