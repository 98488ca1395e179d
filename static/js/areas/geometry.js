// Polygons in shares of a picture's width and height. Pure: no page, no pixels.

/** @typedef {readonly [number, number]} Point x and y, each 0..1 */
/** @typedef {"crossed" | "flat"} Problem */

/** Share of the picture; the server refuses the same (smartcut/core/areas.py). */
const SMALLEST_AREA = 1e-5;

/**
 * @param {number} value
 * @returns {number} inside the picture, without digits that nobody sees
 */
export function shareClamp(value) {
  return Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5;
}

/**
 * @param {readonly Point[]} points
 * @returns {Problem | null} why inside and outside cannot be told apart
 */
export function polygonProblem(points) {
  const edges = points.map((point, index) => [point, points[(index + 1) % points.length]]);
  for (const [index, [a, b]] of edges.entries()) {
    if (edges.slice(index + 1).some(([c, d]) => isCrossing(a, b, c, d))) return "crossed";
  }
  return Math.abs(surface(points)) < SMALLEST_AREA ? "flat" : null;
}

/**
 * @param {readonly Point[]} points
 * @param {Point} point
 * @returns {boolean}
 */
export function isInside(points, [x, y]) {
  let isIn = false;
  for (const [index, [x1, y1]] of points.entries()) {
    const [x2, y2] = points[(index + 1) % points.length];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) isIn = !isIn;
  }
  return isIn;
}

/**
 * The edge that a point lies on, when one is near; distances as on the screen.
 * @param {readonly Point[]} points
 * @param {Point} point
 * @param {{width: number, height: number, reach: number}} screen of the picture, all in pixels
 * @returns {number | null} the edge begins at the point of this number
 */
export function edgeNear(points, point, { width, height, reach }) {
  const onScreen = points.map(([x, y]) => /** @type {Point} */ ([x * width, y * height]));
  const at = /** @type {Point} */ ([point[0] * width, point[1] * height]);
  let nearest = null;
  let least = reach;
  for (const [index, start] of onScreen.entries()) {
    const distance = edgeDistance(start, onScreen[(index + 1) % onScreen.length], at);
    if (distance > least) continue;
    least = distance;
    nearest = index;
  }
  return nearest;
}

/**
 * @param {readonly Point[]} points
 * @param {number} after the number of a point
 * @param {Point} [point] the middle of the edge when it is left out
 * @returns {Point[]}
 */
export function pointInsert(points, after, point) {
  const next = points[(after + 1) % points.length];
  const middle = point ?? [(points[after][0] + next[0]) / 2, (points[after][1] + next[1]) / 2];
  return [...points.slice(0, after + 1), pointClamp(middle), ...points.slice(after + 1)];
}

/**
 * Moves a polygon as a whole, as far as it stays in the picture.
 * @param {readonly Point[]} points
 * @param {number} dx
 * @param {number} dy
 * @returns {Point[]}
 */
export function polygonMove(points, dx, dy) {
  const moveX = moveLimit(
    points.map(([x]) => x),
    dx,
  );
  const moveY = moveLimit(
    points.map(([, y]) => y),
    dy,
  );
  return points.map(([x, y]) => pointClamp([x + moveX, y + moveY]));
}

/**
 * @param {Point} point
 * @returns {Point}
 */
export function pointClamp([x, y]) {
  return [shareClamp(x), shareClamp(y)];
}

/**
 * A place for the polygon's name: its centre of gravity, or a corner where that lies outside.
 * @param {readonly Point[]} points
 * @returns {Point}
 */
export function labelPoint(points) {
  const twice = 2 * surface(points);
  const centre = twice ? gravity(points, twice) : points[0];
  return isInside(points, centre) ? centre : points[0];
}

/**
 * @param {readonly Point[]} points
 * @param {number} twice the surface
 * @returns {Point}
 */
function gravity(points, twice) {
  let [x, y] = [0, 0];
  for (const [index, [x1, y1]] of points.entries()) {
    const [x2, y2] = points[(index + 1) % points.length];
    const cross = x1 * y2 - x2 * y1;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  }
  return pointClamp([x / (3 * twice), y / (3 * twice)]);
}

/**
 * @param {number[]} values
 * @param {number} step
 */
function moveLimit(values, step) {
  return Math.min(1 - Math.max(...values), Math.max(-Math.min(...values), step));
}

/** @param {readonly Point[]} points negative when they go round the other way */
function surface(points) {
  let sum = 0;
  for (const [index, [x1, y1]] of points.entries()) {
    const [x2, y2] = points[(index + 1) % points.length];
    sum += x1 * y2 - x2 * y1;
  }
  return sum / 2;
}

/**
 * Whether two edges cross inside both; a common corner does not count.
 * @param {Point} a
 * @param {Point} b
 * @param {Point} c
 * @param {Point} d
 */
function isCrossing(a, b, c, d) {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/**
 * @param {Point} a
 * @param {Point} b
 * @param {Point} c
 */
function side(a, b, c) {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/**
 * @param {Point} start
 * @param {Point} end
 * @param {Point} point
 */
function edgeDistance(start, end, point) {
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const length = dx * dx + dy * dy;
  const along = length ? ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length : 0;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point[0] - start[0] - share * dx, point[1] - start[1] - share * dy);
}
