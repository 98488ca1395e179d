import assert from "node:assert/strict";
import { test } from "node:test";
import { clockFromCreated, createdRead } from "../../../static/js/clock/metadata.js";

const START_MS = Date.UTC(2023, 5, 14, 9, 30);
const START = "2023-06-14T09:30:00";
const SECONDS_1904_TO_1970 = 2_082_844_800;

/** @param {string} type @param {...(Uint8Array | number[])} contents */
function box(type, ...contents) {
  const body = contents.flatMap((content) => [...content]);
  return [...u32(body.length + 8), ...text(type), ...body];
}

/** @param {number} value */
function u32(value) {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
}

/** @param {string} value */
function text(value) {
  return [...value].map((character) => character.charCodeAt(0));
}

/** @param {number} seconds since 1904 */
function mvhd(seconds) {
  return box("mvhd", u32(0), u32(seconds), new Uint8Array(92));
}

/** @param {...number[]} boxes */
function mp4(...boxes) {
  return new Blob([Uint8Array.from([...box("ftyp", text("isom")), ...boxes.flat()])]);
}

const CREATED = START_MS / 1000 + SECONDS_1904_TO_1970;

test("mvhd tells an instant, wherever moov lies", async () => {
  const media = box("mdat", new Uint8Array(1000));
  const moov = box("moov", mvhd(CREATED));
  for (const file of [mp4(moov, media), mp4(media, moov)]) {
    assert.deepEqual(await createdRead(file), { text: START, isInstant: true });
  }
});

test("mvhd of version 1 has 64 bits", async () => {
  const long = box("mvhd", [1, 0, 0, 0], u32(0), u32(CREATED), new Uint8Array(100));
  assert.deepEqual(await createdRead(mp4(box("moov", long))), { text: START, isInstant: true });
});

test("a box with a length of 64 bits is passed over", async () => {
  const media = [...u32(1), ...text("mdat"), ...u32(0), ...u32(1016), ...new Uint8Array(1000)];
  assert.equal((await createdRead(mp4(media, box("moov", mvhd(CREATED)))))?.text, START);
});

test("the creation date of a phone tells its local time", async () => {
  const meta = box("meta", text("mdta com.apple.quicktime.creationdate data 2023-06-14T09:30:00+0200"));
  const file = mp4(box("moov", mvhd(CREATED - 7200), meta));
  assert.deepEqual(await createdRead(file), { text: START, isInstant: false });
});

test("Matroska tells nanoseconds since 2001", async () => {
  const date = new DataView(new ArrayBuffer(8));
  date.setBigInt64(0, BigInt(START_MS - Date.UTC(2001, 0, 1)) * 1_000_000n);
  const seek = [0x53, 0xab, 0x84, 0x15, 0x49, 0xa9, 0x66];
  const info = [0x15, 0x49, 0xa9, 0x66, 0x8b, 0x44, 0x61, 0x88, ...new Uint8Array(date.buffer)];
  const file = new Blob([Uint8Array.from([0x1a, 0x45, 0xdf, 0xa3, ...seek, ...info])]);
  assert.deepEqual(await createdRead(file), { text: START, isInstant: true });
});

for (const [what, bytes] of /** @type {[string, number[]][]} */ ([
  ["nothing", []],
  ["text", text("this is no video at all, but it is long enough")],
  ["a box without an end", [...u32(3), ...text("ftyp")]],
  ["Matroska without a date", [0x1a, 0x45, 0xdf, 0xa3, 0x15, 0x49, 0xa9, 0x66]],
  ["a moov that is cut off", box("moov", u32(108), text("mvhd"))],
])) {
  test(`${what} tells nothing`, async () => {
    assert.equal(await createdRead(new Blob([Uint8Array.from(bytes)])), null);
  });
}

const HOUR = { durationSeconds: 3600, now: START_MS + 30 * 86_400_000 };
const instant = { text: START, isInstant: true };

test("a file that was finished when the recording ended began at its creation", () => {
  for (const late of [3600_000, 3_500_000, 86_400_000]) {
    assert.equal(clockFromCreated(instant, { ...HOUR, lastModified: START_MS + late }), START);
  }
});

test("a file that was finished at its creation was created at its end, or exported", () => {
  for (const late of [0, 60_000, -3600_000]) {
    assert.equal(clockFromCreated(instant, { ...HOUR, lastModified: START_MS + late }), "");
  }
});

test("local time is not compared with the time of the file", () => {
  const local = { text: START, isInstant: false };
  assert.equal(clockFromCreated(local, { ...HOUR, lastModified: START_MS - 7200_000 }), START);
});

test("what a recorder without a battery tells is ignored, and so is the future", () => {
  for (const text of [
    "1904-01-01T00:00:00",
    "1970-01-01T00:00:00",
    "2000-01-01T00:00:10",
    "2023-07-20T00:00:00",
  ]) {
    assert.equal(clockFromCreated({ text, isInstant: false }, { ...HOUR, lastModified: HOUR.now }), "", text);
  }
  assert.equal(clockFromCreated(null, { ...HOUR, lastModified: HOUR.now }), "");
});
