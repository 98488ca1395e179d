/*
 * How different pictures look, and which of many are the most different ones. Pictures are shrunk to a few grey
 * samples, in which noise and compression are averaged out and a person is still some samples large.
 */

/** The side of a sketch in samples; pictures of any shape are squeezed into the square. */
export const SKETCH_SIDE = 32;

/** In grey levels of 255: what differs less is taken for the same picture with noise. */
const SAME_DISTANCE = 2;

/**
 * Grey (ITU-R BT.601) with its mean taken off, so that a passing cloud is no difference.
 * @param {Uint8ClampedArray} rgba of SKETCH_SIDE × SKETCH_SIDE pixels
 * @returns {Float32Array} SKETCH_SIDE² grey levels around 0
 */
export function sketchMake(rgba) {
  const grey = new Float32Array(rgba.length / 4);
  for (let index = 0; index < grey.length; index += 1) {
    const at = index * 4;
    grey[index] = 0.299 * rgba[at] + 0.587 * rgba[at + 1] + 0.114 * rgba[at + 2];
  }
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  return grey.map((value) => value - mean);
}

/**
 * @param {Float32Array} one
 * @param {Float32Array} other
 * @returns {number} root mean square of the differences, in grey levels
 */
export function sketchDistance(one, other) {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += (one[index] - other[index]) ** 2;
  return Math.sqrt(sum / one.length);
}

/**
 * The farthest-point traversal of Gonzalez, "Clustering to minimize the maximum intercluster distance" (1985):
 * each next one is the one farthest from all that were chosen, which covers what there is at most twice as
 * coarsely as the best choice of as many would. Ends early when only near-duplicates are left.
 * @param {readonly Float32Array[]} sketches
 * @param {number} count at most
 * @param {{first?: number, nearest?: number}} [options] first: the one to begin with; nearest: the least distance
 * @returns {number[]} indices in the order of the choice
 */
export function mostDifferent(sketches, count, { first = 0, nearest = SAME_DISTANCE } = {}) {
  const distances = new Float32Array(sketches.length).fill(Number.POSITIVE_INFINITY);
  const chosen = [];
  let next = first;
  while (chosen.length < Math.min(count, sketches.length) && distances[next] >= nearest) {
    chosen.push(next);
    for (const [index, sketch] of sketches.entries()) {
      distances[index] = Math.min(distances[index], sketchDistance(sketch, sketches[next]));
    }
    next = distances.indexOf(Math.max(...distances));
  }
  return chosen;
}
