import assert from "node:assert/strict";
import { test } from "node:test";
import { savingCreate } from "../../../static/js/editor/saving.js";
import { ApiError } from "../../../static/js/lib/api.js";

/** @typedef {import("../../../static/js/editor/saving.js").Plain} Plain */

const A = [{ start: 1, stop: 2, label: "" }];
const B = [{ start: 1, stop: 3, label: "" }];
const C = [{ start: 1, stop: 4, label: "" }];

test("an edit is saved with the revision it was made from", async () => {
  const page = pageCreate();
  page.saving.save(A);
  await page.answer();
  page.saving.save(B);
  await page.answer();
  assert.deepEqual(page.sent, [
    { revision: 7, segments: A },
    { revision: 8, segments: B },
  ]);
  assert.equal(page.status(), "saved");
  assert.equal(page.kept(), null);
});

test("one request at a time, and of many edits only the latest", async () => {
  const page = pageCreate();
  page.saving.save(A);
  page.saving.save(B);
  page.saving.save(C);
  assert.equal(page.sent.length, 1);
  await page.answer();
  assert.deepEqual(page.kept(), { revision: 8, segments: C });
  await page.answer();
  assert.deepEqual(
    page.sent.map(({ segments }) => segments),
    [A, C],
  );
  assert.deepEqual(page.idle, [2]);
});

test("while the network is away the edit is kept and sent again", async () => {
  const page = pageCreate();
  page.saving.save(A);
  await page.fail(new ApiError(0, "network", "offline"));
  assert.equal(page.status(), "retrying");
  assert.deepEqual(page.kept(), { revision: 7, segments: A });
  await page.fail(new ApiError(503, "http_503", "restarting"));
  await page.answer();
  assert.equal(page.status(), "saved");
  assert.deepEqual(page.pauses, [0, 1]);
});

test("an edit made while retrying goes instead of the older one", async () => {
  const page = pageCreate();
  page.saving.save(A);
  page.saving.save(B);
  await page.fail(new ApiError(0, "network", "offline"));
  assert.deepEqual(page.sent[1], { revision: 7, segments: B });
});

test("a stale list gives way to the server's, and ours is handed back", async () => {
  const page = pageCreate();
  page.saving.save(A);
  page.saving.save(B);
  await page.fail(new ApiError(409, "stale_revision", "stale", { revision: 12, segments: C }));
  assert.deepEqual(page.stale, [[C, B]]);
  assert.equal(page.sent.length, 1);
  page.saving.save(A);
  assert.equal(page.sent[1].revision, 12);
});

test("a stale answer with our own list is the lost answer to our request", async () => {
  const page = pageCreate();
  page.saving.save(A);
  await page.fail(new ApiError(0, "network", "answer lost"));
  await page.fail(new ApiError(409, "stale_revision", "stale", { revision: 8, segments: A }));
  assert.deepEqual(page.stale, []);
  assert.equal(page.status(), "saved");
});

test("a stale answer with a list we sent before is no other window's", async () => {
  const page = pageCreate();
  page.saving.save(A);
  page.saving.save(B);
  await page.fail(new ApiError(0, "network", "answer lost"));
  await page.fail(new ApiError(409, "stale_revision", "stale", { revision: 8, segments: A }));
  assert.deepEqual(page.stale, []);
  assert.deepEqual(page.sent.at(-1), { revision: 8, segments: B });
});

test("a list that the server refuses is not sent for ever", async () => {
  const page = pageCreate();
  page.saving.save(A);
  await page.fail(new ApiError(422, "invalid_segments", "They overlap."));
  assert.equal(page.status(), "refused");
  assert.equal(page.sent.length, 1);
});

test("who waits for the list to be saved hears whether it is", async () => {
  const page = pageCreate();
  assert.ok(page.saving.isSaved());
  page.saving.save(A);
  assert.equal(page.saving.isSaved(), false);
  const isSaved = page.saving.settled();
  await page.fail(new ApiError(0, "network", "offline"));
  await page.answer();
  assert.equal(await isSaved, true);
});

test("a refused list is not taken for a saved one, until the next edit is saved", async () => {
  const page = pageCreate();
  page.saving.save(A);
  const isSaved = page.saving.settled();
  await page.fail(new ApiError(422, "invalid_segments", "They overlap."));
  assert.equal(await isSaved, false);
  page.saving.save(B);
  await page.answer();
  assert.equal(await page.saving.settled(), true);
});

test("a refused list gives way to a newer one of the server", async () => {
  const page = pageCreate();
  page.saving.save(A);
  await page.fail(new ApiError(409, "scored_again", "Another window looks for more."));
  assert.equal(page.status(), "refused");
  assert.equal(page.saving.take(8), true);
  assert.equal(page.status(), "saved");
  assert.equal(page.kept(), null);
  assert.ok(page.saving.isSaved());
});

test("a push is news only when it is newer and nothing of ours is on its way", async () => {
  const page = pageCreate();
  assert.equal(page.saving.take(7), false);
  assert.equal(page.saving.take(9), true);
  page.saving.save(A);
  assert.equal(page.saving.take(10), false);
  await page.answer();
  assert.equal(page.saving.take(10), false);
  assert.equal(page.saving.take(11), true);
});

function pageCreate() {
  /** @type {import("../../../static/js/editor/saving.js").Saved[]} */
  const sent = [];
  /** @type {{ promise: Promise<any>, resolve: Function, reject: Function }[]} */
  const answers = [];
  /** @type {string[]} */
  const statuses = [];
  /** @type {Plain[][][]} */
  const stale = [];
  /** @type {number[]} */
  const pauses = [];
  /** @type {number[]} */
  const idle = [];
  /** @type {unknown} */
  let kept;
  const saving = savingCreate({
    revision: 7,
    send(body) {
      sent.push(body);
      const answer = withResolvers();
      answers.push(answer);
      return answer.promise;
    },
    onStatus: (status) => statuses.push(status),
    onStale: (theirs, mine) => stale.push([theirs, mine]),
    keep: (saved) => {
      kept = saved;
    },
    onIdle: () => void idle.push(sent.length),
    pause: async (attempt) => void pauses.push(attempt),
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return {
    saving,
    sent,
    stale,
    pauses,
    idle,
    status: () => statuses.at(-1),
    kept: () => kept,
    answer() {
      answers.shift()?.resolve({ revision: (sent.at(-1)?.revision ?? 0) + 1, segments: [] });
      return settle();
    },
    /** @param {ApiError} error */
    fail(error) {
      answers.shift()?.reject(error);
      return settle();
    },
  };
}

/** Promise.withResolvers, which Node has from 22 on. @returns {{ promise: Promise<any>, resolve: Function, reject: Function }} */
function withResolvers() {
  /** @type {any} */
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}
