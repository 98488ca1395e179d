/*
 * A stretch of a recording decoded and encoded again, frame by frame: no more than a few frames are in the
 * memory at a time.
 */
import { EncodedPacket, EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { notSilent } from "./decoding.js";
import { MediaError } from "./errors.js";

/**
 * @typedef {object} Stretch on the file's clock, in seconds
 * @property {number} start time of the first frame
 * @property {number} stop no frame at or after it
 * @property {number} keyEvery seconds between keyframes
 *
 * @typedef {object} Recoded
 * @property {EncodedPacket} packet at the time of its frame in the recording
 * @property {EncodedVideoChunkMetadata | undefined} meta
 * @property {VideoColorSpaceInit} colour of the decoded frames
 */

const QUEUE = 4;
const EPSILON_S = 1e-5;

/**
 * @param {import("./source.js").Video} video
 * @param {VideoDecoderConfig} decoderConfig
 * @param {VideoEncoderConfig} encoderConfig
 * @param {Stretch} stretch
 * @returns {AsyncGenerator<Recoded, void, void>}
 */
export async function* recode({ track }, decoderConfig, encoderConfig, stretch) {
  const packets = packetsBefore(track, stretch);
  /** @type {Map<number, EncodedPacket>} by the frame's microseconds */
  const times = new Map();
  const frames = framesDecode(decoderConfig, packets, (packet) => {
    const isWanted =
      packet.timestamp > stretch.start - EPSILON_S && packet.timestamp < stretch.stop - EPSILON_S;
    if (isWanted) times.set(packet.microsecondTimestamp, packet);
  });
  /** @type {Recoded[]} */
  const done = [];
  /** @type {VideoColorSpaceInit} */
  let colour = {};
  let lastKey = Number.NEGATIVE_INFINITY;
  const encoder = codecOpen(VideoEncoder, (chunk, meta) => {
    const packet = /** @type {EncodedPacket} */ (times.get(chunk.timestamp));
    times.delete(chunk.timestamp);
    done.push({ packet: packetMake(chunk, packet), meta, colour });
  });
  try {
    encoder.codec.configure(encoderConfig);
    for await (const frame of frames) {
      const packet = times.get(frame.timestamp);
      const keyFrame = packet !== undefined && packet.timestamp - lastKey >= stretch.keyEvery - EPSILON_S;
      if (packet && keyFrame) lastKey = packet.timestamp;
      if (packet) colour = frame.colorSpace.toJSON();
      if (packet) encoder.codec.encode(frame, { keyFrame });
      frame.close();
      await encoder.room(() => encoder.codec.encodeQueueSize < QUEUE);
      while (done.length) yield/** @type {Recoded} */ (done.shift());
    }
    await encoder.flush();
    yield* done;
  } finally {
    encoder.close();
    await frames.return();
  }
}

/**
 * In the order of decoding, from the keyframe before the stretch to the last packet with a frame in it.
 * @param {import("./source.js").Video["track"]} track
 * @param {Stretch} stretch
 */
async function* packetsBefore(track, { start, stop }) {
  const sink = new EncodedPacketSink(track);
  const verified = { verifyKeyPackets: true };
  const key =
    (await sink.getKeyPacket(start + EPSILON_S, verified)) ?? (await sink.getFirstKeyPacket(verified));
  let after = 0;
  if (key)
    for await (const packet of sink.packets(key)) {
      after = packet.timestamp < stop - EPSILON_S ? 0 : after + 1;
      // B-frames that are shown before it may follow
      if (after > 16) return;
      yield packet;
    }
}

/**
 * @param {VideoDecoderConfig} config
 * @param {AsyncIterable<EncodedPacket>} packets
 * @param {(packet: EncodedPacket) => void} onPacket before it is decoded
 * @returns {AsyncGenerator<VideoFrame, void, void>} in the order of their times; each to be closed
 */
async function* framesDecode(config, packets, onPacket) {
  /** @type {VideoFrame[]} */
  const frames = [];
  const decoder = codecOpen(VideoDecoder, (frame) => void frames.push(frame));
  try {
    decoder.codec.configure({ ...config, optimizeForLatency: false });
    for await (const packet of packets) {
      onPacket(packet);
      decoder.codec.decode(packet.toEncodedVideoChunk());
      await decoder.room(() => decoder.codec.decodeQueueSize < QUEUE || frames.length > 0);
      while (frames.length) yield/** @type {VideoFrame} */ (frames.shift());
    }
    // a hardware decoder may wait for its frames to be closed before it gives the last ones
    const flushed = decoder.flush().then(() => true);
    flushed.catch(() => {});
    for (let isOver = false; !isOver || frames.length; ) {
      isOver ||= await Promise.race([flushed, decoder.changed(() => frames.length > 0).then(() => false)]);
      while (frames.length) yield/** @type {VideoFrame} */ (frames.shift());
    }
  } finally {
    decoder.close();
    for (const frame of frames) frame.close();
  }
}

/**
 * A decoder or encoder that one can wait for.
 * @template {VideoDecoder | VideoEncoder} Codec
 * @template Output
 * @param {new (init: any) => Codec} Kind
 * @param {(output: any, meta?: any) => Output} output
 */
function codecOpen(Kind, output) {
  /** @type {Error | null} */
  let failure = null;
  let wake = () => {};
  const codec = new Kind({
    output(/** @type {any} */ result, /** @type {any} */ meta) {
      output(result, meta);
      wake();
    },
    error(/** @type {Error} */ error) {
      failure = error;
      wake();
    },
  });
  codec.ondequeue = () => wake();

  /** @param {() => boolean} isTrue */
  async function changed(isTrue) {
    while (!isTrue()) {
      if (failure) throw new MediaError("not_cut", String(failure));
      await new Promise((resolve) => {
        wake = () => resolve(undefined);
      });
    }
    if (failure) throw new MediaError("not_cut", String(failure));
  }

  return {
    codec,
    changed,
    /** @param {() => boolean} isTrue */
    room: (isTrue) => notSilent(changed(isTrue)),
    flush: () => notSilent(codec.flush()),
    close() {
      if (codec.state !== "closed") codec.close();
    },
  };
}

/**
 * @param {EncodedVideoChunk} chunk
 * @param {EncodedPacket} recorded whose time it gets
 */
function packetMake(chunk, { timestamp, duration }) {
  const data = new Uint8Array(chunk.byteLength);
  chunk.copyTo(data);
  return new EncodedPacket(data, chunk.type, timestamp, duration);
}
