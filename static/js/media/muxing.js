/*
 * Packets of pictures and the recording's sound into one clip, whose times begin at zero.
 */
import {
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Output,
} from "/static/npm/mediabunny/mediabunny.min.mjs";
import { clipFormat } from "./clip-format.js";
import { MediaError } from "./errors.js";

/**
 * @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").EncodedPacket} EncodedPacket
 * @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").InputTrack} InputTrack
 * @typedef {import("/static/npm/mediabunny/mediabunny.min.mjs").InputAudioTrack} InputAudioTrack
 *
 * @typedef {object} Feed one track's packets
 * @property {(packet: EncodedPacket) => Promise<void>} add
 * @property {() => void} close
 * @property {AsyncGenerator<EncodedPacket, void, void>} packets
 * @property {EncodedPacket | null} next
 *
 * @typedef {object} Muxing
 * @property {import("./clip-format.js").ClipContainer} container
 * @property {number} start on the file's clock
 * @property {number} stop
 * @property {import("/static/npm/mediabunny/mediabunny.min.mjs").Target} target
 * @property {(fraction: number) => void} onProgress
 * @property {() => boolean} isCancelled
 */

/**
 * @param {import("./source.js").Video} video
 * @param {import("./exact.js").VideoPackets} pictures
 * @param {Muxing} muxing
 * @returns {Promise<boolean>} whether a track is missing
 */
export async function clipMux(video, pictures, muxing) {
  const output = new Output({ format: clipFormat(muxing.container), target: muxing.target });
  try {
    const feeds = [await pictureFeed(output, video, pictures)];
    const sounds = await video.input.getAudioTracks();
    for (const sound of sounds) feeds.push(...(await soundFeed(output, sound, muxing)));
    output.setMetadataTags(await video.input.getMetadataTags());
    await output.start();
    await feedsRun(feeds, muxing);
    await output.finalize();
    return feeds.length - 1 < sounds.length;
  } catch (error) {
    await output.cancel().catch(() => {});
    throw error;
  } finally {
    await pictures.packets.return();
  }
}

/**
 * @param {Output} output
 * @param {import("./source.js").Video} video
 * @param {import("./exact.js").VideoPackets} pictures
 * @returns {Promise<Feed>}
 */
async function pictureFeed(output, { track }, { codec, config, packets }) {
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, {
    ...(await trackFacts(track)),
    transformationMatrix: (await track.getTransformationMatrix()) ?? undefined,
    rotation: await track.getRotation(),
    flip: await track.getFlip(),
  });
  const meta = { decoderConfig: config };
  return { add: (packet) => source.add(packet, meta), close: () => source.close(), packets, next: null };
}

/**
 * @param {Output} output
 * @param {InputAudioTrack} track
 * @param {Muxing} muxing
 * @returns {Promise<Feed[]>} none when the container cannot hold it or there is no sound in the span
 */
async function soundFeed(output, track, { start, stop }) {
  const [codec, config] = [await track.getCodec(), await track.getDecoderConfig()];
  if (!codec || !config || !output.format.getSupportedAudioCodecs().includes(codec)) return [];
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source, await trackFacts(track));
  const meta = { decoderConfig: config };
  const packets = soundPackets(track, start, stop);
  return [{ add: (packet) => source.add(packet, meta), close: () => source.close(), packets, next: null }];
}

/**
 * None that begins before the clip does: it would have to be hidden.
 * @param {InputAudioTrack} track
 * @param {number} start
 * @param {number} stop
 */
async function* soundPackets(track, start, stop) {
  const sink = new EncodedPacketSink(track);
  const first = (await sink.getPacket(start)) ?? (await sink.getFirstPacket());
  if (!first) return;
  for await (const packet of sink.packets(first)) {
    if (packet.timestamp >= stop) return;
    if (packet.timestamp >= start) yield packet;
  }
}

/** @param {InputTrack} track */
async function trackFacts(track) {
  const code = await track.getLanguageCode();
  const languageCode = /^[a-z]{3}$/.test(code) ? code : undefined;
  const name = (await track.getName()) ?? undefined;
  return { languageCode, name, disposition: await track.getDisposition() };
}

/**
 * Always the packet with the lowest time next, so that what is played together lies together.
 * @param {Feed[]} feeds
 * @param {Muxing} muxing
 */
async function feedsRun(feeds, { start, stop, onProgress, isCancelled }) {
  for (const feed of feeds) await feedAdvance(feed);
  for (;;) {
    if (isCancelled()) throw new MediaError("cancelled");
    const feed = feeds.reduce((a, b) => (timeOf(b) < timeOf(a) ? b : a));
    const packet = feed.next;
    if (!packet) return;
    await feed.add(packet.clone({ timestamp: Math.max(0, packet.timestamp - start) }));
    onProgress(Math.min(1, (packet.timestamp - start) / (stop - start)));
    await feedAdvance(feed);
  }
}

/** @param {Feed} feed */
async function feedAdvance(feed) {
  const { value, done } = await feed.packets.next();
  feed.next = done ? null : /** @type {EncodedPacket} */ (value);
  if (!feed.next) feed.close();
}

/** @param {Feed} feed */
function timeOf({ next }) {
  return next ? next.timestamp : Number.POSITIVE_INFINITY;
}
