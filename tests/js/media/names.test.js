import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clipName,
  nameMakeSafe,
  nameNumbered,
  nameStem,
  namesMakeUnique,
  timeForName,
} from "../../../static/js/media/names.js";

const VALUES = { video: "gate", start: "00.01.00", stop: "00.02.30", index: "001", label: "truck" };

test("it works: the template's names are filled in", () => {
  assert.equal(clipName("{video}_{start}-{stop}", VALUES), "gate_00.01.00-00.02.30");
  assert.equal(clipName("{index} {label}", VALUES), "001 truck");
});

test("an unknown name in braces stays, so that the user sees it", () => {
  assert.equal(clipName("{video} {camera}", VALUES), "gate {camera}");
});

test("what a value brings is not filled in again", () => {
  assert.equal(clipName("{label}", { ...VALUES, label: "{video}" }), "{video}");
});

test("names are safe on every system", () => {
  assert.equal(nameMakeSafe('a<b>c:d"e/f\\g|h?i*j\u0007'), "a_b_c_d_e_f_g_h_i_j_");
  assert.equal(nameMakeSafe("../../etc/passwd"), "_.._etc_passwd");
  assert.equal(nameMakeSafe("clip. . "), "clip");
  assert.equal(nameMakeSafe("CON"), "CON_");
  assert.equal(nameMakeSafe("com1"), "com1_");
  assert.equal(nameMakeSafe(" . "), "clip");
  assert.equal(nameMakeSafe("Склад №3"), "Склад №3");
  assert.ok(nameMakeSafe("x".repeat(1000)).length <= 150);
});

test("names that only differ in case count as the same", () => {
  assert.deepEqual(namesMakeUnique(["a", "A", "b", "a", "a_2"]), ["a", "A_2", "b", "a_3", "a_2_2"]);
});

test("times are hours, minutes and seconds without colons", () => {
  assert.equal(timeForName(0), "00.00.00");
  assert.equal(timeForName(3725.9), "01.02.05");
  assert.equal(timeForName(59.9999), "00.01.00");
  assert.equal(timeForName(100 * 3600), "100.00.00");
});

test("the extension goes and nothing else", () => {
  assert.equal(nameStem("gate.camera.2026.mp4"), "gate.camera.2026");
  assert.equal(nameStem("C:\\videos\\gate.MP4"), "gate");
  assert.equal(nameStem(".mp4"), ".mp4");
  assert.equal(nameStem("gate"), "gate");
});

test("a number goes before the extension", () => {
  assert.equal(nameNumbered("clip.mp4", 1), "clip.mp4");
  assert.equal(nameNumbered("clip.mp4", 2), "clip (2).mp4");
  assert.equal(nameNumbered("clip", 3), "clip (3)");
});
