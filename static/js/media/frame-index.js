import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { isFileGone, MediaError } from "./errors.js";

/**
 * @typedef {import("./plan.js").IndexedFrame} IndexedFrame
 * @typedef {import("./source.js").Video} Video
 * @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").EncodedPacket} EncodedPacket
 */

const METADATA = { metadataOnly: true };
// times go through floating point on the way to the index and back
const EPSILON_S = 1e-5;
/** Sound may last so much longer than the pictures. */
const EARLY_S = 2;

/**
 * The container's index as the plan sees it: times count from the video's zero, no pixels are read.
 * @param {Video} video
 * @returns {Promise<import("./plan.js").FrameIndex>}
 */
export async function frameIndexOpen({ track, origin }) {
  const sink = new EncodedPacketSink(track);
  const indexed = (/** @type {EncodedPacket | null} */ packet) =>
    packet && { time: packet.timestamp - origin, sequence: packet.sequenceNumber };
  return {
    firstTime: (await track.getFirstTimestamp()) - origin,
    lastTime: (await lastTimestamp(sink, track)) - origin,
    keyBefore: async (time) => indexed(await sink.getKeyPacket(time + origin + EPSILON_S, METADATA)),
    frameAt: async (time) => indexed(await sink.getPacket(time + origin + EPSILON_S, METADATA)),
    async keyAfter(key) {
      const packet = await sink.getKeyPacket(key.time + origin + EPSILON_S, METADATA);
      return packet && indexed(await sink.getNextKeyPacket(packet, METADATA));
    },
  };
}

/**
 * The last frame that is really there: a recording cut off by a power failure still claims its full length.
 * @param {EncodedPacketSink} sink
 * @param {Video["track"]} track
 */
async function lastTimestamp(sink, track) {
  try {
    const packet = await sink.getPacket(Number.POSITIVE_INFINITY, METADATA);
    if (packet) return packet.timestamp;
  } catch (error) {
    if (isFileGone(error)) throw error;
    // a torn end: the container's own word must do
  }
  return durationPromised(track);
}

/**
 * Whether the file goes on where its pictures end: behind missing bytes the library finds nothing more in Matroska,
 * whose packets it numbers by their places in the file. Where a file is merely torn off, both end together.
 * @param {Blob} file
 * @param {Video} video
 * @returns {Promise<boolean>}
 */
export async function endsEarly(file, { track, container }) {
  if (container !== "mkv" && container !== "webm") return false;
  const promised = await track.getDurationFromMetadata();
  const last = await new EncodedPacketSink(track).getPacket(Number.POSITIVE_INFINITY, METADATA);
  if (!promised || !last || promised - last.timestamp < EARLY_S) return false;
  return 1 - last.sequenceNumber / file.size > (1 - last.timestamp / promised) / 2;
}

/**
 * @param {Video["track"]} track
 * @returns {Promise<number>} seconds; rejects where the container has no word for it either
 */
export async function durationPromised(track) {
  const duration = await track.getDurationFromMetadata();
  if (duration === null) throw new MediaError("damaged", "neither the end nor its time can be read");
  return duration;
}
