import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { rowMake } from "../../../static/js/start/row.js";
import { sessionMake } from "../../../static/js/start/session.js";

const page = /** @type {any} */ (globalThis);
const NAMES = ["WebSocket", "Worker", "document", "fetch", "location"];
const real = Object.fromEntries(NAMES.map((name) => [name, page[name]]));

/** The browser's class, as far as it is used. */
class BrowserSocket extends EventTarget {
  /** @type {BrowserSocket[]} */
  static opened = [];
  constructor() {
    super();
    BrowserSocket.opened.push(this);
  }
  close() {}
  /** @param {unknown} message */
  receive(message) {
    this.dispatchEvent(Object.assign(new Event("message"), { data: JSON.stringify(message) }));
  }
}

/** A worker that is at work until it is ended. */
class BrowserWorker {
  /** @type {BrowserWorker[]} */
  static started = [];
  isRunning = true;
  constructor() {
    BrowserWorker.started.push(this);
  }
  postMessage() {}
  addEventListener() {}

  terminate() {
    this.isRunning = false;
  }
}

const limits = /** @type {any} */ ({ max_requests: 3 });
const motion = { plugin_name: "motion", img_size: 320, interval: 5 };
const state = {
  ...motion,
  user_request_uid: "7c3e",
  plugin_label: "Motion",
  is_plugin_available: true,
  video_name: "gate.mp4",
  title: "Gate 7.mp4",
  size: 1024,
  duration: 60,
  fingerprint: "x",
  state: "uploading",
  error: "",
  revision: 3,
  url: "/requests/7c3e/",
  progress: { frames_expected: 12, frames_received: 5, frames_processed: 0 },
  segments: [],
  received_chunks: [],
};
const file = /** @type {any} */ ({ name: "Gate 7.mp4", size: 1024 });
const chosen = /** @type {any} */ ({ file, handle: null, fingerprint: "x", probe: { durationSeconds: 60 } });
const job = { id: "job-1", chosen, pluginName: "motion", pluginLabel: "Motion", interval: 5 };

/** @type {(method: string) => Promise<unknown>} the server's answer */
let answer;
/** @type {ReturnType<typeof sessionMake>} */
let session;

beforeEach(() => {
  BrowserWorker.started = [];
  BrowserSocket.opened = [];
  answer = async () => state;
  page.WebSocket = BrowserSocket;
  page.Worker = BrowserWorker;
  page.location = { href: "http://localhost/" };
  const nothing = () => {};
  const listening = { addEventListener: nothing, removeEventListener: nothing };
  page.document = { cookie: "", visibilityState: "hidden", documentElement: { lang: "en" }, ...listening };
  page.fetch = async (/** @type {string} */ _url, /** @type {RequestInit} */ { method = "GET" }) =>
    new Response(JSON.stringify(await answer(method)));
});
afterEach(async () => {
  for (const entry of session.entries()) entry.run?.cancel();
  await sleep(10);
  Object.assign(page, real);
});

/** @param {typeof state[]} requests that the page was loaded with */
function open(...requests) {
  const nothing = () => {};
  session = sessionMake({
    limits,
    requests,
    onChange: nothing,
    onReady: nothing,
    onCancelled: nothing,
    onRefused: nothing,
    onError: nothing,
    onOtherFile: nothing,
  });
  session.pluginsSet(["motion"]);
}

const row = () => rowMake(session.entries()[0], { limits, waitsFor: "slot", isTabBusy: false });
const running = () => BrowserWorker.started.filter(({ isRunning }) => isRunning).length;

test("a video that waits and one that is sampled keep the tab busy", async () => {
  open();
  assert.equal(session.isBusy(), false);
  session.enqueue({ ...job, pluginName: "people" });
  assert.equal(session.isBusy(), true);
  session.pluginsSet(["people"]);
  await sleep(20);
  assert.equal(running(), 1);
  assert.equal(session.isBusy(), true);
});

test("a cancel that does not reach the server leaves a row that can go on", async () => {
  open();
  session.enqueue(job);
  await sleep(20);
  assert.equal(running(), 1);
  answer = async () => {
    throw new TypeError("network");
  };
  await session.cancel(session.entries()[0]);
  await sleep(20);
  assert.equal(running(), 0);
  assert.match(row().note?.text ?? "", /cannot be reached/);
  assert.deepEqual(row().actions, ["continue", "cancel"]);

  answer = async () => state;
  session.goOn(session.entries()[0]);
  await sleep(20);
  assert.equal(running(), 1);
  assert.deepEqual(row().actions, ["cancel"]);
});

test("started again, the request is deleted and another one made at the new interval", async () => {
  open();
  session.enqueue(job);
  await sleep(20);
  /** @type {string[]} */
  const methods = [];
  answer = async (method) => {
    methods.push(method);
    return { ...state, user_request_uid: "again" };
  };
  await session.restart(session.entries()[0], 10);
  await sleep(20);
  const [entry, ...others] = session.entries();
  assert.deepEqual([methods, others, entry.job?.interval], [["DELETE", "POST"], [], 10]);
  assert.equal(entry.request?.user_request_uid, "again");
  assert.equal(running(), 1);
});

test("what cannot be deleted is not started again", async () => {
  open();
  session.enqueue(job);
  await sleep(20);
  answer = async () => {
    throw new TypeError("network");
  };
  await session.restart(session.entries()[0], 10);
  await sleep(20);
  assert.equal(session.entries().length, 1);
  assert.deepEqual(row().actions, ["continue", "cancel"]);
});

test("continuing twice samples once, and the second click does not disturb the first", async () => {
  open();
  session.enqueue(job);
  await sleep(20);
  const [entry] = session.entries();
  entry.run?.cancel();
  await sleep(20);
  assert.equal(running(), 0);
  session.goOn(entry);
  session.goOn(entry);
  await sleep(20);
  session.goOn(entry);
  await sleep(20);
  assert.equal(running(), 1);
  assert.equal(BrowserWorker.started.length, 2);
  assert.deepEqual([entry.sampledIn, entry.file, entry.run !== null], ["here", file, true]);
});

test("a request sampled in another tab is waited for once, however many messages tell of it", async () => {
  let release = () => {};
  const isReleased = new Promise((resolve) => {
    release = () => resolve(undefined);
  });
  navigator.locks.request("smartcut-sampling-7c3e", () => isReleased);
  open(state);
  for (let frames_received = 6; frames_received < 9; frames_received += 1) {
    const progress = { ...state.progress, frames_received };
    BrowserSocket.opened[0].receive({ request: { ...state, revision: frames_received, progress } });
  }
  await sleep(20);
  assert.equal((await navigator.locks.query()).pending?.length, 1);
  await sleep(450);
  assert.equal(session.entries()[0].sampledIn, "elsewhere");
  release();
  await sleep(20);
  assert.deepEqual(row().actions, ["choose", "cancel"]);
});

test("a recommender that goes away and comes back is told in the rows it works on", () => {
  open({ ...state, state: "scoring" });
  assert.equal(row().note, null);
  session.pluginsSet([]);
  assert.match(row().note?.text ?? "", /recommender is not running/);
  session.pluginsSet(["motion"]);
  assert.equal(row().note, null);
});
