import assert from "node:assert/strict";
import { test } from "node:test";
import { cameraGuess, camerasOrder } from "../../../static/js/start/camera-name.js";

/** @type {[string, string][]} */
const NAMES = [
  ["gate-north_2026-11-20_08-00-00.mp4", "gate-north"],
  ["gate-north_2026-11-20_08-00-00_2026-11-20_09-00-00.mp4", "gate-north"],
  ["Gate 7 2026-11-20 08.00.00.mp4", "Gate 7"],
  ["NVR_ch03_main_20261120080000_20261120090000.mp4", "NVR ch03"],
  ["NVR_ch3_20261120080000_20261120090000_part2.mkv", "NVR ch3"],
  ["192.168.1.64_01_20240101000000000.mp4", "192.168.1.64"],
  ["192.168.1.64_01_20240101120000123_part1.mp4", "192.168.1.64"],
  ["CAM2 2026.11.20.mkv", "CAM2"],
  ["20261120_080000.mp4", ""],
  ["2026-11-20 08-00-00.mkv", ""],
  ["VID_20261120_080000.mp4", ""],
  ["D03_20261120080000.mp4", "D03"],
  ["ch01_00000000012000000.mp4", "ch01"],
  ["hiv00012.mp4", ""],
  ["XVR_ch1_main_20261120080000_20261120083000.dav", "XVR ch1"],
  ["08.00.00-09.00.00[R][0@0][0].mp4", ""],
  ["axis-accc8e012345_20261120_080000.mkv", "axis-accc8e012345"],
  ["20261120_080000_A1B2_ACCC8E012345.mkv", "ACCC8E012345"],
  ["RecM05_20261120_080000_081500_6D28808_2A5F1B.mp4", "RecM05"],
  ["Front Door-01-20261120080000-20261120081500.mp4", "Front Door"],
  ["Камера у ворот 20-11-2026 08-00-00.avi", "Камера у ворот"],
  ["Цех-2_2026-11-20.mp4", "Цех-2"],
  ["loading_dock.mp4", "loading dock"],
  ["Yard_1763625600.mp4", "Yard"],
  ["yard 08h00.mp4", "yard"],
  ["demo-camera.mp4", "demo-camera"],
  ["C:\\records\\Yard\\cam-west_20261120T080000Z.mp4", "cam-west"],
  ["Камера 1.mp4", "Камера 1"],
  ["camera_01_20261120.mp4", "camera 01"],
  ["gate_20261120_1.mp4", "gate"],
  ["recording 12 part 2.mp4", ""],
  ["1.mp4", ""],
  ["", ""],
];
for (const [fileName, camera] of NAMES) {
  test(`${fileName || "no name"} is of ${camera || "no known camera"}`, () => {
    assert.equal(cameraGuess(fileName), camera);
  });
}

test("a known camera whose name stands in the file's wins, the longest first", () => {
  const known = ["Gate", "Gate north", "NVR ch3", "7"];
  assert.equal(cameraGuess("gate-north_2026-11-20_08-00-00.mp4", known), "Gate north");
  assert.equal(cameraGuess("GATE_20261120.mp4", known), "Gate");
  assert.equal(cameraGuess("nvr_ch03_main_20261120080000.mp4", known), "NVR ch3");
  assert.equal(cameraGuess("gateway_20261120.mp4", known), "gateway");
});

test("a name is found however its accents are spelled", () => {
  assert.equal(cameraGuess("Двери\u0306_2026-11-20.mp4", ["Двер\u0439"]), "Двер\u0439");
});

test("the cameras that the file name speaks of are offered first", () => {
  const known = ["Yard", "Gate south", "Gate north"];
  assert.deepEqual(camerasOrder("gate_north_2026.mp4", known), ["Gate north", "Gate south", "Yard"]);
  assert.deepEqual(camerasOrder("20261120.mp4", known), known);
});

test("a guess is never longer than a name may be", () => {
  assert.equal(cameraGuess(`${"x".repeat(300)}.mp4`).length, 100);
});
