import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { MediaError } from "./errors.js";

/**
 * @typedef {{cutStart: number, cutStop: number}} CutPoints seconds from the video's zero
 */

/** The end lies so much before the next frame, which floating point might otherwise let in. */
export const JUST_BEFORE_S = 0.0005;

const EPSILON_S = 1e-5;
const METADATA = { metadataOnly: true };

/**
 * Where a lossless copy of a segment really starts and stops: from the keyframe at or before its start to
 * the end of the frame on the screen at its stop.
 * @param {import("./source.js").Video} video
 * @param {{start: number, stop: number}} segment
 * @returns {Promise<CutPoints>}
 */
export async function cutPoints({ track, origin }, { start, stop }) {
  const sink = new EncodedPacketSink(track);
  const verified = { verifyKeyPackets: true };
  const key =
    (await sink.getKeyPacket(start + origin + EPSILON_S, verified)) ??
    (await sink.getFirstKeyPacket(verified));
  const last = await sink.getPacket(stop + origin + EPSILON_S, METADATA);
  if (!key || !last) throw new MediaError("nothing_to_cut", `${start}–${stop}`);
  const end = last.timestamp + last.duration - origin;
  // what lies before zero is hidden by the file's edit list and stays so
  return { cutStart: Math.max(0, key.timestamp - origin), cutStop: Math.max(end, stop) };
}
