import assert from "node:assert/strict";
import { test } from "node:test";
import { packCsv, packJson, scoreNear } from "../../../static/js/media/pack-manifest.js";

const SOURCE = {
  ...{ video: "gate, north.mp4", size: 9, fingerprint: "ab", duration: 60, camera: "Gate" },
  ...{ clock_start: "2023-06-14T23:59:50", plugin: "motion", plugin_version: "1.2" },
  ...{ interval: 2, threshold: 0.5 },
};
const SEGMENT = { number: 3, start: 10, stop: 20.5, label: 'a "van"', verdict: "relevant" };
const SIZE = { width: 1920, height: 1080 };
const BOX = { label: "van", score: 0.9, x: 0.25, y: 0.5, width: 0.125, height: 0.25 };
const SEEN = { time: 12.5, boxes: [BOX] };
const PICTURES = [
  { file: "gate_1.jpg", time: 12.04, segment: SEGMENT, score: 0.75, seen: SEEN, ...SIZE },
  { file: "gate_2.jpg", time: 40, segment: null, score: null, seen: null, ...SIZE },
];

test("a line of the table says where, when, why and whence", () => {
  assert.deepEqual(packCsv(SOURCE, PICTURES).split("\r\n"), [
    "filepath,kind,time,timecode,clock,segment,segment_start,segment_stop,label,verdict,score,threshold,plugin,plugin_version,camera,video,fingerprint,width,height,boxes,boxes_time",
    'gate_1.jpg,segment,12.040,00:00:12.040,2023-06-15T00:00:02.040,3,10.000,20.500,"a ""van""",relevant,0.7500,0.5000,motion,1.2,Gate,"gate, north.mp4",ab,1920,1080,1,12.500',
    'gate_2.jpg,rejected,40.000,00:00:40.000,2023-06-15T00:00:30.000,,,,,,,0.5000,motion,1.2,Gate,"gate, north.mp4",ab,1920,1080,,',
    "",
  ]);
});

test("the JSON has the same with types, and what is missing", () => {
  const { version, source, choice, pictures, failed } = JSON.parse(
    packJson(SOURCE, { mode: "every", amount: 5 }, PICTURES, [44]),
  );
  assert.deepEqual([version, source, choice, failed], [1, SOURCE, { mode: "every", amount: 5 }, [44]]);
  assert.deepEqual(pictures[0], {
    ...{ file: "images/gate_1.jpg", kind: "segment", time: 12.04, segment: SEGMENT, score: 0.75 },
    ...{ clock: "2023-06-15T00:00:02.040", boxes: 1, boxes_time: 12.5 },
    ...SIZE,
  });
  const { kind, segment, boxes, boxes_time } = pictures[1];
  assert.deepEqual([kind, segment, boxes, boxes_time], ["rejected", null, null, null]);
});

test("where the start is not known, no clock is told", () => {
  const unknown = { ...SOURCE, clock_start: "" };
  assert.match(packCsv(unknown, PICTURES), /00:00:12.040,,3/);
  assert.equal(JSON.parse(packJson(unknown, {}, PICTURES, [])).pictures[0].clock, "");
});

test("a score is that of the nearest scored frame", () => {
  const curve = { times: [0, 2, 4], scores: [0.1, 0.2, 0.3] };
  assert.deepEqual(
    [-1, 0.9, 1.1, 3.5, 9].map((time) => scoreNear(curve, time)),
    [0.1, 0.1, 0.2, 0.3, 0.3],
  );
  assert.equal(scoreNear(null, 1), null);
  assert.equal(scoreNear({ times: [], scores: [] }, 1), null);
});
