import assert from "node:assert/strict";
import { test } from "node:test";
import {
  inProcessCount,
  pluginFor,
  queueNext,
  requestToContinue,
  waitReason,
} from "../../../static/js/start/queue.js";

/** @param {string[]} pluginNames */
const jobs = (...pluginNames) => pluginNames.map((pluginName, index) => ({ id: `${index}`, pluginName }));
const SLOTS = { inProcess: 0, maxRequests: 3, pluginNames: ["motion"], isHeld: false };
/** @param {{id: string}[]} started */
const ids = (started) => started.map(({ id }) => id);

test("it works: the first three of five start, in their order", () => {
  const waiting = jobs("motion", "motion", "motion", "motion", "motion");
  assert.deepEqual(ids(queueNext(waiting, SLOTS)), ["0", "1", "2"]);
});

test("only as many start as slots are free", () => {
  assert.deepEqual(ids(queueNext(jobs("motion", "motion"), { ...SLOTS, inProcess: 2 })), ["0"]);
  assert.deepEqual(queueNext(jobs("motion"), { ...SLOTS, inProcess: 3 }), []);
});

test("more in process than allowed, from another window, starts nothing", () => {
  assert.deepEqual(queueNext(jobs("motion"), { ...SLOTS, inProcess: 5 }), []);
});

test("after the server's refusal nothing starts until the hold is over", () => {
  assert.deepEqual(queueNext(jobs("motion"), { ...SLOTS, isHeld: true }), []);
});

test("a video whose recommender is away does not hold up the next one", () => {
  assert.deepEqual(ids(queueNext(jobs("people", "motion"), SLOTS)), ["1"]);
});

test("without any recommender everything waits, and says for what", () => {
  const waiting = jobs("motion", "");
  assert.deepEqual(queueNext(waiting, { ...SLOTS, pluginNames: [] }), []);
  assert.deepEqual(
    waiting.map((job) => waitReason(job, [])),
    ["plugin", "plugin"],
  );
});

test("a video prepared while none ran takes the first one that starts", () => {
  assert.equal(pluginFor(jobs("")[0], ["motion", "people"]), "motion");
  assert.equal(waitReason(jobs("")[0], ["motion"]), "slot");
});

test("only requests that upload or score hold a slot", () => {
  const states = ["uploading", "scoring", "ready", "failed", "cancelled", "expired"];
  assert.equal(inProcessCount(states.map((state) => ({ state }))), 2);
});

test("a file continues the interrupted request with its fingerprint, and no other", () => {
  const requests = [
    { user_request_uid: "a", state: "ready", fingerprint: "x" },
    { user_request_uid: "b", state: "uploading", fingerprint: "y" },
    { user_request_uid: "c", state: "uploading", fingerprint: "x" },
  ];
  assert.equal(requestToContinue(requests, "x")?.user_request_uid, "c");
  assert.equal(requestToContinue(requests, "z"), undefined);
});
