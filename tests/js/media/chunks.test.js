import assert from "node:assert/strict";
import { test } from "node:test";
import { chunkCollectorOpen, frameName } from "../../../static/js/media/chunks.js";

const jpeg = (/** @type {number} */ byte) => Uint8Array.from([byte]).buffer;
const pick = (/** @type {number} */ chunk, /** @type {number} */ timeMs) => {
  const frame = { time: timeMs / 1000, sequence: timeMs };
  return { chunk, timeMs, key: frame, frame };
};

function collect() {
  /** @type {import("../../../static/js/media/chunks.js").Chunk[]} */
  const sent = [];
  const collector = chunkCollectorOpen({
    onChunk: (chunk) => sent.push(chunk),
    emptyPicture: async () => jpeg(0),
  });
  return { sent, collector };
}

/** @param {{body: Uint8Array}} chunk */
const names = ({ body }) => [...new Set(new TextDecoder("latin1").decode(body).match(/\d{10}\.jpg/g))];

test("a chunk goes when its last frame has come, its frames in order of time", async () => {
  const { sent, collector } = collect();
  const picks = [pick(0, 0), pick(0, 5000), pick(0, 10_000)];
  collector.plan(0, picks, 0);
  await collector.add(picks[2], jpeg(3));
  await collector.add(picks[0], jpeg(1));
  assert.equal(sent.length, 0);
  await collector.add(picks[1], jpeg(2));
  assert.deepEqual(sent.map(names), [["0000000000.jpg", "0000005000.jpg", "0000010000.jpg"]]);
});

test("a frame that failed does not hold its chunk back", async () => {
  const { sent, collector } = collect();
  const picks = [pick(0, 0), pick(0, 5000)];
  collector.plan(0, picks, 0);
  await collector.add(picks[0], null);
  await collector.add(picks[1], jpeg(2));
  assert.equal(sent[0].frames, 1);
});

test("a chunk of which nothing could be decoded repeats the last picture under its first time", async () => {
  const { sent, collector } = collect();
  collector.plan(0, [pick(0, 0)], 0);
  collector.plan(1, [pick(1, 250_000)], 250_000);
  await collector.add(pick(0, 0), jpeg(7));
  await collector.add(pick(1, 250_000), null);
  assert.deepEqual(names(sent[1]), ["0000250000.jpg"]);
  assert.ok(sent[1].body.includes(7));
});

test("five chunks are open at most; the sixth waits for an upload", async () => {
  const { collector } = collect();
  for (let index = 0; index < 5; index += 1) await collector.room(index);
  let hasRoom = false;
  const waiting = collector.room(5).then(() => {
    hasRoom = true;
  });
  await collector.room(4);
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(hasRoom, false);
  collector.uploaded(2);
  await waiting;
  assert.equal(hasRoom, true);
});

test("names are ten digits of milliseconds", () => {
  assert.equal(frameName(0), "0000000000.jpg");
  assert.equal(frameName(86_400_000), "0086400000.jpg");
});
