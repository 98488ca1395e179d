import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { decodableConfig } from "./decoding.js";
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
 * Without rotation and flip, which newer browsers would put on the frames: the pictures get them here.
 * @param {VideoDecoderConfig} config
 * @returns {VideoDecoderConfig}
 */
function plainConfig({ codec, codedWidth, codedHeight, colorSpace, description }) {
  return { codec, codedWidth, codedHeight, colorSpace, description };
}
