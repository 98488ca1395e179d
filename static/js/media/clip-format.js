import {
  MkvOutputFormat,
  MovOutputFormat,
  Mp4OutputFormat,
  MpegTsOutputFormat,
  WebMOutputFormat,
} from "/static/npm/mediabunny/mediabunny.min.mjs";

/**
 * @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").OutputFormat} OutputFormat
 * @typedef {"mp4" | "mov" | "mkv" | "webm" | "ts"} OwnContainer that are written here
 * @typedef {OwnContainer | "avi" | "flv"} ClipContainer others are written by ffmpeg
 */

/** @type {Record<OwnContainer, () => OutputFormat>} */
const FORMATS = {
  // the index goes to the end: in front it would need the whole clip in memory
  mp4: () => new Mp4OutputFormat({ fastStart: false }),
  mov: () => new MovOutputFormat({ fastStart: false }),
  mkv: () => new MkvOutputFormat(),
  webm: () => new WebMOutputFormat(),
  ts: () => new MpegTsOutputFormat(),
};

/** @param {ClipContainer} container */
export function clipFormat(container) {
  return FORMATS[/** @type {OwnContainer} */ (container)]();
}

/**
 * The file's own container, where it can hold all tracks as they are; MOV and MKV hold nearly everything.
 * @param {import("./source.js").Video} video
 * @param {string} [pictures] the codec that the pictures are encoded in, where they are not copied
 * @returns {Promise<ClipContainer>}
 */
export async function clipContainer({ input, container, track: shown }, pictures) {
  const own = container === "other" ? "mkv" : container;
  const tracks = await input.getTracks();
  const codecOf = (/** @type {typeof tracks[number]} */ track) =>
    track === shown && pictures ? pictures : track.getCodec();
  const codecs = await Promise.all(tracks.map((track) => codecOf(track)));
  for (const candidate of /** @type {ClipContainer[]} */ ([own, "mov", "mkv"])) {
    /** @type {readonly (string | null)[]} */
    const supported = clipFormat(candidate).getSupportedCodecs();
    if (codecs.every((codec) => codec === null || supported.includes(codec))) return candidate;
  }
  return own;
}
