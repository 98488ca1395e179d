/*
 * The samples (packets) of a track as its tables in an MP4 file tell them: ISO/IEC 14496-12, 8.6.1 and 8.7. A day has
 * millions, so they are kept in arrays of numbers.
 */
import { boxNamed } from "./mp4-boxes.js";

/**
 * @typedef {import("./mp4-boxes.js").Box} Box
 *
 * @typedef {object} Samples
 * @property {number} count
 * @property {Uint32Array} sizes in bytes
 * @property {Float64Array} offsets in the file
 * @property {Float64Array} decodeTimes in units of the track
 * @property {Uint32Array} durations in the order of decoding
 * @property {Int32Array | null} shifts from decoding to showing; null when there are none
 * @property {Uint32Array | null} keys in rising order; null when each is a keyframe
 */

/**
 * @param {DataView} view
 * @param {Box[]} tables those of a track whose samples have sizes of their own
 * @returns {Samples} throws a RangeError where a table is missing or wrong
 */
export function samplesRead(view, tables) {
  const table = (/** @type {string} */ type) => tableView(view, boxNamed(tables, type));
  const has = (/** @type {string} */ type) => tables.some((box) => box.type === type);
  const sizes = wordsRead(table("stsz"), 4);
  const chunks = has("co64") ? longsRead(table("co64")) : wordsRead(table("stco"), 0);
  return {
    count: sizes.length,
    sizes,
    offsets: offsetsRead(table("stsc"), chunks, sizes),
    ...timesRead(table("stts"), sizes.length),
    shifts: has("ctts") ? shiftsRead(table("ctts"), sizes.length) : null,
    keys: has("stss") ? wordsRead(table("stss"), 0).map((number) => number - 1) : null,
  };
}

/**
 * @param {DataView} view
 * @param {Box} box
 * @returns {DataView} without version and flags
 */
function tableView(view, { content, end }) {
  return new DataView(view.buffer, view.byteOffset + content + 4, Math.max(0, end - content - 4));
}

/**
 * @param {DataView} table
 * @param {number} at where their number stands
 */
function wordsRead(table, at) {
  const words = new Uint32Array(table.getUint32(at));
  for (let index = 0; index < words.length; index += 1) words[index] = table.getUint32(at + 4 + 4 * index);
  return words;
}

/** @param {DataView} table */
function longsRead(table) {
  const longs = new Float64Array(table.getUint32(0));
  for (let index = 0; index < longs.length; index += 1)
    longs[index] = Number(table.getBigUint64(4 + 8 * index));
  return longs;
}

/**
 * @param {DataView} table
 * @param {ArrayLike<number>} chunks where they begin
 * @param {Uint32Array} sizes
 */
function offsetsRead(table, chunks, sizes) {
  const offsets = new Float64Array(sizes.length);
  const runs = table.getUint32(0);
  let sample = 0;
  for (let run = 0; run < runs; run += 1) {
    const at = 4 + 12 * run;
    const end = run + 1 < runs ? table.getUint32(at + 12) - 1 : chunks.length;
    const perChunk = table.getUint32(at + 4);
    if (table.getUint32(at + 8) !== 1) throw new RangeError("samples have different descriptions");
    for (let chunk = table.getUint32(at) - 1; chunk < end; chunk += 1) {
      if (chunk >= chunks.length) throw new RangeError("there is no such chunk");
      let offset = chunks[chunk];
      for (let left = perChunk; left > 0 && sample < sizes.length; left -= 1) {
        offsets[sample] = offset;
        offset += sizes[sample];
        sample += 1;
      }
    }
  }
  if (sample < sizes.length) throw new RangeError("samples lie in no chunk");
  return offsets;
}

/**
 * @param {DataView} table
 * @param {number} count
 */
function timesRead(table, count) {
  const decodeTimes = new Float64Array(count);
  const durations = new Uint32Array(count);
  let time = 0;
  const filled = runsEach(table, count, (sample, duration) => {
    decodeTimes[sample] = time;
    durations[sample] = duration;
    time += duration;
  });
  if (filled < count) throw new RangeError("samples have no times");
  return { decodeTimes, durations };
}

/**
 * @param {DataView} table
 * @param {number} count
 */
function shiftsRead(table, count) {
  const shifts = new Int32Array(count);
  runsEach(table, count, (sample, shift) => {
    shifts[sample] = shift;
  });
  return shifts;
}

/**
 * @param {DataView} table of runs of samples with one number
 * @param {number} count of samples
 * @param {(sample: number, number: number) => void} take
 * @returns {number} of samples that have one
 */
function runsEach(table, count, take) {
  let sample = 0;
  for (let run = 0; run < table.getUint32(0) && sample < count; run += 1) {
    const number = table.getUint32(8 + 8 * run);
    for (let left = table.getUint32(4 + 8 * run); left > 0 && sample < count; left -= 1) {
      take(sample, number);
      sample += 1;
    }
  }
  return sample;
}
