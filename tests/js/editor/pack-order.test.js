import assert from "node:assert/strict";
import { test } from "node:test";
import { packOrder, packOrderCount } from "../../../static/js/editor/pack-order.js";
import { packCountText, packReportText } from "../../../static/js/editor/pack-texts.js";

const REQUEST = /** @type {any} */ ({
  ...{ title: "gate.mp4", size: 9, fingerprint: "ab", duration: 100, camera: "Gate" },
  ...{ plugin_name: "motion", interval: 2, areas: [], user_request_uid: "u" },
});
const SEGMENTS = [
  { id: 7, start: 10, stop: 20, label: "van", verdict: "" },
  { id: 8, start: 30, stop: 40, label: "", verdict: "irrelevant" },
  { id: 9, start: 50, stop: 60, label: "", verdict: "relevant" },
];
const STATE = /** @type {any} */ ({
  history: { present: SEGMENTS },
  gesture: null,
  chosen: new Set([8, 9]),
  threshold: 0.4,
  clockStart: "2023-06-14T09:30:00",
  pluginVersion: "1.2",
  curve: { times: [0], scores: [0.1], reasons: {} },
});
const EVERY_5 = /** @type {const} */ ({ mode: "every", amount: 5, rejected: 3 });

test("segments keep the number that the table gives them, and irrelevant ones are rejected time", () => {
  const { segments, kept } = packOrder(REQUEST, STATE, EVERY_5, true);
  assert.deepEqual(segments, [
    { number: 1, start: 10, stop: 20, label: "van", verdict: "" },
    { number: 3, start: 50, stop: 60, label: "", verdict: "relevant" },
  ]);
  assert.deepEqual(kept, [
    { start: 10, stop: 20 },
    { start: 50, stop: 60 },
  ]);
});

test("with the ticked ones only, the others are still not rejected time", () => {
  const { segments, kept } = packOrder(REQUEST, STATE, EVERY_5, false);
  assert.deepEqual([segments.map(({ number }) => number), kept.length], [[3], 2]);
});

test("the source is what the request and the threshold say, and no more", () => {
  const { source, curve } = packOrder(REQUEST, STATE, EVERY_5, true);
  assert.deepEqual(source, {
    ...{ video: "gate.mp4", size: 9, fingerprint: "ab", duration: 100, camera: "Gate" },
    clock_start: "2023-06-14T09:30:00",
    ...{ plugin: "motion", plugin_version: "1.2", interval: 2, threshold: 0.4 },
  });
  assert.deepEqual(curve, { times: [0], scores: [0.1] });
});

test("the count is told before the work begins", () => {
  const count = (/** @type {any} */ choice) => packOrderCount(packOrder(REQUEST, STATE, choice, true));
  assert.deepEqual(count(EVERY_5), { wanted: 4, rejected: 3 });
  assert.deepEqual(count({ mode: "different", amount: 7, rejected: 0 }), { wanted: 7, rejected: 0 });
  assert.deepEqual(count({ mode: "different", amount: 500, rejected: 0 }), { wanted: 40, rejected: 0 });
  assert.equal(
    packCountText({ wanted: 4, rejected: 3 }),
    "At most 4 pictures from segments. At most 3 from rejected time.",
  );
});

test("what is lost is told, too", () => {
  const report = { pictures: 1, rejected: 0, failed: 2, name: "gate_pack", blob: null };
  assert.equal(packReportText(report), "1 picture is saved in gate_pack. 2 could not be decoded.");
  assert.equal(packReportText({ ...report, failed: 0 }), "1 picture is saved in gate_pack.");
});
