import assert from "node:assert/strict";
import { test } from "node:test";
import { BOXES_NONE, boxesFinderOpen } from "../../../static/js/media/pack-boxes.js";
import { packCoco } from "../../../static/js/media/pack-coco.js";

const TIMES = [0, 2, 4.0004, 6];
const PACKED = {
  labels: ["person", "van"],
  frames: [
    [2, 1, 9000, 2500, 5000, 1250, 2500, 0, 4567, 0, 0, 10_000, 10_000],
    [4, 0, 8000, 1, 1, 5, 5],
    [6],
  ],
};
const VAN = { label: "van", score: 0.9, x: 0.25, y: 0.5, width: 0.125, height: 0.25 };
const PERSON = { label: "person", score: 0.4567, x: 0, y: 0, width: 1, height: 1 };
const SOURCE = /** @type {any} */ ({
  ...{ video: "gate.mp4", clock_start: "", plugin: "objects", plugin_version: "" },
});

test("a picture gets the boxes of the scored frame nearest to it", () => {
  const seenAt = boxesFinderOpen(PACKED, TIMES, 2);
  assert.deepEqual(seenAt(1.2), { time: 2, boxes: [VAN, PERSON] });
  assert.deepEqual(seenAt(2.9), { time: 2, boxes: [VAN, PERSON] });
  assert.equal(seenAt(3.1)?.boxes.length, 1);
});

test("a frame without boxes was looked at, one of low score was not", () => {
  const seenAt = boxesFinderOpen(PACKED, TIMES, 2);
  assert.deepEqual(seenAt(6.4), { time: 6, boxes: [] });
  assert.equal(seenAt(0.4), null);
});

test("what rounding has put outside the picture is inside", () => {
  const packed = { labels: ["van"], frames: [[2, 0, 9000, 5000, 7500, 5001, 2501]] };
  const [box] = boxesFinderOpen(packed, TIMES, 2)(2)?.boxes ?? [];
  assert.deepEqual([box.width, box.height], [0.5, 0.25]);
});

test("half an interval away is the farthest, where frames are missing as well", () => {
  const seenAt = boxesFinderOpen(PACKED, TIMES, 2);
  assert.equal(seenAt(7)?.time, 6);
  assert.equal(seenAt(7.01), null);
  assert.equal(boxesFinderOpen(PACKED, TIMES, 1)(2.9), null);
  assert.equal(boxesFinderOpen(BOXES_NONE, [], 2)(1), null);
});

test("COCO lists each picture and all labels; boxes are in pixels and inside", () => {
  const size = { width: 1920, height: 1080, segment: null, score: null };
  const coco = JSON.parse(
    packCoco(SOURCE, PACKED.labels, [
      { file: "a.jpg", time: 1, seen: null, ...size },
      { file: "b.jpg", time: 1.4, seen: { time: 2, boxes: [VAN, PERSON] }, ...size },
    ]),
  );
  assert.deepEqual(coco.images, [
    { id: 1, file_name: "a.jpg", width: 1920, height: 1080 },
    { id: 2, file_name: "b.jpg", width: 1920, height: 1080 },
  ]);
  assert.deepEqual(coco.categories, [
    { id: 1, name: "person", supercategory: "" },
    { id: 2, name: "van", supercategory: "" },
  ]);
  const common = { image_id: 2, iscrowd: 0, segmentation: [], attributes: { seconds_off: 0.6 } };
  assert.deepEqual(coco.annotations, [
    { id: 1, category_id: 2, bbox: [480, 540, 240, 270], area: 64_800, score: 0.9, ...common },
    { id: 2, category_id: 1, bbox: [0, 0, 1920, 1080], area: 2_073_600, score: 0.4567, ...common },
  ]);
});

test("COCO has the recorder's time of each picture, once it is known", () => {
  const picture = { file: "a.jpg", time: 1.5, width: 8, height: 8, segment: null, score: null, seen: null };
  const source = { ...SOURCE, clock_start: "2023-06-14T09:30:00", plugin_version: "1.2" };
  const { info, images } = JSON.parse(packCoco(source, [], [picture]));
  assert.equal(images[0].date_captured, "2023-06-14T09:30:01.500");
  assert.deepEqual(info, { description: "gate.mp4", contributor: "objects 1.2" });
});
