import assert from "node:assert/strict";
import { test } from "node:test";
import { notSilent } from "../../../static/js/media/decoding.js";

/** What came of work that never ends, after steps of a quarter of the patience; true: a sign of life in it. */
async function outcome(/** @type {any} */ { mock }, /** @type {boolean[]} */ steps) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const life = { heard: 0 };
  let code = "";
  notSilent(new Promise(() => {}), 400, life).catch((error) => {
    code = error.code;
  });
  for (const isHeard of steps) {
    if (isHeard) life.heard += 1;
    mock.timers.tick(100);
    await new Promise(setImmediate);
  }
  return code;
}

test("what is silent for all of its patience is given up", async (t) => {
  assert.equal(await outcome(t, [false, false, false]), "");
  assert.equal(await outcome(t, [false, false, false, false]), "decoder_silent");
});

test("each sign of life grants the time anew, the last moment's, too", async (t) => {
  const late = [false, false, false, true];
  assert.equal(await outcome(t, [...late, ...late, ...late, false, false, false]), "");
});
