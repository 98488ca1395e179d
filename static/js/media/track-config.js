import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { decodableConfig, decodes } from "./decoding.js";
import { MediaError } from "./errors.js";

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
 * Without rotation and flip, which newer browsers would put on the frames: the pictures get them here.
 * @param {VideoDecoderConfig} config
 * @returns {VideoDecoderConfig}
 */
export function plainConfig({ codec, codedWidth, codedHeight, colorSpace, description }) {
  return { codec, codedWidth, codedHeight, colorSpace, description };
}
