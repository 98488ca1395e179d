import { planeShrink } from "./shrink.js";

/** Frames timed with each way of shrinking before the faster one is kept. */
const TRIAL_FRAMES = 12;

/**
 * @typedef {object} PictureSetup
 * @property {number} width of the JPEG
 * @property {number} height
 * @property {0 | 90 | 180 | 270} rotation clockwise, as the container has it
 * @property {boolean} isFlipped left to right, after the rotation
 * @property {number} quality 0..1
 */

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
  const contexts = { planes: canvasOpen(setup, size, true), canvas: canvasOpen(setup, size, false) };
  const trial = trialOpen(/** @type {const} */ (["planes", "canvas"]), TRIAL_FRAMES);
  return {
    way: trial.choice,
    async jpeg(frame) {
      const way = hasPlanes(frame, size) ? trial.choice() : "canvas";
      const started = performance.now();
      const context = contexts[way];
      const image = way === "planes" ? await frameShrink(frame, size) : frame;
      context.drawImage(image, 0, 0, size.width, size.height);
      image.close();
      const blob = await context.canvas.convertToBlob({ type: "image/jpeg", quality: setup.quality });
      trial.add(way, performance.now() - started);
      return blob.arrayBuffer();
    },
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
  return frame.format === "I420" || frame.format === "NV12";
}

/**
 * @param {VideoFrame} frame closed here
 * @param {{width: number, height: number}} size
 * @returns {Promise<VideoFrame>}
 */
async function frameShrink(frame, size) {
  const data = planesBuffer(frame.allocationSize());
  const layouts = await frame.copyTo(data);
  const sources = sourcePlanes(frame, data, layouts);
  const colorSpace = frame.colorSpace.toJSON();
  frame.close();
  const { targets, small } = targetPlanes(size);
  for (const [index, source] of sources.entries()) planeShrink(source, targets[index]);
  const { width: codedWidth, height: codedHeight } = size;
  return new VideoFrame(small, { format: "I420", codedWidth, codedHeight, timestamp: 0, colorSpace });
}

let buffer = new Uint8Array(0);

/** @param {number} size */
function planesBuffer(size) {
  if (buffer.length < size) buffer = new Uint8Array(size);
  return buffer;
}

/**
 * @param {VideoFrame} frame
 * @param {Uint8Array} data
 * @param {PlaneLayout[]} layouts
 * @returns {import("./shrink.js").Plane[]} Y, U and V
 */
function sourcePlanes(frame, data, layouts) {
  const { width, height } = /** @type {DOMRectReadOnly} */ (frame.visibleRect);
  const chroma = { data, width: (width + 1) >> 1, height: (height + 1) >> 1 };
  const y = { data, ...layouts[0], step: 1, width, height };
  if (frame.format === "I420") {
    return [y, { ...chroma, ...layouts[1], step: 1 }, { ...chroma, ...layouts[2], step: 1 }];
  }
  const { offset, stride } = layouts[1];
  return [y, { ...chroma, offset, stride, step: 2 }, { ...chroma, offset: offset + 1, stride, step: 2 }];
}

/** @param {{width: number, height: number}} size */
function targetPlanes({ width, height }) {
  const chromaWidth = (width + 1) >> 1;
  const chromaHeight = (height + 1) >> 1;
  const lumaBytes = width * height;
  const chromaBytes = chromaWidth * chromaHeight;
  const small = new Uint8Array(lumaBytes + 2 * chromaBytes);
  const chroma = { data: small, stride: chromaWidth, step: 1, width: chromaWidth, height: chromaHeight };
  const y = { data: small, offset: 0, stride: width, step: 1, width, height };
  const targets = [y, { ...chroma, offset: lumaBytes }, { ...chroma, offset: lumaBytes + chromaBytes }];
  return { targets, small };
}
