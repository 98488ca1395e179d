import assert from "node:assert/strict";
import { test } from "node:test";
import {
  entryFromJob,
  entryFromRequest,
  isInWork,
  isNewer,
  needsTab,
} from "../../../static/js/start/entry.js";
import { jobAgain, longerFind } from "../../../static/js/start/longer.js";
import { removalLoss } from "../../../static/js/start/removal.js";
import { rowMake } from "../../../static/js/start/row.js";

const limits = {
  max_size_bytes: 25 * 1024 ** 3,
  max_duration_s: 86_400,
  max_requests: 3,
  min_interval_s: 0.2,
  max_interval_s: 60,
  default_interval_s: 5,
  chunk_frames: 50,
};
/** @type {Parameters<typeof rowMake>[1]} */
const context = { limits, waitsFor: "slot", isTabBusy: false };

/** @param {Partial<import("../../../static/js/start/entry.js").RequestState>} changes */
function entry(changes = {}) {
  return entryFromRequest({
    user_request_uid: "7c3e",
    plugin_name: "motion",
    plugin_label: "Motion",
    is_plugin_available: true,
    video_name: "gate.mp4",
    title: "Gate 7.mp4",
    size: 8 * 1024 ** 2,
    duration: 1800,
    interval: 5,
    fingerprint: "x",
    state: "uploading",
    error: "",
    revision: 3,
    url: "/requests/7c3e/",
    progress: { frames_expected: 360, frames_received: 100, frames_processed: 50 },
    segments: [],
    ...changes,
  });
}
const job = () => ({
  id: "j",
  chosen: /** @type {any} */ ({
    file: { name: "Gate 7.mp4", size: 1024 ** 2 },
    probe: { durationSeconds: 60 },
  }),
  pluginName: "motion",
  pluginLabel: "Motion",
  interval: 0.5,
});

test("a video that waits says for what, and can be removed", () => {
  const row = rowMake(entryFromJob(job()), context);
  assert.equal(row.badge.text, "Waiting for a free slot");
  assert.equal(row.meta, "Motion · every 0.5 s · 1\u00a0min · 1\u00a0MB");
  assert.deepEqual(row.actions, ["remove"]);
  const away = rowMake(entryFromJob(job()), { ...context, waitsFor: "plugin" });
  assert.equal(away.badge.text, "Waiting for the recommender");
  const offline = rowMake(entryFromJob(job()), { ...context, waitsFor: "server" });
  assert.equal(offline.badge.text, "Waiting for the server");
});

test("a running request shows its stages, rate and time left, and can be cancelled", () => {
  const running = { ...entry(), sampledIn: /** @type {const} */ ("here"), run: { cancel() {} } };
  running.timeLeft = { seconds: 130, at: 0, since: 0 };
  running.local = /** @type {any} */ ({ stage: "sampling", framesSampled: 120, framesPerSecond: 42 });
  const row = rowMake(running, context);
  assert.equal(row.stages.length, 4);
  assert.equal(row.detail, "42 frames/s · about 2\u00a0min 15\u00a0sec left");
  assert.deepEqual(row.actions, ["cancel"]);
  assert.equal(row.url, "");
});

test("where sending is the slowest part, the row says so and what helps", () => {
  const running = { ...entry(), sampledIn: /** @type {const} */ ("here"), run: { cancel() {} } };
  running.local = /** @type {any} */ ({ stage: "sampling", framesSampled: 250, slowUpload: 300 * 1024 });
  assert.match(
    rowMake(running, context).detail,
    /the network is the slowest part \(300\skB a second\): a longer interval sends less$/,
  );
});

test("where sending is the slowest part, a longer interval is offered while it pays", () => {
  const file = /** @type {any} */ ({ name: "Gate 7.mp4" });
  const running = { ...entry(), file, sampledIn: /** @type {const} */ ("here"), run: { cancel() {} } };
  const slow = { stage: "sampling", slowUpload: 300 * 1024, framesPerSecond: 2 };
  running.local = /** @type {any} */ ({ ...slow, secondsLeft: 150 });
  // 180 frames at 2 a second
  assert.deepEqual(longerFind(running, limits), { interval: 10, secondsLeft: 150, secondsAgain: 90 });
  assert.deepEqual(rowMake(running, context).actions, ["longer", "cancel"]);
  assert.equal(rowMake(running, context).longer, "Every 10 s instead…");
  for (const local of [
    { ...slow, secondsLeft: 100 },
    { ...slow, secondsLeft: 150, slowUpload: null },
    null,
  ]) {
    assert.deepEqual(rowMake({ ...running, local: /** @type {any} */ (local) }, context).actions, ["cancel"]);
  }
  assert.equal(longerFind(running, { ...limits, max_interval_s: 5 }), null);
  assert.equal(longerFind({ ...running, file: null }, limits), null);
});

test("what is started again is the same search of the same file", () => {
  const file = /** @type {any} */ ({ name: "Gate 7.mp4" });
  const again = jobAgain({ ...entry({ camera: "Gate", clock_start: "2023-06-14T09:30:00" }), file }, 10);
  assert.deepEqual(
    [again?.interval, again?.pluginName, again?.chosen.file, again?.chosen.fingerprint, again?.chosen.camera],
    [10, "motion", file, "x", "Gate"],
  );
  assert.equal(again?.chosen.clockStart, "2023-06-14T09:30:00");
  assert.equal(again?.chosen.probe?.durationSeconds, 1800);
});

test("a request whose tab was closed asks for the same file", () => {
  const row = rowMake(entry(), context);
  assert.match(row.note?.text ?? "", /^Choose the same file again to continue/);
  assert.deepEqual(row.actions, ["choose", "cancel"]);
});

test("with a kept handle one click continues", () => {
  const handle = /** @type {any} */ ({});
  assert.deepEqual(rowMake({ ...entry(), handle }, context).actions, ["continue", "cancel"]);
});

test("a request sampled in another window is not called interrupted", () => {
  const row = rowMake({ ...entry(), sampledIn: "elsewhere" }, context);
  assert.match(row.detail, /^Another window/);
  assert.deepEqual(row.actions, ["cancel"]);
});

test("a stop in this tab gives its reason and can be continued with the file at hand", () => {
  const file = /** @type {any} */ ({ name: "Gate 7.mp4" });
  const row = rowMake({ ...entry(), file, sampledIn: "here", stop: { code: "network" } }, context);
  assert.match(row.note?.text ?? "", /cannot be reached/);
  assert.deepEqual(row.actions, ["continue", "cancel"]);
});

test("scoring may be watched on the timeline already", () => {
  const row = rowMake(entry({ state: "scoring" }), context);
  assert.equal(row.url, "/requests/7c3e/");
  assert.notEqual(row.fraction, null);
});

test("a recommender that goes away is told, with what happens next", () => {
  const row = rowMake(entry({ state: "scoring", is_plugin_available: false }), context);
  assert.match(row.note?.text ?? "", /goes on when it comes back/);
});

test("a ready request does not care whether the recommender still runs", () => {
  assert.equal(rowMake(entry({ state: "ready", is_plugin_available: false }), context).note, null);
});

test("while the tab is busy the timeline opens in a new one", () => {
  const ready = entry({ state: "ready" });
  assert.equal(rowMake(ready, context).opensAside, false);
  assert.equal(rowMake(ready, { ...context, isTabBusy: true }).opensAside, true);
});

test("the tab is needed by what waits or is sampled in it, and no longer once all is sent", () => {
  const run = { cancel() {} };
  assert.equal(needsTab(entryFromJob(job())), true);
  assert.equal(needsTab({ ...entry(), run }), true);
  assert.equal(needsTab({ ...entry({ state: "scoring" }), run }), false);
  assert.equal(needsTab(entry()), false);
});

test("only what would be missed is asked about before it is removed", () => {
  const nothing = { frames_expected: 360, frames_received: 0, frames_processed: 0 };
  assert.equal(removalLoss(entryFromJob(job())), null);
  assert.equal(removalLoss(entry({ progress: nothing })), null);
  assert.equal(removalLoss(entry()), "work");
  assert.equal(removalLoss(entry({ state: "scoring" })), "work");
  assert.equal(removalLoss(entry({ state: "ready" })), "ready");
  assert.equal(removalLoss(entry({ state: "failed" })), null);
});

test("a ready request counts its segments, and none is no error", () => {
  assert.equal(rowMake(entry({ state: "ready", segments: [{}] }), context).detail, "1 segment found.");
  assert.equal(rowMake(entry({ state: "ready", segments: [{}, {}] }), context).detail, "2 segments found.");
  const none = rowMake(entry({ state: "ready" }), context);
  assert.match(none.detail, /threshold can be lowered/);
  assert.equal(none.note, null);
});

test("a failed request shows the server's reason; with the file at hand it can be tried again", () => {
  const failed = entry({ state: "failed", error: "The model could not be loaded." });
  assert.match(rowMake(failed, context).note?.text ?? "", /^The model could not be loaded\. To try again/);
  assert.deepEqual(rowMake(failed, context).actions, ["remove"]);
  const withFile = { ...failed, job: job(), file: /** @type {any} */ ({}) };
  assert.deepEqual(rowMake(withFile, context).actions, ["retry", "remove"]);
});

test("waiting, uploading and scoring are in work, all else is finished", () => {
  assert.ok(isInWork(entryFromJob(job())));
  assert.ok(isInWork(entry()));
  for (const state of ["ready", "failed", "expired"]) assert.equal(isInWork(entry({ state })), false);
});

test("a message that comes late does not turn the clock back", () => {
  const known = entry({ revision: 5 }).request;
  assert.equal(isNewer(known, { .../** @type {any} */ (known), revision: 4 }), false);
  assert.equal(isNewer(known, { .../** @type {any} */ (known), revision: 6 }), true);
  assert.equal(isNewer(null, /** @type {any} */ (known)), true);
});

test("a video tells its camera and how many areas were drawn for it", () => {
  const points = [0, 0];
  const drawn = rowMake(entry({ camera: "Gate", areas: [points, points] }), context);
  assert.match(drawn.meta, / · Gate · 2 areas$/);
  assert.match(rowMake(entry({ camera: "Gate", areas: [] }), context).meta, / · Gate$/);
  const waiting = job();
  waiting.chosen.camera = "Yard";
  assert.match(rowMake(entryFromJob(waiting), context).meta, / · Yard$/);
});

test("frames that could not be read are told, as long as nothing worse is to be said", () => {
  const local = /** @type {any} */ ({
    stage: "sampling",
    framesExpected: 360,
    framesSampled: 9,
    framesFailed: 2,
  });
  const { note } = rowMake({ ...entry(), sampledIn: "here", local }, context);
  assert.match(note?.text ?? "", /^2 frames could not be read/);
  const away = rowMake({ ...entry({ is_plugin_available: false }), sampledIn: "here", local }, context);
  assert.doesNotMatch(away.note?.text ?? "", /could not be read/);
  const whole = { ...local, framesFailed: 0 };
  assert.equal(rowMake({ ...entry(), sampledIn: "here", local: whole }, context).note, null);
});
