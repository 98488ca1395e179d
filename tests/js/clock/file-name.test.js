import assert from "node:assert/strict";
import { test } from "node:test";
import { clockFromName, clockFromSpan } from "../../../static/js/clock/file-name.js";

const START = "2023-06-14T09:30:00";

/** @type {[recorder: string, name: string, start: string][]} */
const NAMES = [
  ["Hikvision", "192.168.1.64_01_20230614093000_20230614100000.mp4", START],
  ["Hikvision, milliseconds", "192.168.1.64_01_20230614093000123.mp4", START],
  ["Hikvision iVMS", "ch01_20230614093000.mp4", START],
  ["Dahua NVR", "NVR_ch1_main_20230614093000_20230614100000.dav", START],
  ["Dahua folder", "cam/2023-06-14/001/dav/09/09.30.00-10.00.00[M][0@0][0].dav", START],
  ["Dahua folder, Windows", "D:\\2023-06-14\\001\\dav\\09\\09.30.00-10.00.00[M][0@0][0].dav", START],
  ["Axis", "20230614_093000_A1B2_ACCC8E012345.mkv", START],
  ["Axis", "axis-accc8e012345_20230614_093000.mkv", START],
  ["Reolink", "RecM01_20230614_093000_100000_6D28808_2A5F1B.mp4", START],
  ["Reolink, summer time", "RecM09_DST20230614_093000_093110_0_A71FCC3A00.mp4", START],
  ["Reolink NVR", "Front Door-01-20230614093000-20230614100000.mp4", START],
  ["UniFi", "Gate_2023-06-14_09-30-00.mp4", START],
  ["UniFi, US", "G4 Bullet 6-14-2023, 9.30.00am - 6-14-2023, 10.00.00am.mp4", START],
  ["UniFi, US, afternoon", "G4 Bullet 6-14-2023, 9.30.00 PM.mp4", "2023-06-14T21:30:00"],
  ["UniFi, US, noon", "G4 6-14-2023, 12.30.00pm.mp4", "2023-06-14T12:30:00"],
  ["UniFi, US, after midnight", "G4 6-14-2023, 12.30.00am.mp4", "2023-06-14T00:30:00"],
  ["UniFi, US, early in the month", "G4 6-5-2023, 9.30.00am.mp4", "2023-06-05T09:30:00"],
  ["Milestone", "Camera 1 2023-06-14 09.30.00.avi", START],
  ["Blue Iris", "Yard.20230614_093000.mp4", START],
  ["Blue Iris, clip", "Yard.20230614_093000.123456.3-1.mp4", START],
  ["Brickcom", "20230614-093000-100000_192.168.1.11-CH2.avi", START],
  ["Android", "VID_20230614_093000.mp4", START],
  ["Pixel", "PXL_20230614_093000123.mp4", START],
  ["ISO 8601", "cam 2023-06-14T09-30-00.mkv", START],
  ["ISO 8601, basic", "cam-west_20230614T093000Z.mp4", START],
  ["ISO 8601, colons", "2023-06-14T09:30:00.000.mp4", START],
  ["OBS", "2023-06-14 09-30-00.mkv", START],
  ["dashes around", "cam 2023-06-14 - 09.30.00.mp4", START],
  ["screen recorder", "Screen Recording 2023-06-14 at 9.30.00 AM.mov", START],
  ["day first", "Камера у ворот 14-06-2023 09-30-00.avi", START],
  ["day first, points", "Hof 05.06.2023 09.30.00.mp4", "2023-06-05T09:30:00"],
  ["Unix time, in UTC", "Yard_1686735000.mp4", START],
  ["Unix time in milliseconds", "Yard_1686735000123.mp4", START],
  ["29 February", "cam_20240229_093000.mp4", "2024-02-29T09:30:00"],
  ["a date that does not exist, then one that does", "0_20230230_093000_20230614_093000.mp4", START],
  ["GoPro", "GX010123.MP4", ""],
  ["DJI", "DJI_0042.MP4", ""],
  ["a date alone", "camera_01_20230614.mp4", ""],
  ["a date and a size", "camera_20230614_1440p.mp4", ""],
  ["day or month first?", "cam 05-06-2023 09-30-00.mp4", ""],
  ["no date", "09.30.00-10.00.00[M][0@0][0].dav", ""],
  ["no such day", "cam_20230230_093000.mp4", ""],
  ["a serial number", "cam12345678901234567890.mp4", ""],
  ["a network address", "ACCC8E1686735000.mp4", ""],
  ["nothing", "loading_dock.mp4", ""],
  ["nothing at all", "", ""],
];
for (const [recorder, name, start] of NAMES) {
  test(`${recorder}: ${name} begins at ${start || "a time it does not tell"}`, () => {
    assert.equal(clockFromName(name), start);
  });
}

const SPAN = "09.30.00-10.00.00[M][0@0][0].dav";

test("times of day get the date on which the file was written, if it was when the recording stopped", () => {
  assert.equal(clockFromSpan(SPAN, new Date(2023, 5, 14, 10, 0, 1)), START);
  assert.equal(clockFromSpan(SPAN, new Date(2023, 5, 14, 9, 59, 58)), START);
  assert.equal(clockFromSpan(SPAN, new Date(2023, 5, 14, 11, 20, 0)), "");
  assert.equal(clockFromSpan(SPAN, new Date(2023, 5, 15, 9, 0, 0)), "");
});

test("a recording over midnight began the day before", () => {
  const name = "23.30.00-00.00.00[R][0@0][0].dav";
  assert.equal(clockFromSpan(name, new Date(2023, 5, 15, 0, 0, 2)), "2023-06-14T23:30:00");
  assert.equal(clockFromSpan(name, new Date(2023, 5, 14, 23, 59, 59)), "2023-06-14T23:30:00");
  assert.equal(
    clockFromSpan("23.30.00-23.59.59[R][0@0][0].dav", new Date(2023, 5, 15, 0, 0, 2)),
    "2023-06-14T23:30:00",
  );
});

test("any other name is no span", () => {
  assert.equal(clockFromSpan("loading_dock.mp4", new Date(2023, 5, 14, 10, 0, 0)), "");
  assert.equal(clockFromSpan(SPAN, new Date(Number.NaN)), "");
});
