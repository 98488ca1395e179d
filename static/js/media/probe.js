import { targetCount } from "./plan.js";
import { pictureSize } from "./shrink.js";
import { workerAsk } from "./worker-ask.js";
import { workerStart } from "./workers.js";

/**
 * @typedef {object} VideoFacts
 * @property {number} durationSeconds
 * @property {string} codec the WebCodecs string, or the container's own name for an unknown codec
 * @property {string} codecLabel for people
 * @property {"mp4" | "mov" | "mkv" | "webm" | "ts" | "other"} container
 * @property {number} width as shown, after rotation
 * @property {number} height
 * @property {number} rotation
 * @property {number} frameRate
 * @property {number | null} keyframeIntervalSeconds
 * @property {boolean} [hasOpenGops] between its keyframes the browser decodes it only in part, so there another way is taken
 * @property {boolean} hasAudio
 * @property {"hardware" | "software" | "ffmpeg" | "element" | null} way in which a frame of it has been decoded
 * @property {import("./speed.js").Speed | null} speed null as long as it is not known
 */

/** Of JPEGs at quality 0.8 from camera footage: between 0.6 for a quiet yard and 1.6 for a busy street. */
const BITS_PER_PIXEL = 1.1;

/** What each further decoder adds: they share the cores with the page, the upload and each other. */
const GAIN = 0.5;

/**
 * @param {File} file
 * @param {(speed: VideoFacts["speed"]) => void} [onSpeed] hears it some seconds after the facts are there
 * @returns {Promise<VideoFacts>} rejects with a MediaError: `empty`, `not_a_video`, `no_video_track`,
 *   `damaged`, `file_unreadable`, `no_webcodecs`, `no_ffmpeg`
 */
export async function videoProbe(file, onSpeed) {
  // in a worker: the index of a day of video takes seconds
  const worker = workerStart(new URL("./probe.worker.js", import.meta.url));
  let isDone = true;
  try {
    const facts = await workerAsk(worker, { file });
    isDone = !onSpeed;
    worker.onmessage = ({ data }) => {
      worker.terminate();
      if (data.type === "speed") onSpeed?.(data.speed);
    };
    return facts;
  } finally {
    if (isDone) worker.terminate();
  }
}

/**
 * @param {{durationSeconds: number, intervalSeconds: number, imgSize: number, width: number, height: number}} video
 * @returns {{frames: number, bytes: number}} what will be sent, roughly
 */
export function estimateUpload({ durationSeconds, intervalSeconds, imgSize, width, height }) {
  const size = pictureSize(width, height, imgSize);
  // the last frame begins a little before the end
  const frames = targetCount(Math.max(0, durationSeconds - 0.01), intervalSeconds);
  return { frames, bytes: Math.round((frames * size.width * size.height * BITS_PER_PIXEL) / 8) };
}

/**
 * @param {Pick<VideoFacts, "keyframeIntervalSeconds" | "hasOpenGops" | "way">} video
 * @param {number} interval
 * @returns {VideoFacts["way"]} that is taken for frames at such an interval
 */
export function wayAt(video, interval) {
  return video.hasOpenGops && isThrough(video, interval) ? "ffmpeg" : video.way;
}

/**
 * @param {Pick<VideoFacts, "keyframeIntervalSeconds">} video
 * @param {number} interval
 */
function isThrough({ keyframeIntervalSeconds }, interval) {
  return (keyframeIntervalSeconds ?? Number.POSITIVE_INFINITY) > interval;
}

/**
 * @param {Pick<VideoFacts, "durationSeconds" | "keyframeIntervalSeconds" | "speed" | "hasOpenGops" | "way">} video
 * @param {number} interval
 * @param {number} decoders beside each other
 * @returns {number | null} seconds that sampling takes, roughly, if nothing else is slower; null where the speed of
 *   the way that is taken is not known
 */
export function estimateSampling(video, interval, decoders) {
  const { durationSeconds, speed, way } = video;
  if (wayAt(video, interval) !== way) return null;
  const seconds = isThrough(video, interval)
    ? durationSeconds * (speed?.throughSeconds ?? Number.NaN)
    : targetCount(durationSeconds, interval) * (speed?.keyframeSeconds ?? Number.NaN);
  const estimate = seconds / (1 + (decoders - 1) * GAIN);
  return Number.isFinite(estimate) ? estimate : null;
}
