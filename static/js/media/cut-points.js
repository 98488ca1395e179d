import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { MediaError } from "./errors.js";
import { readable } from "./plan.js";

/**
 * @typedef {{cutStart: number, cutStop: number}} CutPoints seconds from the video's zero
 */

/** The end lies so much before the next frame, which floating point might otherwise let in. */
export const JUST_BEFORE_S = 0.0005;

const EPSILON_S = 1e-5;
/** The last frame may have no duration. */
const LAST_FRAME_S = 1;
const METADATA = { metadataOnly: true };

/**
 * Where a lossless copy of a segment really starts and stops: from the keyframe at or before its start to
 * the end of the frame on the screen at its stop.
 * @param {import("./source.js").Video} video
 * @param {{start: number, stop: number}} segment
 * @returns {Promise<CutPoints>} rejects with a MediaError: `nothing_to_cut`, `damaged_there`
 */
export async function cutPoints({ input, track, origin }, { start, stop }) {
  const sink = new EncodedPacketSink(track);
  const verified = { verifyKeyPackets: true };
  const key =
    (await sink.getKeyPacket(start + origin + EPSILON_S, verified)) ??
    (await sink.getFirstKeyPacket(verified));
  const last = await sink.getPacket(stop + origin + EPSILON_S, METADATA);
  if (!key || !last) throw new MediaError("nothing_to_cut", `${start}–${stop}`);
  const end = last.timestamp + last.duration - origin;
  const reach = end < stop ? (await lastEnd(input, stop + origin)) - origin : Number.POSITIVE_INFINITY;
  if (reach + LAST_FRAME_S < start) throw new MediaError("damaged_there", `nothing after ${reach}`);
  // what lies before zero is hidden by the file's edit list and stays so
  return { cutStart: Math.max(0, key.timestamp - origin), cutStop: Math.max(end, Math.min(reach, stop)) };
}

/**
 * Sound may go on where the pictures have ended.
 * @param {import("./source.js").Video["input"]} input
 * @param {number} stop on the file's clock
 * @returns {Promise<number>} the end of what can be read up to there, of whatever track
 */
async function lastEnd(input, stop) {
  const packets = (await input.getTracks()).map((track) =>
    readable(new EncodedPacketSink(track).getPacket(stop + EPSILON_S, METADATA)),
  );
  const ends = (await Promise.all(packets)).map((packet) =>
    packet ? packet.timestamp + packet.duration : 0,
  );
  return Math.max(...ends);
}
