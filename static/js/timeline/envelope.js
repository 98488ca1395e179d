/** The score curve in few points, for the overview of a whole day. */

/**
 * The highest score in each of `count` equal stretches of the video.
 * @param {ArrayLike<number>} times @param {ArrayLike<number>} scores @param {number} duration @param {number} count
 */
export function envelopeMaxima(times, scores, duration, count) {
  const maxima = new Float32Array(count);
  for (let index = 0; index < times.length; index += 1) {
    const bucket = Math.min(count - 1, Math.max(0, Math.floor((times[index] / duration) * count)));
    if (scores[index] > maxima[bucket]) maxima[bucket] = scores[index];
  }
  return maxima;
}

/** An SVG path of the filled envelope in a box of `count` × 100. @param {Float32Array} maxima */
export function envelopePath(maxima) {
  const points = Array.from(maxima, (score, index) => `L${index} ${y(score)}H${index + 1}`);
  return `M0 100${points.join("")}V100Z`;
}

/** @param {number} score */
function y(score) {
  return Math.round((1 - Math.min(1, Math.max(0, score))) * 1000) / 10;
}
