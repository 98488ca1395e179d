import { MediaError } from "./errors.js";

/** Some hardware decoders neither answer nor fail. */
const SILENCE_MS = 20_000;
/** A computer that wakes up ends one part at once, before the answer comes. */
const SILENCE_PARTS = 4;
const ACCELERATIONS = /** @type {const} */ (["prefer-hardware", "no-preference", "prefer-software"]);

/**
 * A configuration that has really decoded this keyframe; isConfigSupported alone may promise too much.
 * @param {VideoDecoderConfig} config
 * @param {EncodedVideoChunk} keyChunk
 * @returns {Promise<VideoDecoderConfig | null>}
 */
export async function decodableConfig(config, keyChunk) {
  if (typeof VideoDecoder === "undefined") throw new MediaError("no_webcodecs");
  for (const hardwareAcceleration of ACCELERATIONS) {
    const candidate = { ...config, hardwareAcceleration, optimizeForLatency: true };
    if (await decodes(candidate, [keyChunk])) return candidate;
  }
  return null;
}

/**
 * @param {Pick<import("./decoder.worker.js").PacketMessage, "data" | "timestampUs" | "isKey">} packet
 * @returns {EncodedVideoChunk}
 */
export function chunkMake({ data, timestampUs, isKey }) {
  return new EncodedVideoChunk({ type: isKey ? "key" : "delta", timestamp: timestampUs, data });
}

/**
 * @param {Promise<T>} work
 * @param {number} [milliseconds]
 * @param {{heard: number}} [life] counts signs of life, each of which grants the time anew
 * @returns {Promise<T>}
 * @template T
 */
export async function notSilent(work, milliseconds = SILENCE_MS, life = { heard: 0 }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const silence = async () => {
    for (let part = 0, { heard } = life; part < SILENCE_PARTS; part += 1) {
      await new Promise((resolve) => {
        timer = setTimeout(resolve, milliseconds / SILENCE_PARTS);
      });
      if (heard !== life.heard) part = -1;
      heard = life.heard;
    }
    throw new MediaError("decoder_silent");
  };
  try {
    return await Promise.race([work, silence()]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {unknown} error
 * @returns {boolean}
 */
export function isSilence(error) {
  return error instanceof MediaError && error.code === "decoder_silent";
}

/**
 * @param {VideoDecoderConfig} config
 * @param {EncodedVideoChunk[]} chunks from a keyframe on
 * @returns {Promise<boolean>} whether all go in and a frame comes out
 */
export async function decodes(config, chunks) {
  return (await framesCount(config, chunks)) > 0;
}

/**
 * @param {VideoDecoderConfig} config
 * @param {EncodedVideoChunk[]} chunks from a keyframe on
 * @returns {Promise<number>} of frames that come out; 0 when one of the chunks is refused
 */
export async function framesCount(config, chunks) {
  let frames = 0;
  const decoder = new VideoDecoder({
    output(frame) {
      frames += 1;
      frame.close();
    },
    error() {},
  });
  try {
    decoder.configure(config);
    for (const chunk of chunks) decoder.decode(chunk);
    await notSilent(decoder.flush());
  } catch {
    return 0;
  } finally {
    if (decoder.state !== "closed") decoder.close();
  }
  return frames;
}
