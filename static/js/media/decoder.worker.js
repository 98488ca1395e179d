/*
 * Decodes the packets the sampler sends and answers with JPEGs. One decoder, one canvas, one queue:
 * whatever fails here costs its frames and is counted, never the video.
 */
import { chunkMake, isSilence, notSilent } from "./decoding.js";
import { errorMessage, MediaError } from "./errors.js";
import { pictureMakerOpen } from "./picture.js";
import { helperAttach } from "./workers.js";

/**
 * @typedef {object} PacketMessage
 * @property {ArrayBuffer} data
 * @property {number} timestampUs
 * @property {boolean} isKey
 * @property {number | null} wanted the pick's number, null when the packet is only decoded for a later one
 * @property {boolean} startsGroup nothing before it is needed to decode it
 *
 * @typedef {object} DecoderSetup
 * @property {VideoDecoderConfig} config
 * @property {import("./picture.js").PictureSetup} picture
 * @property {boolean} needsPrimer
 */

/** Frames held open at once: hardware decoders have few and stop when none comes back. */
const OPEN_FRAMES = 3;
const DECODE_QUEUE = 4;
/** How long the last frames may stay inside the decoder before they are flushed out. */
const IDLE_MS = 30;
/** A decoder that says nothing is opened anew; one that then says nothing either is given up. */
const MOST_SILENCES = 2;

/** @type {(PacketMessage | null)[]} null: the end of a group, nothing after it needs what was before */
const queue = [];
/** @type {Map<number, PacketMessage>} wanted packets that the decoder has, by timestamp */
const pending = new Map();
/** @type {(() => void)[]} */
let waiters = [];
let openFrames = 0;
/** @type {VideoDecoder | null} */
let decoder = null;
/** @type {PacketMessage | null} an IDR frame for streams whose other keyframes are recovery points only */
let primer = null;
let isPriming = false;
let groupPackets = 0;
/** More packets of the group will come, so a flush would cost the state they need. */
let isInGroup = false;
let isGroupLost = false;
/** Since the last picture. */
let silences = 0;

const post = helperAttach(({ data }) => {
  if (data.type === "start") {
    run(data.setup, data.primer).catch((error) => post(errorMessage(error)));
  } else {
    queue.push(data.type === "packet" ? data.packet : null);
    wake();
  }
});

/**
 * @param {DecoderSetup} setup
 * @param {PacketMessage} firstKey
 */
async function run(setup, firstKey) {
  primer = firstKey;
  isPriming = setup.needsPrimer;
  const pictures = pictureMakerOpen(setup.picture);
  const ctx = { config: setup.config, pictures };
  for (;;) {
    const packet = queue.shift();
    if (packet) await packetDecode(ctx, packet);
    else if (packet === null) await groupEnd(ctx);
    else if (pending.size > 0 && !isInGroup) await idleFlush(ctx);
    else await changed();
  }
}

/**
 * @typedef {{config: VideoDecoderConfig, pictures: ReturnType<typeof pictureMakerOpen>}} Context
 * @param {Context} ctx
 * @param {PacketMessage} packet
 */
async function packetDecode(ctx, packet) {
  if (decoder?.state === "closed") await recover(ctx, null);
  groupPackets = packet.startsGroup ? 1 : groupPackets + 1;
  if (packet.startsGroup) isGroupLost = false;
  isInGroup = true;
  try {
    if (isGroupLost) throw new MediaError("group_lost");
    await roomForFrame();
    decoderFeed(ctx, packet);
  } catch {
    await recover(ctx, packet);
  }
  post({ type: "consumed" });
}

/**
 * A keyframe alone comes out by itself; what was decoded through may still be waiting for later frames.
 * @param {Context} ctx
 */
async function groupEnd(ctx) {
  isInGroup = false;
  if (groupPackets < 2 || isGroupLost) return;
  try {
    await decoderFlush();
  } catch {
    await recover(ctx, null);
  }
}

/**
 * @param {Context} ctx
 * @param {PacketMessage} packet
 */
function decoderFeed(ctx, packet) {
  if (!decoder || decoder.state === "closed") decoder = decoderOpen(ctx);
  if (packet.wanted !== null) pending.set(packet.timestampUs, packet);
  decoder.decode(chunkMake(packet));
}

/**
 * @param {Context} ctx
 * @returns {VideoDecoder}
 */
function decoderOpen(ctx) {
  const opened = new VideoDecoder({ output: (frame) => frameTake(ctx, frame), error: wake });
  opened.ondequeue = wake;
  opened.configure(ctx.config);
  if (isPriming && primer) opened.decode(chunkMake(primer));
  return opened;
}

/**
 * @param {Context} ctx
 * @param {VideoFrame} frame
 */
function frameTake(ctx, frame) {
  const packet = pending.get(frame.timestamp);
  if (!packet || packet.wanted === null) {
    frame.close();
  } else {
    pending.delete(frame.timestamp);
    openFrames += 1;
    pictureMake(ctx, frame, packet.wanted);
  }
  wake();
}

let pictureTurn = Promise.resolve();

/**
 * One picture at a time, since they share a canvas.
 * @param {Context} ctx
 * @param {VideoFrame} frame
 * @param {number} wanted
 */
function pictureMake(ctx, frame, wanted) {
  pictureTurn = pictureTurn.then(async () => {
    try {
      const jpeg = await listen(ctx.pictures.jpeg(frame));
      silences = 0;
      post({ type: "frame", wanted, jpeg, way: ctx.pictures.way() }, { transfer: [jpeg] });
    } catch (error) {
      frame.close();
      failedPost(wanted, error);
    }
    openFrames -= 1;
    wake();
  });
}

async function roomForFrame() {
  while (openFrames >= OPEN_FRAMES || (decoder && decoder.decodeQueueSize >= DECODE_QUEUE)) {
    if (decoder?.state === "closed") throw new MediaError("decoder_failed");
    await listen(changed());
  }
}

/** @param {Context} ctx */
async function idleFlush(ctx) {
  await Promise.race([changed(), new Promise((resolve) => setTimeout(resolve, IDLE_MS))]);
  if (queue.length > 0 || pending.size === 0 || openFrames > 0) return;
  try {
    await decoderFlush();
  } catch {
    await recover(ctx, null);
  }
}

/** Whatever is still pending afterwards went in and never came out. */
async function decoderFlush() {
  if (!decoder || decoder.state === "closed") throw new MediaError("decoder_failed");
  await listen(decoder.flush());
  if (pending.size > 0) throw new MediaError("frames_missing");
  // after a flush only an IDR frame may follow
  if (isPriming) decoderClose();
}

/**
 * The decoder failed on one of the pending packets. Keyframes stand alone and are tried again, one by one.
 * @param {Context} ctx
 * @param {PacketMessage | null} packet the one that was being fed
 */
async function recover(ctx, packet) {
  const lost = new Set(pending.values());
  if (packet && packet.wanted !== null) lost.add(packet);
  pending.clear();
  decoderClose();
  isGroupLost = true;
  for (const each of lost) {
    if (!each.startsGroup || !(await keyRetry(ctx, each))) failedPost(each.wanted, "not decodable");
  }
  // the packets that follow in this group need the state that is gone
  decoderClose();
}

/**
 * @param {Context} ctx
 * @param {PacketMessage} packet
 * @returns {Promise<boolean>}
 */
async function keyRetry(ctx, packet) {
  for (const isPrimed of new Set([isPriming, true])) {
    const wasPriming = isPriming;
    isPriming = isPrimed;
    try {
      decoderFeed(ctx, packet);
      await listen(/** @type {VideoDecoder} */ (decoder).flush());
    } catch {
      decoderClose();
    }
    if (!pending.delete(packet.timestampUs)) return true;
    isPriming = wasPriming;
  }
  return false;
}

/**
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 * @template T
 */
async function listen(work) {
  try {
    return await notSilent(work);
  } catch (error) {
    if (isSilence(error)) silences += 1;
    if (silences >= MOST_SILENCES) post(errorMessage(new MediaError("decoder_silent")));
    throw error;
  }
}

function decoderClose() {
  if (decoder && decoder.state !== "closed") decoder.close();
  decoder = null;
}

/**
 * @param {number | null} wanted
 * @param {unknown} reason
 */
function failedPost(wanted, reason) {
  post({ type: "failed", wanted, reason: String(reason) });
}

/** @returns {Promise<void>} */
function changed() {
  return new Promise((resolve) => waiters.push(resolve));
}

function wake() {
  const woken = waiters;
  waiters = [];
  for (const waiter of woken) waiter();
}
