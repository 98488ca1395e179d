// When a recording began, as its container says it: mvhd and creationdate of MP4 and MOV, DateUTC of Matroska.

import { clockNormalize } from "./clock.js";

/** @typedef {{text: string, isInstant: boolean}} Created local time with no zone, or an instant, in UTC */

const SECONDS_1904_TO_1970 = 2_082_844_800;
const MS_2001 = Date.UTC(2001, 0, 1);
const BOXES_AT_MOST = 64;
const TEXT_AT_MOST = 65_536;
const MATROSKA = "\x1a\x45\xdf\xa3";
const INFO = "\x15\x49\xa9\x66";
const SEEK_TO_INFO = `\x53\xab\x84${INFO}`;
const DATE_UTC = /\x44\x61\x88([\s\S]{8})/;
// "2023-06-14T11:30:00+0200": the time beside the zone is the recorder's
const CREATION_DATE = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)[+-]\d\d:?\d\d/;

/**
 * @param {Blob} file
 * @returns {Promise<Created | null>} null when it says nothing
 */
export async function createdRead(file) {
  const head = await byteText(file, 0, TEXT_AT_MOST);
  if (head.startsWith(MATROSKA)) return matroskaCreated(head);
  const moov = await boxFind(file, 0, file.size, "moov");
  return moov && moovCreated(file, moov);
}

/**
 * Whether an instant can be the start: a file is not finished before what it holds has been recorded. If it was,
 * the instant is the end of the recording, or of an export.
 * @param {Created | null} created
 * @param {{durationSeconds: number, lastModified: number, now: number}} file times in milliseconds
 * @returns {string} "" when it cannot
 */
export function clockFromCreated(created, { durationSeconds, lastModified, now }) {
  const clock = clockNormalize(created?.text ?? "");
  if (!created || !clockIsPlausible(clock, now)) return "";
  const tolerance = Math.max(2, durationSeconds / 10);
  const earliestEnd = Date.parse(`${clock}Z`) + (durationSeconds - tolerance) * 1000;
  return created.isInstant && earliestEnd > lastModified ? "" : clock;
}

/**
 * Recorders without a battery begin in 1904, 1970 or 2000; nothing has been recorded in the future.
 * @param {string} clock
 * @param {number} now milliseconds
 */
export function clockIsPlausible(clock, now) {
  return clock > "2001" && Date.parse(`${clock}Z`) < now + 86_400_000;
}

/** @typedef {{type: string, start: number, stop: number}} Box where its content lies */

/**
 * @param {Blob} file
 * @param {Box} moov
 * @returns {Promise<Created | null>}
 */
async function moovCreated(file, moov) {
  for (const type of ["meta", "udta"]) {
    const box = await boxFind(file, moov.start, moov.stop, type);
    const text = box ? await byteText(file, box.start, Math.min(box.stop, box.start + TEXT_AT_MOST)) : "";
    const [, local = ""] = CREATION_DATE.exec(text) ?? [];
    if (local) return { text: local, isInstant: false };
  }
  const mvhd = await boxFind(file, moov.start, moov.stop, "mvhd");
  if (!mvhd || mvhd.stop - mvhd.start < 12) return null;
  const view = new DataView(await file.slice(mvhd.start, mvhd.start + 12).arrayBuffer());
  const seconds = view.getUint8(0) === 1 ? Number(view.getBigUint64(4)) : view.getUint32(4);
  return instant((seconds - SECONDS_1904_TO_1970) * 1000);
}

/** @param {string} head the beginning of a file */
function matroskaCreated(head) {
  const [, info = ""] = head.replaceAll(SEEK_TO_INFO, "").split(INFO);
  const [, bytes] = DATE_UTC.exec(info.slice(0, 1024)) ?? [];
  if (!bytes) return null;
  const view = new DataView(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)).buffer);
  return instant(MS_2001 + Number(view.getBigInt64(0) / 1_000_000n));
}

/**
 * @param {number} ms since 1970
 * @returns {Created | null}
 */
function instant(ms) {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return null;
  return { text: date.toISOString().slice(0, 19), isInstant: true };
}

/**
 * @param {Blob} file
 * @param {number} start
 * @param {number} stop
 * @param {string} wanted
 * @returns {Promise<Box | null>}
 */
async function boxFind(file, start, stop, wanted) {
  let at = start;
  for (let count = 0; count < BOXES_AT_MOST && at + 8 <= stop; count += 1) {
    const box = await boxRead(file, at, stop);
    if (!box || box.type === wanted) return box;
    at = box.stop;
  }
  return null;
}

/**
 * @param {Blob} file
 * @param {number} at
 * @param {number} stop of what holds it
 * @returns {Promise<Box | null>} null where there is none
 */
async function boxRead(file, at, stop) {
  const bytes = await file.slice(at, at + 16).arrayBuffer();
  if (bytes.byteLength < 8) return null;
  const view = new DataView(bytes);
  const type = String.fromCharCode(...new Uint8Array(bytes, 4, 4));
  const short = view.getUint32(0);
  const isLong = short === 1 && bytes.byteLength === 16;
  const size = isLong ? Number(view.getBigUint64(8)) : short || stop - at;
  const head = isLong ? 16 : 8;
  return size < head ? null : { type, start: at + head, stop: Math.min(stop, at + size) };
}

/**
 * @param {Blob} file
 * @param {number} start
 * @param {number} stop
 * @returns {Promise<string>} a character for each byte
 */
async function byteText(file, start, stop) {
  const bytes = new Uint8Array(await file.slice(start, stop).arrayBuffer());
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
