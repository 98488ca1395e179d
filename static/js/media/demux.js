import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { droppableTest } from "./droppable.js";

/**
 * @typedef {import("./plan.js").Group} Group
 * @typedef {import("./plan.js").Pick} Pick
 * @typedef {import("./decoder.worker.js").PacketMessage} PacketMessage
 * @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").EncodedPacket} EncodedPacket
 * @typedef {{message: PacketMessage, pick: Pick | null}} GroupPacket
 */

const EPSILON_S = 1e-5;

/**
 * Reads the packets of one group in decoding order, only as far as its last pick, and leaves out what no
 * other frame needs.
 * @param {import("./source.js").Video} video
 * @param {VideoDecoderConfig} config
 * @returns {{packets(group: Group): AsyncGenerator<GroupPacket, void, undefined>}}
 */
export function demuxOpen({ track, origin }, config) {
  const sink = new EncodedPacketSink(track);
  const isDroppable = droppableTest(config.codec, bytesOf(config.description));
  return {
    async *packets(group) {
      const wanted = new Map(group.picks.map((pick) => [pick.frame.sequence, pick]));
      const last = Math.max(...wanted.keys());
      let packet = await sink.getKeyPacket(group.key.time + origin + EPSILON_S);
      while (packet && packet.sequenceNumber <= last) {
        const pick = wanted.get(packet.sequenceNumber) ?? null;
        const isLast = packet.sequenceNumber === last;
        const isNeeded = pick || !isDroppable(packet.data);
        if (isNeeded) {
          const startsGroup = packet.sequenceNumber === group.key.sequence;
          yield { message: packetMessage(packet, startsGroup), pick };
        }
        packet = isLast ? null : await sink.getNextPacket(packet);
      }
    },
  };
}

/**
 * @param {EncodedPacket} packet
 * @param {boolean} startsGroup
 * @returns {PacketMessage}
 */
export function packetMessage(packet, startsGroup) {
  return {
    // the library keeps its buffers, so what is transferred must be a copy
    data: packet.data.slice().buffer,
    timestampUs: packet.microsecondTimestamp,
    isKey: packet.type === "key",
    wanted: null,
    startsGroup,
  };
}

/**
 * @param {AllowSharedBufferSource | undefined} source
 * @returns {Uint8Array | null}
 */
export function bytesOf(source) {
  if (!source) return null;
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  return new Uint8Array(source);
}
