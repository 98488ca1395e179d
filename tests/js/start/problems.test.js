import assert from "node:assert/strict";
import { test } from "node:test";
import {
  browserProblem,
  isIntervalValid,
  isSlowToSample,
  probeProblem,
  sizeProblem,
} from "../../../static/js/start/problems.js";
import { problemText, stopText } from "../../../static/js/start/texts.js";

const limits = {
  max_size_bytes: 25 * 1024 ** 3,
  max_duration_s: 86_400,
  max_requests: 3,
  min_interval_s: 0.2,
  max_interval_s: 60,
  default_interval_s: 5,
  chunk_frames: 50,
};
const probe = { durationSeconds: 600, codecLabel: "H.264", width: 640, height: 360, way: "software" };

test("it works: an ordinary video has no problem", () => {
  assert.equal(sizeProblem(1000, limits), null);
  assert.equal(probeProblem(probe, limits), null);
});

test("exactly the limit is still taken", () => {
  assert.equal(sizeProblem(limits.max_size_bytes, limits), null);
  assert.equal(probeProblem({ ...probe, durationSeconds: 86_400 }, limits), null);
});

test("a byte or a second more is told before the work starts, with both figures and the remedy", () => {
  assert.equal(sizeProblem(limits.max_size_bytes + 1, limits), "too_large");
  assert.equal(probeProblem({ ...probe, durationSeconds: 90_000 }, limits), "too_long");
  const text = problemText("too_long", { limits, durationSeconds: 90_000 });
  assert.match(text, /25\u00a0hr.*24\u00a0hr.*[Ss]plit/);
});

test("an empty file is told apart from one that is no video", () => {
  assert.equal(sizeProblem(0, limits), "empty");
  assert.notEqual(problemText("empty", { limits }), problemText("not_a_video", { limits }));
});

test("a codec that the browser cannot decode is named", () => {
  assert.equal(probeProblem({ ...probe, way: null }, limits), "undecodable");
  assert.match(problemText("undecodable", { limits, codec: "HEVC (H.265)" }), /HEVC \(H\.265\).*convert/);
});

test("plain http is a problem of the address, an old browser one of the browser", () => {
  assert.equal(browserProblem({ isSecure: false, hasCanvas: false }), "insecure");
  assert.equal(browserProblem({ isSecure: true, hasCanvas: false }), "unsupported");
  assert.equal(browserProblem({ isSecure: true, hasCanvas: true }), null);
});

test("an interval that is empty or out of bounds is refused", () => {
  assert.deepEqual(
    [0.2, 5, 60, 0.1, 61, Number.NaN].map((interval) => isIntervalValid(interval, limits)),
    [true, true, true, false, false, false],
  );
});

test("a video with rarer full pictures than the interval is slow, an unknown one is not called so", () => {
  assert.equal(isSlowToSample({ ...probe, keyframeIntervalSeconds: 10 }, 5), true);
  assert.equal(isSlowToSample({ ...probe, keyframeIntervalSeconds: 2 }, 5), false);
  assert.equal(isSlowToSample({ ...probe, keyframeIntervalSeconds: null }, 5), false);
});

test("every code of the media modules has words of its own kind, and an unknown one is no hole", () => {
  const codes = [
    "network",
    "forbidden",
    "request_gone",
    "decoder_silent",
    "unexpected",
    "undecodable",
    "new",
  ];
  for (const code of codes) assert.ok(stopText({ code }, limits).length > 20, code);
});

test("the server's own words are passed on", () => {
  assert.equal(stopText({ code: "invalid", status: 422, message: "Too odd." }, limits), "Too odd.");
});
