import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { AVC_UNIT, unitsSplit, unitType } from "./avc-units.js";
import { cutPoints } from "./cut-points.js";
import { MediaError } from "./errors.js";
import { nalLengthBytes } from "./h264.js";

/** @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").EncodedPacket} EncodedPacket */

const EPSILON_S = 1e-5;
/** No codec shows a frame later than this many packets after it. */
const REORDERED = 16;
const METADATA = { metadataOnly: true };
const VERIFIED = { verifyKeyPackets: true };

/**
 * @typedef {import("./cut-points.js").CutPoints & {joinAt: number | null}} ExactPoints joinAt: time of the
 *   keyframe that everything after it can be copied from; null when the segment has none
 */

/**
 * An exact clip starts with the frame that is on the screen at the segment's start.
 * @param {import("./source.js").Video} video
 * @param {{start: number, stop: number}} segment
 * @returns {Promise<ExactPoints>}
 */
export async function exactPoints(video, segment) {
  const { track, origin } = video;
  const sink = new EncodedPacketSink(track);
  const { cutStop } = await cutPoints(video, segment);
  const first =
    (await sink.getPacket(segment.start + origin + EPSILON_S, METADATA)) ??
    (await sink.getFirstPacket(METADATA));
  if (!first) throw new MediaError("nothing_to_cut", `${segment.start}–${segment.stop}`);
  const cutStart = Math.max(0, first.timestamp - origin);
  const key = await joinFind(video, cutStart + origin, cutStop + origin);
  return { cutStart, cutStop, joinAt: key && key.timestamp - origin };
}

/**
 * The first keyframe in a span after which nothing refers to what was before it.
 * @param {import("./source.js").Video} video
 * @param {number} start on the file's clock
 * @param {number} stop
 * @returns {Promise<EncodedPacket | null>}
 */
export async function joinFind({ track }, start, stop) {
  const sink = new EncodedPacketSink(track);
  const config = await track.getDecoderConfig();
  let key =
    (await sink.getKeyPacket(start + EPSILON_S, VERIFIED)) ?? (await sink.getFirstKeyPacket(VERIFIED));
  while (key && key.timestamp < stop - EPSILON_S) {
    const isInside = key.timestamp > start - EPSILON_S;
    if (isInside && isIdr(key, config) && (await isClosed(sink, key))) return key;
    key = await sink.getNextKeyPacket(key, VERIFIED);
  }
  return null;
}

/**
 * @param {EncodedPacketSink} sink
 * @param {EncodedPacket} key
 */
async function isClosed(sink, key) {
  /** @type {EncodedPacket | null} */
  let packet = key;
  for (let count = 0; count < REORDERED; count += 1) {
    packet = await sink.getNextPacket(packet, METADATA);
    if (!packet || packet.type === "key") return true;
    if (packet.timestamp < key.timestamp) return false;
  }
  return true;
}

/**
 * Other H.264 keyframes are recovery points, where the parameter sets must not change.
 * @param {EncodedPacket} key
 * @param {VideoDecoderConfig | null} config
 */
function isIdr(key, config) {
  const description = config?.description ? new Uint8Array(/** @type {any} */ (config.description)) : null;
  const lengthBytes = config && nalLengthBytes(config.codec, description);
  if (lengthBytes === null) return true;
  return unitsSplit(key.data, lengthBytes).some((unit) => unitType(unit) === AVC_UNIT.idr);
}
