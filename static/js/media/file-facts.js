// What ffprobe says of a file, in our words.

import { MediaError } from "./errors.js";

/** Clocks of these start anywhere, so their first frame is the video's zero. */
const FREE_CLOCKS = ["mpegts", "mpeg", "flv"];
/** Pictures and texts are no videos, though ffmpeg reads them too. */
const NO_VIDEOS = /(^|,)(image2|.*_pipe|tty|gif|apng|ico)(,|$)/;
const KEYFRAMES_WITHIN_S = 20;

/** @type {Record<string, string>} */
const CODEC_LABELS = {
  h264: "H.264",
  hevc: "HEVC (H.265)",
  vp8: "VP8",
  vp9: "VP9",
  av1: "AV1",
  mpeg4: "MPEG-4 Part 2",
  mjpeg: "Motion JPEG",
  mpeg2video: "MPEG-2",
  mpeg1video: "MPEG-1",
};

/**
 * @param {any} answer of ffprobe
 * @returns {any} the stream of pictures
 */
export function videoStream({ format, streams = [] }) {
  if (!format || NO_VIDEOS.test(format.format_name)) throw new MediaError("not_a_video");
  const isVideo = (/** @type {any} */ stream) =>
    stream.codec_type === "video" && !stream.disposition?.attached_pic && stream.width > 0;
  const stream = streams.find(isVideo);
  if (!stream) throw new MediaError(streams.length ? "no_video_track" : "not_a_video");
  return stream;
}

/**
 * @param {any} answer of ffprobe
 * @param {number} firstTime of the pictures, on the file's clock
 * @returns {number} the file's clock at the video's zero
 */
export function fileOrigin({ format }, firstTime) {
  return FREE_CLOCKS.includes(format.format_name) ? firstTime : 0;
}

/**
 * @param {any} answer of ffprobe
 * @param {{firstTime: number, lastTime: number}} ends
 * @param {import("./packet-index.js").List} list
 * @returns {Promise<Omit<import("./probe.js").VideoFacts, "way" | "speed">>}
 */
export async function fileFacts(answer, { firstTime, lastTime }, list) {
  const stream = videoStream(answer);
  const frameRate = ratio(stream.avg_frame_rate) || 0;
  const rotation = rotationOf(stream);
  const aspect = ratio((stream.sample_aspect_ratio ?? "").replace(":", "/")) || 1;
  const [width, height] = [
    Math.round(stream.width * Math.max(1, aspect)),
    Math.round(stream.height / Math.min(1, aspect)),
  ];
  return {
    durationSeconds: lastTime + (frameRate > 0 ? 1 / frameRate : 0.04),
    codec: stream.codec_name,
    codecLabel: CODEC_LABELS[stream.codec_name] ?? stream.codec_name,
    container: "other",
    width: rotation % 180 === 90 ? height : width,
    height: rotation % 180 === 90 ? width : height,
    rotation,
    frameRate,
    keyframeIntervalSeconds: keyframeInterval(await list(null, firstTime + KEYFRAMES_WITHIN_S)),
    hasAudio: soundCodecs(answer).length > 0,
  };
}

/**
 * @param {any} answer of ffprobe
 * @returns {string[]}
 */
export function soundCodecs({ streams }) {
  const sounds = streams.filter((/** @type {any} */ { codec_type }) => codec_type === "audio");
  return sounds.map((/** @type {any} */ { codec_name }) => codec_name);
}

/** @param {any} stream whose own rotation counts to the left */
function rotationOf({ side_data_list = [] }) {
  const turn =
    side_data_list.find((/** @type {any} */ { rotation }) => rotation !== undefined)?.rotation ?? 0;
  return (((Math.round(-turn / 90) * 90) % 360) + 360) % 360;
}

/** @param {string} text "25/1" */
function ratio(text = "") {
  const [over, under] = text.split("/").map(Number);
  return under ? over / under : 0;
}

/** @param {import("./packet-index.js").ListedPacket[]} packets */
function keyframeInterval(packets) {
  const keys = packets.filter(({ isKey }) => isKey);
  if (keys.length < 2) return null;
  return (keys[keys.length - 1].time - keys[0].time) / (keys.length - 1);
}
