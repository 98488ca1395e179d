import { notSilent } from "./decoding.js";
import { MediaError } from "./errors.js";
import { workerAsk } from "./worker-ask.js";
import { helperStart } from "./workers.js";

/** A piece takes seconds; a decoder caught in damaged data would take for ever. */
const SILENCE_MS = 180_000;

/**
 * @typedef {{timeMs: number, jpeg: ArrayBuffer}} Picture
 * @typedef {import("./picture.js").PictureSetup} PictureSetup
 *
 * @typedef {object} Ffmpeg
 * @property {() => Promise<any>} facts
 * @property {(options: {from: number | null, to: number | null, stream: number}) =>
 *   Promise<{times: Float64Array, keys: Uint8Array}>} packets
 * @property {(options: {spans: {key: number, last: number}[], stream: number, seekFrom: number | null,
 *   wanted: number[] | null, picture: PictureSetup}) => Promise<Picture[]>} filePictures
 * @property {(options: {piece: ArrayBuffer, wanted: number[] | null, picture: PictureSetup}) =>
 *   Promise<Picture[]>} piecePictures
 * @property {(options: ClipWish, onProgress: (progress: ClipProgress) => void) => Promise<void>} clip
 * @property {() => void} stop what it does now: that rejects with the code `cancelled`
 * @property {() => void} close
 *
 * @typedef {{stream: number, seekFrom: number | null, start: number, stop: number, container: string,
 *   isEncoded: boolean}} ClipWish
 * @typedef {object} ClipProgress
 * @property {number} [seconds] of an encoded clip that are done
 * @property {number} [position] of a piece of the file
 * @property {Uint8Array<ArrayBuffer>} [data] the piece
 */

/**
 * @param {Blob | null} file to be read by ffmpeg itself
 * @returns {Promise<Ffmpeg>} rejects with a MediaError: `no_ffmpeg` where it is not installed
 */
export async function ffmpegOpen(file) {
  let worker = ffmpegStart();
  let isOpen = false;
  /** @type {Promise<unknown>} */
  let turn = Promise.resolve();
  let stop = () => {};

  /** @param {[string, any, import("./worker-ask.js").Asking?][]} commands */
  async function answersGet(commands) {
    if (!isOpen) await ask(worker, "open", { file });
    isOpen = true;
    let answer;
    for (const [command, options, how] of commands) answer = await ask(worker, command, options, how);
    return /** @type {any} */ (answer);
  }

  /**
   * A crash leaves ffmpeg's memory in any state, so the next command starts another one.
   * @param {[string, any, import("./worker-ask.js").Asking?][]} commands run together
   */
  async function askNow(commands) {
    const stopped = new Promise((_, reject) => {
      stop = () => reject(new MediaError("cancelled"));
    });
    try {
      return await Promise.race([answersGet(commands), stopped]);
    } catch (error) {
      worker.terminate();
      worker = ffmpegStart();
      isOpen = false;
      throw error;
    }
  }

  /** @param {[string, any, import("./worker-ask.js").Asking?][]} commands */
  function inTurn(...commands) {
    const answer = turn.then(() => askNow(commands));
    turn = answer.catch(() => {});
    return answer;
  }

  await inTurn().catch((error) => {
    worker.terminate();
    throw error;
  });
  return {
    facts: () => inTurn(["facts", null]),
    packets: (options) => inTurn(["packets", options]),
    filePictures: (options) => inTurn(["extract", options], ["pictures", options]),
    piecePictures: ({ piece, ...options }) =>
      inTurn(["load", { piece }, { transfer: [piece] }], ["pictures", options]),
    clip: (options, onProgress) => inTurn(["clip", options, { onProgress }]),
    stop: () => stop(),
    close: () => worker.terminate(),
  };
}

function ffmpegStart() {
  return helperStart(new URL("./ffmpeg.worker.js", import.meta.url));
}

/**
 * @param {import("./workers.js").Helper} worker
 * @param {string} command
 * @param {any} options
 * @param {import("./worker-ask.js").Asking} [how]
 */
async function ask(worker, command, options, how) {
  const life = { heard: 0 };
  const onProgress = (/** @type {any} */ progress) => {
    life.heard += 1;
    how?.onProgress?.(progress);
  };
  const answer = workerAsk(worker, { command, options }, { ...how, onProgress });
  try {
    return await notSilent(answer, SILENCE_MS, life);
  } catch (error) {
    const { code, detail } = /** @type {MediaError} */ (error);
    if (code === "decoder_silent") throw new MediaError(code, command);
    throw code === "unexpected" ? new MediaError("decoder_failed", detail) : error;
  }
}
