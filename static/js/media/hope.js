import { MediaError } from "./errors.js";

/** Frames that may fail before the video counts as undecodable, if none has succeeded. */
const HOPELESS_FRAMES = 60;

/** Whether a video can be decoded at all, as its frames tell one after another. */
export function hopeOpen() {
  let succeeded = 0;
  let failed = 0;
  return {
    /**
     * @param {boolean} isGood
     * @returns {boolean} whether to go on
     */
    add(isGood) {
      if (isGood) succeeded += 1;
      else failed += 1;
      return succeeded > 0 || failed < HOPELESS_FRAMES;
    },
    /** To be called at the end: throws a MediaError when there were frames and all have failed. */
    check() {
      if (succeeded === 0 && failed > 0) throw new MediaError("undecodable");
    },
  };
}
