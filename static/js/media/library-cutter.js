/*
 * Clips out of files whose container the library reads. Packets are written as they come, so a clip may be larger than
 * the memory. Without loss they are copied as they are; an exact clip has new ones where it must (exact.js).
 */
import { Conversion, Output, StreamTarget } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { clipContainer, clipFormat } from "./clip-format.js";
import { cutPoints, JUST_BEFORE_S } from "./cut-points.js";
import { MediaError } from "./errors.js";
import { exactPackets, exactPlan, losslessPackets } from "./exact.js";
import { clipMux } from "./muxing.js";

/**
 * @typedef {import("./source.js").Video} Video
 * @typedef {import("./cutter.worker.js").ClipMaker} ClipMaker
 * @typedef {import("./cutter.worker.js").ClipOrder} ClipOrder
 */

/**
 * @param {Video} video
 * @param {() => Promise<import("./exact.js").Ability>} abilityOf what the browser can do with it; asked before the
 *   first exact clip
 * @returns {Promise<ClipMaker>}
 */
export async function libraryCutter(video, abilityOf) {
  const copied = await clipContainer(video);
  /** @type {Conversion | null} */
  let running = null;
  let isStopped = false;

  /** @type {ClipMaker["plan"]} */
  async function plan(segment, isExact) {
    if (!isExact)
      return { ...(await cutPoints(video, segment)), way: "lossless", container: copied, isByFfmpeg: false };
    const ability = await abilityOf();
    const { cutStart, cutStop, way } = await exactPlan(video, ability, segment);
    const container = way === "whole" ? await clipContainer(video, ability.whole?.codec) : copied;
    return { cutStart, cutStop, way, container, isByFfmpeg: false };
  }

  /** @type {ClipMaker["write"]} */
  async function write(clip, stream, onProgress) {
    const { container, cutStart, cutStop, way } = clip;
    const target = new StreamTarget(stream, { chunked: true });
    // looking ahead for frames before the end, the library loses its place in a transport stream
    if (way === "lossless" && video.container !== "ts")
      return { hasLostTracks: await copy(clip, target, onProgress), way };
    const pictures =
      way === "lossless"
        ? await losslessPackets(video, clip)
        : await exactPackets(video, await abilityOf(), { cutStart, cutStop, way });
    const hasLostTracks = await clipMux(video, pictures, {
      container,
      start: cutStart + video.origin,
      stop: cutStop + video.origin - JUST_BEFORE_S,
      target,
      onProgress,
      isCancelled: () => isStopped,
    });
    return { hasLostTracks, way: way === "lossless" ? way : pictures.way };
  }

  /**
   * @param {ClipOrder} clip
   * @param {StreamTarget} target
   * @param {(fraction: number) => void} onProgress
   * @returns {Promise<boolean>} whether a track could not be copied
   */
  async function copy({ container, cutStart, cutStop }, target, onProgress) {
    const { input, track, origin } = video;
    const output = new Output({ format: clipFormat(container), target });
    const trim = { start: cutStart + origin, end: cutStop + origin - JUST_BEFORE_S };
    const conversion = await Conversion.init({
      input,
      output,
      trim,
      copy: { mode: "forced" },
      showWarnings: false,
    });
    if (!conversion.isValid || !conversion.utilizedTracks.includes(track))
      throw new MediaError("cannot_copy");
    if (isStopped) throw new MediaError("cancelled");
    conversion.onProgress = onProgress;
    running = conversion;
    try {
      await conversion.execute();
    } finally {
      running = null;
    }
    return conversion.discardedTracks.length > 0;
  }

  return {
    container: copied,
    plan,
    write,
    stop() {
      isStopped = true;
      void running?.cancel();
    },
  };
}
