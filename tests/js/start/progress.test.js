import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fractionDone,
  rateAdd,
  rateOf,
  secondsLeftEstimate,
  stagesMake,
  timeLeftNext,
  timeLeftRound,
} from "../../../static/js/start/progress.js";

/** @typedef {import("../../../static/js/start/progress.js").LocalProgress} LocalProgress */

/**
 * @param {number} received
 * @param {number} processed
 */
const server = (received, processed) => ({
  frames_expected: 1000,
  frames_received: received,
  frames_processed: processed,
});
/** @type {LocalProgress} */
const local = {
  stage: "sampling",
  framesExpected: 1000,
  framesSampled: 400,
  framesUploaded: 350,
  framesPerSecond: 50,
  secondsLeft: 12,
  slowUpload: null,
};
/** @param {import("../../../static/js/start/progress.js").Stage[]} stages */
const brief = (stages) => stages.map(({ name, done, status }) => [name, done, status]);

test("it works: frames pass the stages one after the other, side by side", () => {
  assert.deepEqual(brief(stagesMake("uploading", server(300, 250), local)), [
    ["sampling", 400, "active"],
    ["upload", 350, "active"],
    ["scoring", 250, "active"],
    ["ready", 0, "waiting"],
  ]);
});

test("a window that only watches shows what the server has", () => {
  const [sampling, upload] = stagesMake("uploading", server(300, 250), null);
  assert.deepEqual([sampling.done, upload.done], [300, 300]);
});

test("once all is sent the frames that came are all there are", () => {
  const [sampling, upload, scoring] = stagesMake("scoring", server(998, 950), null);
  assert.deepEqual([sampling.status, upload.status, scoring.status], ["done", "done", "active"]);
  assert.equal(scoring.total, 998);
});

test("a ready request has done everything", () => {
  const stages = stagesMake("ready", server(998, 950), null);
  assert.ok(stages.every(({ status }) => status === "done"));
  assert.ok(Math.abs(fractionDone(stages) - 1) < 1e-9);
});

test("the bar starts at nothing and never passes its end", () => {
  assert.equal(fractionDone(stagesMake("uploading", { ...server(0, 0), frames_expected: 0 }, null)), 0);
  assert.ok(fractionDone(stagesMake("uploading", server(1200, 1100), local)) <= 1);
});

test("the bar never goes back while the counts grow", () => {
  let before = 0;
  for (let frames = 0; frames <= 1000; frames += 50) {
    const stages = stagesMake("uploading", server(frames, Math.max(0, frames - 100)), null);
    assert.ok(fractionDone(stages) >= before);
    before = fractionDone(stages);
  }
});

test("a rate is what came within the last half minute", () => {
  /** @type {import("../../../static/js/start/progress.js").RateSamples} */
  let samples = [];
  for (let at = 0; at <= 100; at += 1) samples = rateAdd(samples, at, at < 50 ? at : 50 + (at - 50) * 4);
  assert.equal(rateOf(samples), 4);
  assert.ok(samples.length <= 32);
});

test("one sample is no rate, and a count that falls begins anew", () => {
  assert.equal(rateOf(rateAdd([], 0, 10)), 0);
  assert.deepEqual(rateAdd([{ at: 0, count: 50 }], 1, 10), [{ at: 1, count: 10 }]);
});

test("the slowest stage decides how long it takes", () => {
  const stages = stagesMake("uploading", server(500, 0), null);
  assert.equal(secondsLeftEstimate(stages, { localSecondsLeft: 12, scoringRate: 10 }), 100);
  assert.equal(secondsLeftEstimate(stages, { localSecondsLeft: 120, scoringRate: 10 }), 120);
  assert.equal(secondsLeftEstimate(stages, { localSecondsLeft: null, scoringRate: 0 }), null);
});

test("the time left counts down with the clock while nothing new is known", () => {
  const left = timeLeftNext({ seconds: 60, at: 100, since: 0 }, null, 110);
  assert.equal(left?.seconds, 50);
});

test("an estimate that doubles for a moment hardly moves the time left", () => {
  /** @type {import("../../../static/js/start/progress.js").TimeLeft | null} */
  let left = null;
  for (let at = 0; at < 60; at += 1) left = timeLeftNext(left, 300 - at, at);
  const before = /** @type {{seconds: number}} */ (left).seconds;
  const after = /** @type {{seconds: number}} */ (timeLeftNext(left, 480, 60)).seconds;
  assert.ok(Math.abs(before - 241) < 0.5);
  assert.ok(after - before < 25, `jumped by ${after - before} s`);
});

test("a lasting change is believed within a minute", () => {
  /** @type {import("../../../static/js/start/progress.js").TimeLeft | null} */
  let left = { seconds: 100, at: 0, since: -100 };
  for (let at = 1; at <= 60; at += 1) left = timeLeftNext(left, 400 - at, at);
  assert.ok(Math.abs(/** @type {{seconds: number}} */ (left).seconds - 340) < 5);
});

test("a bad first estimate is forgotten within seconds", () => {
  /** @type {import("../../../static/js/start/progress.js").TimeLeft | null} */
  let left = null;
  for (let at = 0; at <= 8; at += 1) left = timeLeftNext(left, at < 2 ? 900 : 90 - at, at);
  assert.ok(/** @type {{seconds: number}} */ (left).seconds < 160);
});

test("the time left is never negative", () => {
  assert.equal(timeLeftNext({ seconds: 3, at: 0, since: 0 }, null, 60)?.seconds, 0);
});

test("the shown time moves in steps that suit its size", () => {
  assert.deepEqual([0, 12, 100, 1000, 5000].map(timeLeftRound), [5, 15, 105, 1020, 5100]);
});
