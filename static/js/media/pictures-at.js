/*
 * Pictures of a video at given times, whichever way its frames are had (ladder.js).
 */
import { framesAtOpen, picksMake } from "./frames-at.js";
import { rungOpen } from "./ladder.js";
import { pictureMakerOpen } from "./picture.js";
import { pickGroups } from "./plan.js";
import { trackShape } from "./track-config.js";

/**
 * @typedef {import("./picture.js").PictureSetup} PictureSetup
 *
 * @typedef {object} Picture either of the two may be asked for, once
 * @property {() => Promise<ArrayBuffer>} jpeg
 * @property {() => Promise<VideoFrame | ImageBitmap>} image to be closed
 * @property {() => void} drop instead of both
 */

/**
 * @template {{time: number}} Moment seconds
 * @typedef {{moment: Moment, time: number, picture: Picture | null}} MomentPicture time: of the frame, in seconds;
 *   picture: null where it could not be decoded
 */

/**
 * Of full size, upright.
 * @param {File} file
 * @param {{quality: number, spans: import("./mp4-thin.js").Span[]}} options spans: all times that will be asked for
 */
export async function picturesAtOpen(file, { quality, spans }) {
  const needed = { gap: Number.POSITIVE_INFINITY, spans };
  const rung = await rungOpen(file, { interval: 0, needed });
  const shape = rung.slow ? rung.slow.shape : await trackShape(rung.video.track);
  const setup = { ...shape, quality };
  const picturesAt = rung.slow
    ? (await slowPicturesOpen(rung.slow, setup)).picturesAt
    : await fastPicturesOpen(rung, setup);
  return { width: shape.width, height: shape.height, picturesAt };
}

/**
 * @param {import("./ladder.js").FastRung} rung
 * @param {PictureSetup} setup
 */
async function fastPicturesOpen({ video, config, index }, setup) {
  const framesAt = await framesAtOpen(video, config, index);
  const maker = pictureMakerOpen(setup);

  /**
   * @template {{time: number}} Moment
   * @param {readonly Moment[]} moments
   * @returns {AsyncGenerator<MomentPicture<Moment>, void, undefined>} as of framesAt
   */
  return async function* picturesAt(moments) {
    for await (const { moment, time, frame } of framesAt(moments)) {
      const picture = frame && {
        jpeg: () => maker.jpeg(frame),
        image: async () => frame,
        drop: () => frame.close(),
      };
      yield { moment, time, picture };
    }
  };
}

/**
 * @param {import("./slow-source.js").SlowSource} slow
 * @param {PictureSetup} setup
 */
export async function slowPicturesOpen(slow, setup) {
  const lane = await slow.laneOpen(1, setup);

  /**
   * @template {{time: number}} Moment
   * @param {readonly Moment[]} moments
   * @returns {AsyncGenerator<MomentPicture<Moment>, void, undefined>} in the order of time
   */
  async function* picturesAt(moments) {
    /** @type {Map<import("./plan.js").Pick, Moment>} */
    const wanted = new Map();
    for await (const { picks } of pickGroups(picksMake(lane.index, moments, wanted))) {
      for await (const piece of lane.pictures(picks)) {
        for (const { pick, jpeg } of piece) {
          const moment = /** @type {Moment} */ (wanted.get(pick));
          wanted.delete(pick);
          yield { moment, time: pick.frame.time, picture: jpeg && pictureOf(jpeg) };
        }
      }
    }
  }
  return { index: lane.index, picturesAt };
}

/**
 * @param {ArrayBuffer} jpeg
 * @returns {Picture}
 */
function pictureOf(jpeg) {
  return {
    jpeg: async () => jpeg,
    image: () => createImageBitmap(new Blob([jpeg], { type: "image/jpeg" })),
    drop() {},
  };
}
