import assert from "node:assert/strict";
import { test } from "node:test";
import { cutReport } from "../../../static/js/media/cut-report.js";
import { blobSha256 } from "../../../static/js/media/hash.js";

const CLIP = { start: 5, stop: 9.5, label: "", cutStart: 4, cutStop: 9.52, name: "a.mp4", container: "mp4" };
/** @type {import("../../../static/js/media/cutting.js").CutResult} */
const WRITTEN = {
  name: "a.mp4",
  cutStart: 4,
  cutStop: 9.52,
  way: "lossless",
  isWritten: true,
  bytes: 3,
  sha256: "ab",
  hasLostTracks: false,
  error: "",
  code: "",
};

test("a report has a line for each clip, written or not", () => {
  /** @type {typeof WRITTEN} */
  const failed = {
    ...WRITTEN,
    way: "head",
    isWritten: false,
    bytes: 0,
    sha256: "",
    error: "The disk is full.",
  };
  const plan = /** @type {any[]} */ ([CLIP, CLIP]);
  assert.equal(
    cutReport(plan, [{ ...WRITTEN, name: "a (2).mp4" }, failed]),
    [
      "file,segment,start,stop,clip_start,clip_stop,mode,label,bytes,sha256,error",
      "a (2).mp4,1,5.000,9.500,4.000,9.520,lossless,,3,ab,",
      ",2,5.000,9.500,4.000,9.520,exact_head,,,,The disk is full.",
      "",
    ].join("\r\n"),
  );
});

test("a segment that could not be planned has no times of a clip and no mode", () => {
  /** @type {typeof WRITTEN} */
  const failed = {
    ...WRITTEN,
    way: null,
    isWritten: false,
    sha256: "",
    error: "The file is damaged there, so this clip cannot be cut.",
  };
  const plan = /** @type {any[]} */ ([CLIP]);
  assert.match(
    cutReport(plan, [failed]),
    /\r\n,1,5\.000,9\.500,,,,,,,"The file is damaged there, so this clip cannot be cut\."\r\n/,
  );
});

test("once the start of the recording is known the recorder's time stands at the end of each line", () => {
  const plan = /** @type {any[]} */ ([CLIP]);
  assert.equal(
    cutReport(plan, [WRITTEN], "2023-06-14T23:59:52"),
    [
      "file,segment,start,stop,clip_start,clip_stop,mode,label,bytes,sha256,error,clock_start,clock_stop",
      "a.mp4,1,5.000,9.500,4.000,9.520,lossless,,3,ab,,2023-06-14T23:59:57.000,2023-06-15T00:00:01.500",
      "",
    ].join("\r\n"),
  );
});

test("a label is one field and no formula", () => {
  const plan = /** @type {any[]} */ ([{ ...CLIP, label: '=1+1, "gate"' }]);
  assert.match(cutReport(plan, [WRITTEN]), /,"'=1\+1, ""gate""",3,ab,/);
});

test("a file is hashed as the standard says", async () => {
  assert.equal(
    await blobSha256(new Blob(["a", "bc"])), // FIPS 180-2, appendix B.1
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
