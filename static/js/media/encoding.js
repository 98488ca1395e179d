/*
 * What this browser can encode, and how.
 */

/** @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").VideoCodec} VideoCodec */

/**
 * @typedef {object} Encoding
 * @property {VideoCodec} codec
 * @property {VideoEncoderConfig} config
 *
 * @typedef {object} EncodingWish
 * @property {VideoCodec} codec
 * @property {string} codecString the recording's own
 * @property {number} width
 * @property {number} height
 * @property {number} framerate
 * @property {number} bitrate bits per second
 */

/** An encoder that knows nothing of what follows needs more than the recorder's did. */
const BITRATE_FACTOR = 2;
const LEAST_BITS_PER_PIXEL = 0.1;
/** Largest frame in macroblocks, with the level for it (ITU-T H.264, table A-1). */
const AVC_LEVELS = /** @type {const} */ ([
  [3600, "1f"],
  [8192, "28"],
  [36864, "33"],
  [Number.POSITIVE_INFINITY, "3c"],
]);

/**
 * For the beginning of a clip whose rest is copied.
 * @param {EncodingWish} wish
 * @returns {Promise<Encoding | null>}
 */
export async function headEncoding(wish) {
  // the one profile without CABAC, so that slices can be renumbered
  if (wish.codec === "avc") return encodingFind("avc", [avcString("42e0", wish)], wish);
  // an `hvc1` track must not have parameter sets in band, and these codes are not ours to renumber
  return wish.codec === "hevc" ? null : encodingFind(wish.codec, [wish.codecString], wish);
}

/**
 * For a clip encoded from beginning to end: in its own codec, or in H.264.
 * @param {EncodingWish} wish
 * @returns {Promise<Encoding | null>}
 */
export async function wholeEncoding(wish) {
  const avc = ["6400", "4d00", "42e0"].map((profile) => avcString(profile, wish));
  const own = wish.codec === "avc" ? null : await encodingFind(wish.codec, [wish.codecString], wish);
  return own ?? encodingFind("avc", avc, wish);
}

/**
 * 8 bits and half the colours, as all encoders take them.
 * @param {string} codecString
 */
export function isPlain(codecString) {
  const parts = codecString.split(".");
  if (/^avc[13]/.test(codecString))
    return ["42", "4d", "58", "64"].includes(parts[1].slice(0, 2).toLowerCase());
  if (/^h[ev][cv]1/.test(codecString)) return parts[1] === "1";
  if (codecString.startsWith("av01")) return parts[1] === "0" && parts[3] === "08";
  if (codecString.startsWith("vp09")) return parts[1] === "00";
  return true;
}

/**
 * @param {VideoCodec} codec
 * @param {string[]} strings
 * @param {EncodingWish} wish
 * @returns {Promise<Encoding | null>}
 */
async function encodingFind(codec, strings, { width, height, framerate, bitrate }) {
  if (typeof VideoEncoder === "undefined") return null;
  const least = LEAST_BITS_PER_PIXEL * width * height * framerate;
  for (const string of strings) {
    /** @type {VideoEncoderConfig} */
    const config = {
      codec: string,
      width,
      height,
      framerate,
      bitrate: Math.round(Math.max(BITRATE_FACTOR * bitrate, least)),
      latencyMode: "quality",
      ...(codec === "avc" && { avc: { format: "avc" } }),
      ...(codec === "hevc" && { hevc: { format: "hevc" } }),
    };
    const { supported } = await VideoEncoder.isConfigSupported(config).catch(() => ({ supported: false }));
    if (supported) return { codec, config };
  }
  return null;
}

/** @param {string} profile @param {EncodingWish} wish */
function avcString(profile, { width, height }) {
  const macroblocks = Math.ceil(width / 16) * Math.ceil(height / 16);
  const level = AVC_LEVELS.find(([most]) => macroblocks <= most) ?? AVC_LEVELS[AVC_LEVELS.length - 1];
  return `avc1.${profile}${level[1]}`;
}
