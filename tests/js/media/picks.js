/**
 * Reads cases as JSON, each a table of times or a file, and prints the milliseconds that the browser's plan picks:
 * tests/workers/evaluation/test_plan.py compares them with those of `manage.py evaluate`.
 */
import { openAsBlob } from "node:fs";
import { text } from "node:stream/consumers";
import { frameIndexOpen } from "../../../static/js/media/frame-index.js";
import { videoOpen } from "../../../static/js/media/source.js";
import { allPicks, indexOf } from "./indexed.js";

/** @typedef {{interval: number, path?: string, times: number[], isKey: boolean[]}} Case */

/** @param {Case} given */
async function indexOpen({ path, times, isKey }) {
  if (path) return frameIndexOpen(await videoOpen(await openAsBlob(path), { isExact: true }));
  return indexOf(times, (number) => isKey[number]);
}

const answers = [];
for (const given of /** @type {Case[]} */ (JSON.parse(await text(process.stdin)))) {
  const picks = await allPicks(await indexOpen(given), given.interval);
  // what the index does not find is only counted as failed
  answers.push(picks.filter(({ isLost }) => !isLost).map(({ timeMs }) => timeMs));
}
process.stdout.write(JSON.stringify(answers));
