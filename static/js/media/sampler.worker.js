/*
 * Samples and uploads one video: opens the file once, plans which frames to take, hands their packets to
 * the decoder workers, packs the JPEGs into chunks and sends these. Terminating it frees everything.
 */
import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { chunkCollectorOpen } from "./chunks.js";
import { decoderPoolOpen, WORKER_SILENCE_MS } from "./decoder-pool.js";
import { isSilence, notSilent } from "./decoding.js";
import { demuxOpen, packetMessage } from "./demux.js";
import { errorMessage, MediaError } from "./errors.js";
import { hopeOpen } from "./hope.js";
import { rungOpen } from "./ladder.js";
import { lanesRun } from "./lanes.js";
import { pictureSetup } from "./picture.js";
import { CHUNK_FRAMES, chunkCount, chunkPlan, pickGroups, targetCount } from "./plan.js";
import { progressOpen } from "./progress.js";
import { trackShape } from "./track-config.js";
import { uploaderOpen } from "./upload.js";

/**
 * @typedef {import("./plan.js").Pick} Pick
 * @typedef {import("./source.js").Video} Video
 * @typedef {import("./progress.js").Progress} Progress
 * @typedef {import("./ladder.js").Rung} Rung
 * @typedef {ReturnType<typeof chunkCollectorOpen>} Collector
 *
 * @typedef {object} SamplerStart
 * @property {File} file
 * @property {{user_request_uid: string, img_size: number, interval: number}} request
 * @property {number[]} receivedChunks
 * @property {string} csrfToken
 * @property {number} decoders
 */

/** How often the server may say that chunks are missing. */
const ROUNDS = 5;

self.onmessage = async ({ data }) => {
  try {
    const chunks = await sample(data);
    self.postMessage({ type: "done", chunks });
  } catch (error) {
    self.postMessage(errorMessage(error));
  }
};

/**
 * @param {SamplerStart} start
 * @returns {Promise<number>} the number of chunks
 */
async function sample(start) {
  const { interval } = start.request;
  const received = new Set(start.receivedChunks);
  const rung = await rungOpen(start.file, { interval });
  try {
    return await rungSample({ start, rung, received });
  } catch (error) {
    if (rung.slow || !isSilence(error)) throw error;
    rung.video.input.dispose();
    return await rungSample({
      start,
      rung: await rungOpen(start.file, { interval, isSilent: true }),
      received,
    });
  }
}

/**
 * @param {{start: SamplerStart, rung: Rung, received: Set<number>}} work received: the chunks that the server has
 * @returns {Promise<number>} the number of chunks
 */
async function rungSample({ start, rung, received }) {
  const { interval } = start.request;
  const { lastTime } = rung.slow ?? rung.index;
  const total = chunkCount(lastTime, interval);
  const progress = progressOpen(targetCount(lastTime, interval), (state) =>
    self.postMessage({ type: "progress", progress: { ...state, way: rung.way } }),
  );
  progress.received([...received].filter((chunk) => chunk < total).length);
  let missing = Array.from({ length: total }, (_, chunk) => chunk).filter((chunk) => !received.has(chunk));
  for (let round = 0; round < ROUNDS; round += 1) {
    const uploader = await chunksSend({ start, rung, progress, missing, received });
    missing = await uploader.finish(total);
    if (missing.length > 0) continue;
    progress.flush();
    return total;
  }
  throw new MediaError("refused", `chunks ${missing} are missing although they were sent`);
}

/**
 * @param {{start: SamplerStart, rung: Rung, progress: Progress, missing: number[], received: Set<number>}} work
 */
async function chunksSend({ start, rung, progress, missing, received }) {
  const uploader = uploaderOpen(
    { uid: start.request.user_request_uid, csrfToken: start.csrfToken },
    {
      onStage: progress.stage,
      onAhead: progress.ahead,
      onSent: progress.sent,
      onStored(chunk) {
        received.add(chunk.index);
        collector.uploaded(chunk.index);
        progress.uploaded(chunk);
      },
    },
  );
  const shape = rung.slow ? rung.slow.shape : await trackShape(rung.video.track);
  const picture = pictureSetup(shape, start.request.img_size);
  const collector = chunkCollectorOpen({ onChunk: uploader.push, emptyPicture: () => blankJpeg(picture) });
  const work = { start, picture, collector, progress, missing, broken: uploader.broken };
  const sent = () => Promise.race([uploader.idle(), uploader.broken]);
  try {
    if (rung.slow) await slowRun(rung.slow, work);
    else await fastRun(rung, work);
  } catch (error) {
    // what is complete need not be sampled again
    if (isSilence(error)) await sent();
    throw error;
  }
  await sent();
  return uploader;
}

/**
 * @typedef {object} Work
 * @property {SamplerStart} start
 * @property {import("./picture.js").PictureSetup} picture
 * @property {Collector} collector
 * @property {Progress} progress
 * @property {number[]} missing
 * @property {Promise<unknown>} broken rejects when the server takes no more
 *
 * @param {import("./ladder.js").FastRung} rung
 * @param {Work} work
 */
async function fastRun({ video, index, config, needsPrimer }, work) {
  const { start, picture, collector, progress, missing } = work;
  const setup = { config, picture, needsPrimer };
  const picks = plannedPicks({ index, interval: start.request.interval, missing, collector, progress });
  const pool = await poolOpen({ start, video, setup, collector, progress });
  const unbroken = (/** @type {Promise<unknown>} */ part) => Promise.race([part, pool.broken, work.broken]);
  try {
    const demux = demuxOpen(video, config);
    const groups = pickGroups(picks);
    const lanes = pool.lanes.map((lane) => laneRun({ lane, groups, demux, collector, pool }));
    await unbroken(Promise.all(lanes));
    await unbroken(pool.settled());
  } finally {
    pool.close();
  }
}

/**
 * @param {import("./slow-source.js").SlowSource} slow
 * @param {Work} work
 */
async function slowRun(slow, { start, picture, collector, progress, missing, broken }) {
  const { interval } = start.request;
  const targets = targetCount(slow.lastTime, interval);
  await lanesRun(
    { slow, count: start.decoders, interval, picture, missing, broken },
    {
      async onPlan(chunk, picks) {
        chunkPlanned({ chunk, picks, targets, interval, collector, progress });
        await collector.room(chunk);
      },
      async onTaken({ pick, jpeg }) {
        progress.sampled(jpeg !== null);
        await collector.add(pick, jpeg);
      },
    },
  );
}

/**
 * @param {{index: import("./plan.js").FrameIndex, interval: number, missing: number[],
 *   collector: ReturnType<typeof chunkCollectorOpen>, progress: import("./progress.js").Progress}} work
 */
async function* plannedPicks({ index, interval, missing, collector, progress }) {
  const targets = targetCount(index.lastTime, interval);
  for (const chunk of missing) {
    const picks = await chunkPlan(index, interval, chunk);
    chunkPlanned({ chunk, picks, targets, interval, collector, progress });
    yield* picks;
  }
}

/**
 * @param {{chunk: number, picks: Pick[], targets: number, interval: number, collector: Collector,
 *   progress: Progress}} planned
 */
function chunkPlanned({ chunk, picks, targets, interval, collector, progress }) {
  collector.plan(chunk, picks, Math.round(chunk * CHUNK_FRAMES * interval * 1000));
  progress.planned(picks.length - Math.min(CHUNK_FRAMES, targets - chunk * CHUNK_FRAMES));
}

/**
 * One lane per decoder takes group after group and feeds it, so that long groups run beside each other.
 * @param {{lane: import("./decoder-pool.js").Lane, groups: AsyncGenerator<import("./plan.js").Group, void>,
 *   demux: ReturnType<typeof demuxOpen>, collector: ReturnType<typeof chunkCollectorOpen>,
 *   pool: Awaited<ReturnType<typeof poolOpen>>}} work
 */
async function laneRun({ lane, groups, demux, collector, pool }) {
  for (;;) {
    const { value: group, done } = await groups.next();
    if (done || !group) return;
    const left = new Set(group.picks);
    try {
      for await (const { message, pick } of demux.packets(group)) {
        if (pick) {
          await collector.room(pick.chunk);
          left.delete(pick);
          message.wanted = pool.expect(pick);
        }
        await lane.send(message);
      }
    } catch (error) {
      if (error instanceof MediaError) throw error;
      // a damaged place in the file
    }
    lane.endGroup();
    for (const pick of left) pool.skip(pick);
  }
}

/**
 * @param {{start: SamplerStart, video: Video, setup: import("./decoder.worker.js").DecoderSetup,
 *   collector: ReturnType<typeof chunkCollectorOpen>, progress: import("./progress.js").Progress}} work
 */
async function poolOpen({ start, video, setup, collector, progress }) {
  /** @type {Map<number, Pick>} */
  const expected = new Map();
  let number = 0;
  const hope = hopeOpen();
  /** @type {(error: unknown) => void} */
  let breakPool = () => {};
  let wake = () => {};
  const broken = new Promise((_, reject) => {
    breakPool = reject;
  });
  broken.catch(() => {});

  /**
   * @param {Pick | undefined} pick
   * @param {ArrayBuffer | null} jpeg
   */
  function resolve(pick, jpeg) {
    if (!pick) return;
    progress.sampled(jpeg !== null);
    if (!hope.add(jpeg !== null)) breakPool(new MediaError("undecodable"));
    collector.add(pick, jpeg).catch(breakPool);
    wake();
  }

  /**
   * @param {number} wanted
   * @param {ArrayBuffer | null} jpeg
   */
  function take(wanted, jpeg) {
    const pick = expected.get(wanted);
    expected.delete(wanted);
    resolve(pick, jpeg);
  }

  const firstKey = await new EncodedPacketSink(video.track).getFirstKeyPacket();
  if (!firstKey) throw new MediaError("undecodable", "no keyframe");
  const pool = decoderPoolOpen(start.decoders, setup, packetMessage(firstKey, true), {
    onFrame: take,
    onFailed: (wanted) => take(wanted, null),
    onBroken: breakPool,
  });
  return {
    ...pool,
    broken,
    /** @param {Pick} pick */
    expect(pick) {
      number += 1;
      expected.set(number, pick);
      return number;
    },
    /** @param {Pick} pick */
    skip: (pick) => resolve(pick, null),
    async settled() {
      while (expected.size > 0) {
        const answer = new Promise((done) => {
          wake = () => done(undefined);
        });
        await notSilent(answer, WORKER_SILENCE_MS);
      }
      hope.check();
    },
  };
}

/** @param {import("./picture.js").PictureSetup} setup */
async function blankJpeg({ width, height, quality }) {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d", { alpha: false });
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
  return blob.arrayBuffer();
}
