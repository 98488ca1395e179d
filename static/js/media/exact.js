/*
 * Exact clips: which way they are made, and their packets.
 */
import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { avcDescribe, avcDescriptionMend, avcJoin } from "./avc-join.js";
import { JUST_BEFORE_S } from "./cut-points.js";
import { framesCount } from "./decoding.js";
import { headEncoding, isPlain, wholeEncoding } from "./encoding.js";
import { MediaError } from "./errors.js";
import { exactPoints, joinFind } from "./exact-points.js";
import { recode } from "./recoding.js";
import { plainConfig, trackConfig } from "./track-config.js";

/**
 * @typedef {import("./source.js").Video} Video
 * @typedef {import("./encoding.js").Encoding} Encoding
 * @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").EncodedPacket} EncodedPacket
 * @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").VideoCodec} VideoCodec
 *
 * @typedef {"copied" | "head" | "whole"} ExactWay what of a clip is encoded again: nothing, the beginning, all
 *
 * @typedef {object} Ability what the browser can do with a recording
 * @property {VideoCodec} codec of the recording
 * @property {VideoDecoderConfig} decoder
 * @property {Encoding | null} head
 * @property {Encoding | null} whole
 *
 * @typedef {import("./exact-points.js").ExactPoints & {way: ExactWay}} ExactPlan
 *
 * @typedef {object} VideoPackets what the picture track of a clip is made of
 * @property {VideoCodec} codec
 * @property {VideoDecoderConfig} config
 * @property {AsyncGenerator<EncodedPacket, void, void>} packets
 * @property {ExactWay} way
 */

/** A longer beginning would not fit into the memory beside everything else. */
const HEAD_LONGEST_S = 60;
const WHOLE_KEY_EVERY_S = 2;
/** Copied packets that are decoded after the encoded ones to see whether they fit together. */
const TRIED_PACKETS = 12;
const STATISTICS_PACKETS = 100;
const EPSILON_S = 1e-5;

/**
 * @param {Video} video
 * @returns {Promise<Ability>}
 */
export async function exactAbility(video) {
  const { track } = video;
  const [codec, config] = [await track.getCodec(), await track.getDecoderConfig()];
  const decoder = await trackConfig(video);
  if (!codec || !config || !decoder) throw new MediaError("cannot_decode");
  const { averagePacketRate, averageBitrate } = await track.computePacketStats(STATISTICS_PACKETS);
  const wish = {
    codec,
    codecString: config.codec,
    width: /** @type {number} */ (config.codedWidth),
    height: /** @type {number} */ (config.codedHeight),
    framerate: averagePacketRate,
    bitrate: averageBitrate,
  };
  const head = isPlain(config.codec) ? await headEncoding(wish) : null;
  const whole = await wholeEncoding(isPlain(config.codec) ? wish : { ...wish, codec: "avc" });
  return { codec, decoder, head, whole };
}

/**
 * @param {Video} video
 * @param {Ability} ability
 * @param {{start: number, stop: number}} segment
 * @returns {Promise<ExactPlan>}
 */
export async function exactPlan(video, ability, segment) {
  const points = await exactPoints(video, segment);
  const way = wayOf(points, ability);
  if (way === "whole" && !ability.whole) throw new MediaError("cannot_encode");
  return { ...points, way };
}

/**
 * @param {import("./exact-points.js").ExactPoints} points
 * @param {Ability} ability
 * @returns {ExactWay}
 */
function wayOf({ cutStart, joinAt }, { head }) {
  if (joinAt === null) return "whole";
  if (joinAt - cutStart < EPSILON_S) return "copied";
  return head && joinAt - cutStart <= HEAD_LONGEST_S ? "head" : "whole";
}

/**
 * @param {Video} video
 * @param {Ability} ability
 * @param {{cutStart: number, cutStop: number, way: ExactWay}} clip
 * @returns {Promise<VideoPackets>} whose times are on the file's clock
 */
export async function exactPackets(video, ability, { cutStart, cutStop, way }) {
  const span = { start: cutStart + video.origin, stop: cutStop + video.origin - JUST_BEFORE_S };
  const key = way === "whole" ? null : await joinFind(video, span.start, span.stop);
  if (key && way === "copied") return copiedPackets(video, ability.codec, key, span.stop);
  const head = key && (await headPackets(video, ability, key, span));
  return head ?? wholePackets(video, ability, span);
}

/**
 * All copied, from the keyframe at the start on.
 * @param {Video} video
 * @param {{cutStart: number, cutStop: number}} clip
 * @returns {Promise<VideoPackets>}
 */
export async function losslessPackets(video, { cutStart, cutStop }) {
  const { track, origin } = video;
  const codec = await track.getCodec();
  const key = await new EncodedPacketSink(track).getKeyPacket(cutStart + origin + EPSILON_S, {
    verifyKeyPackets: true,
  });
  if (!codec || !key) throw new MediaError("cannot_copy");
  return copiedPackets(video, codec, key, cutStop + origin - JUST_BEFORE_S);
}

/**
 * @typedef {{start: number, stop: number}} Span on the file's clock
 *
 * @param {Video} video
 * @param {VideoCodec} codec
 * @param {EncodedPacket} key
 * @param {number} stop
 * @returns {Promise<VideoPackets>}
 */
async function copiedPackets({ track }, codec, key, stop) {
  const config = /** @type {VideoDecoderConfig} */ (await track.getDecoderConfig());
  return { codec, config, packets: packetsUntil(track, key, stop), way: "copied" };
}

/**
 * @param {Video} video
 * @param {Ability} ability
 * @param {EncodedPacket} key
 * @param {Span} span
 * @returns {Promise<VideoPackets | null>} null when the two parts do not fit together
 */
async function headPackets(video, ability, key, { start, stop }) {
  if (!ability.head) return null;
  const config = /** @type {VideoDecoderConfig} */ (await video.track.getDecoderConfig());
  const stretch = { start, stop: key.timestamp, keyEvery: Number.POSITIVE_INFINITY };
  const recoded = [];
  for await (const each of recode(video, ability.decoder, ability.head.config, stretch)) recoded.push(each);
  const joined = await joinMake(video, ability.codec, key, config, recoded);
  if (!joined || !(await fits(video, joined, key))) return null;
  const packets = sequence(joined.head, packetsUntil(video.track, key, stop));
  return { codec: ability.codec, config: joined.config, packets, way: "head" };
}

/**
 * @typedef {{config: VideoDecoderConfig, head: EncodedPacket[]}} Joined
 *
 * @param {Video} video
 * @param {VideoCodec} codec
 * @param {EncodedPacket} key
 * @param {VideoDecoderConfig} config
 * @param {import("./recoding.js").Recoded[]} recoded
 * @returns {Promise<Joined | null>}
 */
async function joinMake({ track }, codec, key, config, recoded) {
  if (recoded.length === 0) return null;
  const head = recoded.map(({ packet }) => packet);
  if (codec !== "avc") return { config, head };
  const encoded = bytesOf(recoded[0].meta?.decoderConfig?.description);
  if (!encoded) return null;
  const appearance = await appearanceOf(track, recoded[0].colour);
  const streams = {
    recorded: bytesOf(config.description),
    firstKey: key.data,
    encoded: avcDescriptionMend(encoded, head[0].data),
  };
  const join = avcJoin(streams, appearance);
  if (!join) return null;
  return {
    config: { ...config, ...(join.description && { description: join.description }) },
    head: head.map((packet) => packet.clone({ data: join.rewrite(packet.data, packet.type === "key") })),
  };
}

/**
 * Whether the browser really decodes the encoded packets and then the copied ones.
 * @param {Video} video
 * @param {Joined} joined
 * @param {EncodedPacket} key
 */
async function fits({ track }, { config, head }, key) {
  const copied = [];
  for await (const packet of new EncodedPacketSink(track).packets(key)) {
    copied.push(packet);
    if (copied.length === TRIED_PACKETS) break;
  }
  const chunks = [...head, ...copied].map((packet) => packet.toEncodedVideoChunk());
  return (await framesCount(plainConfig(config), chunks)) === chunks.length;
}

/**
 * @param {Video} video
 * @param {Ability} ability
 * @param {Span} span
 * @returns {Promise<VideoPackets>}
 */
async function wholePackets(video, { decoder, whole }, span) {
  if (!whole) throw new MediaError("cannot_encode");
  const recoded = recode(video, decoder, whole.config, { ...span, keyEvery: WHOLE_KEY_EVERY_S });
  const { value: first } = await recoded.next();
  if (!first) throw new MediaError("nothing_to_cut");
  const recorded = /** @type {VideoDecoderConfig} */ (await video.track.getDecoderConfig());
  const encoded = first.meta?.decoderConfig ?? { codec: whole.config.codec };
  const description = bytesOf(encoded.description);
  const appearance = await appearanceOf(video.track, first.colour);
  const { codedWidth, codedHeight, displayAspectWidth, displayAspectHeight, colorSpace } = recorded;
  const config = {
    ...{ codec: encoded.codec, codedWidth, codedHeight, displayAspectWidth, displayAspectHeight, colorSpace },
    ...(description && {
      description:
        whole.codec === "avc"
          ? avcDescribe(avcDescriptionMend(description, first.packet.data), appearance)
          : description,
    }),
  };
  return { codec: whole.codec, config, packets: packetsOf(first, recoded), way: "whole" };
}

/**
 * @param {Video["track"]} track
 * @param {VideoColorSpaceInit} decoded
 * @returns {Promise<import("./avc-parameters.js").Appearance>}
 */
async function appearanceOf(track, decoded) {
  const { primaries, transfer, matrix } = decoded;
  const isSaid = [primaries, transfer, matrix].some(Boolean) || decoded.fullRange;
  return { colour: isSaid ? decoded : null, pixelAspect: await track.getPixelAspectRatio() };
}

/**
 * In the order of decoding, up to the last one with a frame before stop; frames that this one refers to are
 * shown after it and come along, and so does what is shown between them.
 * @param {Video["track"]} track
 * @param {EncodedPacket} key
 * @param {number} stop
 */
async function* packetsUntil(track, key, stop) {
  /** @type {EncodedPacket[]} */
  let held = [];
  let last = stop;
  const reordered = 16;
  for await (const packet of new EncodedPacketSink(track).packets(key, undefined, {
    verifyKeyPackets: true,
  })) {
    held.push(packet);
    if (packet.timestamp < last) {
      for (const each of held) last = Math.max(last, each.timestamp);
      yield* held;
      held = [];
    } else if (held.length > reordered) return;
  }
}

/**
 * @param {import("./recoding.js").Recoded} first
 * @param {AsyncGenerator<import("./recoding.js").Recoded, void, void>} rest
 * @returns {AsyncGenerator<EncodedPacket, void, void>}
 */
async function* packetsOf(first, rest) {
  yield first.packet;
  for await (const { packet } of rest) yield packet;
}

/**
 * @param {EncodedPacket[]} head
 * @param {AsyncGenerator<EncodedPacket, void, void>} tail
 * @returns {AsyncGenerator<EncodedPacket, void, void>}
 */
async function* sequence(head, tail) {
  yield* head;
  yield* tail;
}

/** @param {AllowSharedBufferSource | undefined} source */
function bytesOf(source) {
  if (!source) return null;
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
