/*
 * The pictures of a dataset pack and what was seen in them, as COCO has it (https://cocodataset.org/#format-data):
 * the file that CVAT's reader (Datumaro) and FiftyOne look for. Each picture is listed, also those without boxes.
 */
import { clockAt } from "../clock/clock.js";

/**
 * @param {import("./pack-manifest.js").PackSource} source
 * @param {readonly string[]} labels all that there could be boxes of
 * @param {readonly import("./pack-manifest.js").PackPicture[]} pictures
 * @returns {string} boxes in pixels of the pictures
 */
export function packCoco(source, labels, pictures) {
  const images = pictures.map(({ file, time, width, height }, index) => ({
    ...{ id: index + 1, file_name: file, width, height },
    ...(source.clock_start ? { date_captured: clockAt(source.clock_start, time) } : {}),
  }));
  const annotations = pictures
    .flatMap((picture, index) => annotationsOf(picture, index + 1, labels))
    .map((annotation, index) => ({ id: index + 1, ...annotation }));
  const categories = labels.map((name, index) => ({ id: index + 1, name, supercategory: "" }));
  const info = { description: source.video, contributor: `${source.plugin} ${source.plugin_version}`.trim() };
  return `${JSON.stringify({ info, licenses: [], images, annotations, categories })}\n`;
}

/**
 * @param {import("./pack-manifest.js").PackPicture} picture
 * @param {number} image
 * @param {readonly string[]} labels
 */
function annotationsOf({ time, width, height, seen }, image, labels) {
  return (seen?.boxes ?? []).map((box) => {
    const [left, top] = [hundredths(box.x * width), hundredths(box.y * height)];
    const [right, bottom] = [
      hundredths((box.x + box.width) * width),
      hundredths((box.y + box.height) * height),
    ];
    const bbox = [left, top, hundredths(right - left), hundredths(bottom - top)];
    return {
      ...{ image_id: image, category_id: labels.indexOf(box.label) + 1, bbox },
      ...{ area: hundredths(bbox[2] * bbox[3]), iscrowd: 0, segmentation: [], score: box.score },
      // readers keep what they do not know as an attribute: how much later than the picture it was seen
      attributes: { seconds_off: Math.round(((seen?.time ?? time) - time) * 1000) / 1000 },
    };
  });
}

/** @param {number} value */
function hundredths(value) {
  return Math.round(value * 100) / 100;
}
