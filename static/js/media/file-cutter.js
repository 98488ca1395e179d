/*
 * Clips made by ffmpeg: out of files whose container only it reads (AVI, MPEG, FLV), and exact ones out of those whose
 * pictures the browser does not decode or cannot encode.
 */
import { MediaError } from "./errors.js";
import { fileSourceOpen } from "./slow-source.js";

/**
 * @typedef {import("./clip-format.js").ClipContainer} ClipContainer
 * @typedef {import("./cutter.worker.js").ClipMaker} ClipMaker
 */

/** @type {Record<string, ClipContainer>} by ffmpeg's name; MKV holds what others hold */
const CONTAINERS = { avi: "avi", flv: "flv" };
/** What MP4 holds beside H.264 and players play. */
const MP4_SOUNDS = ["aac", "mp3", "ac3", "eac3"];
/** Where the file does not say how many frames a second has. */
const FRAME_S = 0.04;
const PAST_END_S = 1;

/**
 * @param {File} file
 * @returns {Promise<ClipMaker>} rejects with a MediaError
 */
export async function fileCutterOpen(file) {
  const { firstTime, lastTime, facts, cut } = await fileSourceOpen(file);
  if (!cut) throw new MediaError("not_a_video");
  const frameSeconds = facts?.frameRate ? 1 / facts.frameRate : FRAME_S;
  const copied = CONTAINERS[cut.format] ?? "mkv";
  const encoded = cut.sounds.every((codec) => MP4_SOUNDS.includes(codec)) ? "mp4" : "mkv";
  return {
    container: copied,
    async plan({ start, stop }, isExact) {
      const { index } = cut;
      const from = Math.max(start, firstTime);
      const first = isExact ? await index.frameAt(from) : await index.keyBefore(from);
      const last = await index.frameAt(Math.min(stop, lastTime));
      if (!first || !last || start > lastTime + PAST_END_S) {
        throw new MediaError("nothing_to_cut", `${start}–${stop}`);
      }
      const points = { cutStart: first.time, cutStop: last.time + frameSeconds };
      const made = isExact
        ? /** @type {const} */ ({ way: "whole", container: encoded })
        : /** @type {const} */ ({ way: "lossless", container: copied });
      return { ...points, ...made, isByFfmpeg: true };
    },
    async write({ cutStart, cutStop, container, way }, target, onProgress) {
      const isEncoded = way !== "lossless";
      const key = isEncoded ? await cut.index.keyBefore(cutStart) : { time: cutStart };
      const clip = { key: key?.time ?? firstTime, start: cutStart, stop: cutStop, container, isEncoded };
      const writer = target.getWriter();
      /** @type {Promise<void>} */
      let written = Promise.resolve();
      try {
        await cut.write(clip, ({ position, data, seconds }) => {
          if (seconds !== undefined)
            return isEncoded && onProgress(Math.min(1, seconds / (cutStop - cutStart)));
          written = written.then(() => writer.write({ type: "write", position, data }));
          // heard below
          written.catch(() => {});
        });
        await written;
        await writer.close();
      } finally {
        writer.releaseLock();
      }
      return { hasLostTracks: false, way };
    },
    stop: cut.stop,
  };
}
