import assert from "node:assert/strict";
import { test } from "node:test";
import { MediaError } from "../../../static/js/media/errors.js";
import {
  CHUNK_FRAMES,
  chunkCount,
  chunkPlan,
  pickGroups,
  targetCount,
} from "../../../static/js/media/plan.js";
import { allPicks, indexOf } from "./indexed.js";

/**
 * @param {number} seconds
 * @param {number} gopSeconds
 * @param {number} [fps]
 */
function recording(seconds, gopSeconds, fps = 25) {
  const times = Array.from({ length: seconds * fps }, (_, number) => number / fps);
  return indexOf(times, (number) => number % (gopSeconds * fps) === 0);
}

const times = (/** @type {{timeMs: number}[]} */ picks) => picks.map(({ timeMs }) => timeMs / 1000);

test("it works: keyframes near the wanted times are taken", async () => {
  const picks = await allPicks(recording(21, 2), 5);
  assert.deepEqual(times(picks), [0, 4, 10, 14, 20]);
  assert.ok(picks.every(({ key, frame }) => key.sequence === frame.sequence));
});

test("where no keyframe is near, the frame shown at the wanted time is decoded from the keyframe before", async () => {
  const picks = await allPicks(recording(20, 10), 3);
  assert.deepEqual(times(picks), [0, 3, 6, 10, 12, 15, 18]);
  assert.deepEqual(
    picks.map(({ key }) => key.time),
    [0, 0, 0, 10, 10, 10, 10],
  );
});

test("a frame is at most half an interval from its time, for any interval and any distance of keyframes", async () => {
  for (const gop of [1, 2, 4, 7, 10, 30]) {
    for (const interval of [0.2, 0.5, 1, 2.5, 5, 7.3]) {
      const index = recording(60, gop);
      const picks = await allPicks(index, interval);
      for (let target = 0; target * interval <= index.lastTime; target += 1) {
        const wanted = target * interval;
        const nearest = Math.min(...times(picks).map((time) => Math.abs(time - wanted)));
        assert.ok(nearest <= interval / 2 + 0.02, `${gop} ${interval} ${wanted} ${nearest}`);
      }
    }
  }
});

test("times are strictly ascending and no frame is taken twice", async () => {
  const uneven = Array.from({ length: 900 }, (_, number) => number * 0.04 + Math.floor(number / 40) * 3);
  for (const interval of [0.2, 0.7, 1, 5]) {
    const picks = times(
      await allPicks(
        indexOf(uneven, (number) => number % 50 === 0),
        interval,
      ),
    );
    assert.deepEqual(
      picks,
      [...new Set(picks)].sort((a, b) => a - b),
    );
  }
});

test("the frames of a chunk do not depend on the chunks before it", async () => {
  const index = recording(300, 7);
  const whole = await allPicks(index, 1);
  for (let chunk = chunkCount(index.lastTime, 1) - 1; chunk >= 0; chunk -= 1) {
    const alone = await chunkPlan(index, 1, chunk);
    assert.deepEqual(
      alone,
      whole.filter((pick) => pick.chunk === chunk),
    );
  }
});

test("a frame on the border between two chunks is in the first one only", async () => {
  // keyframes 2.5 s after every second border: the last time of a chunk and the first of the next want the same
  const index = indexOf([0, 247.5, 400], () => true);
  assert.deepEqual(times(await chunkPlan(index, 5, 0)), [0, 247.5]);
  assert.deepEqual(times(await chunkPlan(index, 5, 1)), [400]);
});

test("a picture that stands still for a whole chunk is repeated once under the chunk's first time", async () => {
  const index = indexOf([0, 1, 900], (number) => number !== 1);
  assert.deepEqual(times(await chunkPlan(index, 5, 1)), [250]);
  assert.deepEqual(times(await chunkPlan(index, 5, 2)), [500]);
  assert.deepEqual(times(await chunkPlan(index, 5, 3)), [900]);
});

test("a video that starts late gives its first frame once and every chunk a frame", async () => {
  const index = indexOf([600, 600.04, 605, 900], () => true);
  const picks = times(await allPicks(index, 5));
  assert.deepEqual(picks, [0, 250, 600, 605, 900]);
});

test("a keyframe that the edit list hides is decoded from, not shown", async () => {
  const index = indexOf([-1.2, -0.6, -0.02, 0.6, 4], (number) => number === 0 || number === 4);
  const [first] = await chunkPlan(index, 5, 0);
  assert.deepEqual([first.timeMs, first.frame.time, first.key.time], [0, -0.02, -1.2]);
});

test("a place that cannot be read costs its frames only, which are planned to fail", async () => {
  const index = recording(20, 2);
  const torn = {
    ...index,
    keyBefore: (/** @type {number} */ time) =>
      time > 7 && time < 11 ? Promise.reject(new Error("torn")) : index.keyBefore(time),
  };
  const picks = await chunkPlan(torn, 2, 0);
  assert.deepEqual(times(picks), [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  assert.deepEqual(times(picks.filter(({ isLost }) => isLost)), [8, 10]);
});

test("frames that the index does not find are planned to fail, each for itself", async () => {
  const index = recording(20, 10);
  const blind = { ...index, keyBefore: async () => null, keyAfter: async () => null };
  async function* planned() {
    yield* await chunkPlan(blind, 5, 0);
  }
  const groups = [];
  for await (const { picks } of pickGroups(planned())) groups.push(times(picks));
  assert.deepEqual(groups, [[0], [5], [10], [15]]);
});

test("a file that is gone ends the sampling instead of costing frames, from whichever look-up it shows", async () => {
  const gone = () => Promise.reject(new MediaError("file_unreadable"));
  const index = recording(20, 10);
  for (const lookup of ["keyBefore", "keyAfter", "frameAt"]) {
    async function* planned() {
      yield* await chunkPlan({ ...index, [lookup]: gone }, 3, 0);
    }
    const groups = pickGroups(planned());
    await assert.rejects(groups.next(), { code: "file_unreadable" }, lookup);
  }
});

test("picks that start from one keyframe are one group, also across chunks", async () => {
  const index = recording(120, 60);
  const picks = await allPicks(index, 1);
  async function* stream() {
    yield* picks;
  }
  const groups = [];
  for await (const group of pickGroups(stream())) groups.push(group);
  assert.deepEqual(
    groups.map((group) => [group.key.time, group.picks.length]),
    [
      [0, 60],
      [60, 60],
    ],
  );
});

test("wanted times reach to the last frame", () => {
  assert.equal(targetCount(9.96, 5), 2);
  assert.equal(targetCount(10, 5), 3);
  assert.equal(targetCount(9.9999, 5), 3);
  assert.equal(targetCount(0, 5), 1);
  assert.equal(chunkCount(5 * (CHUNK_FRAMES - 1), 5), 1);
  assert.equal(chunkCount(5 * CHUNK_FRAMES, 5), 2);
  assert.equal(chunkCount(24 * 3600 - 0.04, 5), 346);
});
