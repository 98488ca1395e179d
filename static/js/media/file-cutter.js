/*
 * Clips out of files whose container only ffmpeg reads (AVI, MPEG, FLV): copied from the keyframe before the segment.
 */
import { MediaError } from "./errors.js";
import { fileSourceOpen } from "./slow-source.js";

/**
 * @typedef {object} FileCutter
 * @property {import("./clip-format.js").ClipContainer} container of the clips
 * @property {(segment: {start: number, stop: number}) => Promise<import("./cut-points.js").CutPoints>} points
 * @property {(clip: import("./cutter.worker.js").ClipOrder, target: FileSystemWritableFileStream) => Promise<void>} write
 */

/** @type {Record<string, import("./clip-format.js").ClipContainer>} by ffmpeg's name; MKV holds what others hold */
const CONTAINERS = { avi: "avi", flv: "flv" };
/** Where the file does not say how many frames a second has. */
const FRAME_S = 0.04;
const PAST_END_S = 1;

/**
 * @param {File} file
 * @returns {Promise<FileCutter>} rejects with a MediaError
 */
export async function fileCutterOpen(file) {
  const { firstTime, lastTime, facts, cut } = await fileSourceOpen(file);
  if (!cut) throw new MediaError("not_a_video");
  const frameSeconds = facts?.frameRate ? 1 / facts.frameRate : FRAME_S;
  return {
    container: CONTAINERS[cut.format] ?? "mkv",
    async points({ start, stop }) {
      const key = await cut.index.keyBefore(Math.max(start, firstTime));
      const last = await cut.index.frameAt(Math.min(stop, lastTime));
      if (!key || !last || start > lastTime + PAST_END_S) {
        throw new MediaError("nothing_to_cut", `${start}–${stop}`);
      }
      return { cutStart: key.time, cutStop: last.time + frameSeconds };
    },
    async write(clip, target) {
      /** @type {Promise<void>} */
      let written = Promise.resolve();
      await cut.write(clip, ({ position, data }) => {
        written = written.then(() => target.write({ type: "write", position, data }));
        // heard below
        written.catch(() => {});
      });
      await written;
      await target.close();
    },
  };
}
