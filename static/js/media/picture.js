import { MOST_ROWS, pictureSize, shrinkerOpen } from "./shrink.js";

/** Frames timed with each way of shrinking before the faster one is kept. */
const TRIAL_FRAMES = 6;

/**
 * @typedef {object} PictureSetup
 * @property {number} width of the JPEG
 * @property {number} height
 * @property {0 | 90 | 180 | 270} rotation clockwise, as the container has it
 * @property {boolean} isFlipped left to right, after the rotation
 * @property {number} quality 0..1
 */

/** Of frames that are sent. */
const SAMPLE_QUALITY = 0.8;

/**
 * @param {import("./track-config.js").Shape} shape of the video
 * @param {number} longestSide of the JPEG
 * @param {number} [quality]
 * @returns {PictureSetup}
 */
export function pictureSetup({ width, height, rotation, isFlipped }, longestSide, quality = SAMPLE_QUALITY) {
  return { ...pictureSize(width, height, longestSide), rotation, isFlipped, quality };
}

/**
 * Frames to JPEGs. The shrinking is done on the Y, U and V planes where the browser gives them, since a
 * frame drawn on a canvas is converted to RGBA at its full size first; with hardware decoding the canvas may
 * still be faster, so the first frames are timed both ways.
 * @param {PictureSetup} setup
 * @returns {{jpeg(frame: VideoFrame): Promise<ArrayBuffer>, way(): string}} jpeg closes the frame
 */
export function pictureMakerOpen(setup) {
  const isSideways = setup.rotation % 180 === 90;
  const size = {
    width: isSideways ? setup.height : setup.width,
    height: isSideways ? setup.width : setup.height,
  };
  // shrunk planes are in the memory already; a frame that a GPU has decoded may be drawn there
  const planes = canvasOpen(setup, size, true);
  const canvas = canvasOpen(setup, size, false);
  const toPixels = pixelsOpen(size);
  const isUpright = setup.rotation === 0 && !setup.isFlipped;
  const shrinker = shrinkerOpen();
  const trial = trialOpen(/** @type {const} */ (["planes", "canvas"]), TRIAL_FRAMES);

  /** @param {VideoFrame} frame closed here */
  function draw(frame) {
    canvas.drawImage(frame, 0, 0, size.width, size.height);
    frame.close();
    return canvas.canvas;
  }

  /** @param {import("./shrink.js").Shrinker} shrinker @param {VideoFrame} frame closed here */
  async function shrink(shrinker, frame) {
    const small = await frameShrink(shrinker, frame, size);
    const pixels = await toPixels(small);
    const isDone = pixels && isUpright;
    if (!isDone) planes.drawImage(pixels ?? small, 0, 0, size.width, size.height);
    small.close();
    return isDone ? pixels : planes.canvas;
  }
  return {
    way: trial.choice,
    async jpeg(frame) {
      const way = shrinker && hasPlanes(frame, size) ? trial.choice() : "canvas";
      const started = performance.now();
      const picture = shrinker && way === "planes" ? await shrink(shrinker, frame) : draw(frame);
      const blob = await picture.convertToBlob({ type: "image/jpeg", quality: setup.quality });
      trial.add(way, performance.now() - started);
      return blob.arrayBuffer();
    },
  };
}

/**
 * Drawing a frame on a canvas costs a copy of it that the browser keeps until it collects garbage, of which it sees no
 * need: hundreds of megabytes. Pixels that are put there cost none.
 * @param {{width: number, height: number}} size
 * @returns {(frame: VideoFrame) => Promise<OffscreenCanvas | null>} null where the browser does not give RGBA
 */
function pixelsOpen(size) {
  const pixels = new ImageData(size.width, size.height);
  const context = canvasOpen({ ...size, rotation: 0, isFlipped: false, quality: 1 }, size, true);
  let canCopy = true;
  return async (frame) => {
    try {
      // a browser that does not know the format would copy another one
      canCopy &&= frame.allocationSize({ format: "RGBA" }) === pixels.data.length;
      if (canCopy) await frame.copyTo(pixels.data, { format: "RGBA" });
    } catch {
      canCopy = false;
    }
    if (!canCopy) return null;
    context.putImageData(pixels, 0, 0);
    return context.canvas;
  };
}

/**
 * Alternates between ways until each has been timed, then keeps the fastest. The first half of the timings does
 * not count: JavaScript is slow until it is compiled.
 * @template {string} Way
 * @param {readonly Way[]} ways
 * @param {number} count
 */
export function trialOpen(ways, count) {
  /** @type {Map<Way, number[]>} */
  const times = new Map(ways.map((way) => [way, []]));
  /** @type {Way | null} */
  let best = null;
  const timesOf = (/** @type {Way} */ way) => times.get(way) ?? [];
  return {
    /** @returns {Way} */
    choice() {
      return best ?? ways.reduce((a, b) => (timesOf(b).length < timesOf(a).length ? b : a));
    },
    add(/** @type {Way} */ way, /** @type {number} */ milliseconds) {
      if (best) return;
      timesOf(way).push(milliseconds);
      if (ways.every((each) => timesOf(each).length >= count)) best = fastest(times);
    },
  };
}

/**
 * @template {string} Way
 * @param {Map<Way, number[]>} times
 */
function fastest(times) {
  const median = (/** @type {number[]} */ list) => {
    const warm = list.slice(list.length >> 1).sort((a, b) => a - b);
    return warm[warm.length >> 1];
  };
  return [...times].reduce((a, b) => (median(b[1]) < median(a[1]) ? b : a))[0];
}

/**
 * @param {PictureSetup} setup
 * @param {{width: number, height: number}} size before the rotation
 * @param {boolean} willReadFrequently
 */
function canvasOpen({ width, height, rotation, isFlipped }, size, willReadFrequently) {
  const context = new OffscreenCanvas(width, height).getContext("2d", { alpha: false, willReadFrequently });
  if (!context) throw new Error("This browser has no 2d canvas in workers.");
  context.imageSmoothingQuality = "medium";
  context.translate(width / 2, height / 2);
  if (isFlipped) context.scale(-1, 1);
  context.rotate((rotation * Math.PI) / 180);
  context.translate(-size.width / 2, -size.height / 2);
  return context;
}

/**
 * @param {VideoFrame} frame
 * @param {{width: number, height: number}} size
 */
function hasPlanes(frame, size) {
  const rect = frame.visibleRect;
  if (!rect || rect.width < size.width || rect.height < size.height) return false;
  if (rect.height > (MOST_ROWS - 1) * size.height) return false;
  return frame.format === "I420" || frame.format === "NV12";
}

/**
 * @param {import("./shrink.js").Shrinker} shrinker
 * @param {VideoFrame} frame closed here
 * @param {{width: number, height: number}} size
 * @returns {Promise<VideoFrame>}
 */
async function frameShrink(shrinker, frame, { width, height }) {
  const layouts = await frame.copyTo(shrinker.source(frame.allocationSize()));
  const planes = sourcePlanes(frame, layouts);
  const colorSpace = frame.colorSpace.toJSON();
  frame.close();
  const chroma = halved({ width, height });
  const small = shrinker.shrink(planes, [{ width, height }, chroma, chroma]);
  return new VideoFrame(small, {
    format: "I420",
    codedWidth: width,
    codedHeight: height,
    timestamp: 0,
    colorSpace,
  });
}

/**
 * @param {VideoFrame} frame
 * @param {PlaneLayout[]} layouts
 * @returns {import("./shrink.js").Plane[]} Y, U and V
 */
function sourcePlanes(frame, layouts) {
  const size = /** @type {DOMRectReadOnly} */ (frame.visibleRect);
  const chroma = halved(size);
  const y = { ...layouts[0], step: 1, width: size.width, height: size.height };
  if (frame.format === "I420") {
    return [y, { ...chroma, ...layouts[1], step: 1 }, { ...chroma, ...layouts[2], step: 1 }];
  }
  const { offset, stride } = layouts[1];
  return [y, { ...chroma, offset, stride, step: 2 }, { ...chroma, offset: offset + 1, stride, step: 2 }];
}

/** @param {{width: number, height: number}} size */
function halved({ width, height }) {
  return { width: (width + 1) >> 1, height: (height + 1) >> 1 };
}
