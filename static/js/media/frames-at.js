/*
 * The frames on the screen at given times, each decoded on from the keyframe before it.
 */
import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { chunkMake, notSilent } from "./decoding.js";
import { demuxOpen, packetMessage } from "./demux.js";
import { isFileGone } from "./errors.js";
import { pickGroups, readable } from "./plan.js";
import { primerIsNeeded } from "./track-config.js";

/**
 * @typedef {import("./plan.js").FrameIndex} FrameIndex
 * @typedef {import("./plan.js").Pick} Pick
 * @typedef {import("./demux.js").PacketMessage} PacketMessage
 */

/** Frames inside a decoder at once. */
const DECODE_QUEUE = 4;

/**
 * @template {{time: number}} Moment seconds
 * @typedef {{moment: Moment, time: number, frame: VideoFrame | null}} MomentFrame time: of the frame, in seconds;
 *   frame: null where it could not be decoded
 */

/**
 * @param {import("./source.js").Video} video
 * @param {VideoDecoderConfig} config
 * @param {FrameIndex} index
 */
export async function framesAtOpen(video, config, index) {
  const demux = demuxOpen(video, config);
  const primer = (await primerIsNeeded(video, config)) ? await firstKey(video) : null;

  /**
   * @template {{time: number}} Moment
   * @param {readonly Moment[]} moments
   * @returns {AsyncGenerator<MomentFrame<Moment>, void, undefined>} in the order of time, one that two moments share
   *   once; each must be closed before the next is asked for
   */
  async function* framesAt(moments) {
    /** @type {Map<Pick, Moment>} */
    const wanted = new Map();
    const taken = (/** @type {Pick} */ pick, /** @type {VideoFrame | null} */ frame) => {
      const moment = /** @type {Moment} */ (wanted.get(pick));
      wanted.delete(pick);
      return { moment, time: pick.frame.time, frame };
    };
    for await (const group of pickGroups(picksMake(index, moments, wanted))) {
      try {
        for await (const { pick, frame } of groupDecode(config, primer, demux.packets(group))) {
          yield taken(pick, frame);
        }
      } catch (error) {
        // a damaged place costs its own frames only
        if (isFileGone(error)) throw error;
      }
      for (const pick of group.picks.filter((each) => wanted.has(each))) yield taken(pick, null);
    }
  }

  return framesAt;
}

/**
 * @template {{time: number}} Moment
 * @param {FrameIndex} index
 * @param {readonly Moment[]} moments
 * @param {Map<Pick, Moment>} wanted takes each pick's moment
 * @returns {AsyncGenerator<Pick>}
 */
export async function* picksMake(index, moments, wanted) {
  let taken = Number.NEGATIVE_INFINITY;
  for (const moment of [...moments].sort((one, other) => one.time - other.time)) {
    const shown = Math.max(moment.time, index.firstTime);
    const key = await readable(index.keyBefore(shown));
    const frame = key && (await readable(index.frameAt(shown)));
    if (!frame || frame.time <= taken) continue;
    taken = frame.time;
    const pick = { chunk: 0, timeMs: Math.max(0, Math.round(frame.time * 1000)), key, frame };
    wanted.set(pick, moment);
    yield pick;
  }
}

/**
 * One decoder for one group: what fails in it ends with it. The decoder waits while a frame is being used.
 * @param {VideoDecoderConfig} config
 * @param {PacketMessage | null} primer
 * @param {ReturnType<ReturnType<typeof demuxOpen>["packets"]>} packets
 * @returns {AsyncGenerator<{pick: Pick, frame: VideoFrame}>}
 */
async function* groupDecode(config, primer, packets) {
  /** @type {Map<number, Pick>} */
  const picks = new Map();
  /** @type {{pick: Pick, frame: VideoFrame}[]} */
  const ready = [];
  const { decoder, room } = decoderOpen(config, (frame) => {
    const pick = picks.get(frame.timestamp);
    // once: the primer may have the time of a frame that is wanted
    picks.delete(frame.timestamp);
    if (pick) ready.push({ pick, frame });
    else frame.close();
  });
  try {
    if (primer) decoder.decode(chunkMake(primer));
    for await (const { message, pick } of packets) {
      if (pick) picks.set(message.timestampUs, pick);
      decoder.decode(chunkMake(message));
      await room();
      while (ready.length > 0) yield/** @type {typeof ready[0]} */ (ready.shift());
    }
    await notSilent(decoder.flush());
  } finally {
    if (decoder.state !== "closed") decoder.close();
  }
  while (ready.length > 0) yield/** @type {typeof ready[0]} */ (ready.shift());
}

/**
 * @param {VideoDecoderConfig} config
 * @param {(frame: VideoFrame) => void} output
 */
function decoderOpen(config, output) {
  let wake = () => {};
  const decoder = new VideoDecoder({ output, error: () => wake() });
  decoder.ondequeue = () => wake();
  decoder.configure(config);
  return {
    decoder,
    async room() {
      while (decoder.state === "configured" && decoder.decodeQueueSize >= DECODE_QUEUE) {
        await notSilent(
          new Promise((resolve) => {
            wake = () => resolve(undefined);
          }),
        );
      }
    },
  };
}

/** @param {import("./source.js").Video} video */
async function firstKey({ track }) {
  const key = await new EncodedPacketSink(track).getFirstKeyPacket();
  return key && packetMessage(key, true);
}
