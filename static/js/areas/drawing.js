// What is drawn on a camera's picture and how it changes. Immutable values, no page.

import { historyCreate, historyPush, historyRedo, historyUndo } from "../timeline/history.js";
import { pointClamp, pointInsert, polygonMove, polygonProblem } from "./geometry.js";

/** @typedef {import("./geometry.js").Point} Point */
/** @typedef {"look" | "ignore"} Kind */
/** @typedef {{kind: Kind, points: readonly Point[]}} Area */
/** @typedef {{areas: readonly Area[], draft: readonly Point[]}} Drawing draft: the points of an area not closed yet */
/** @typedef {import("../timeline/history.js").History<Drawing>} Drawings */
/** @typedef {{key?: string, at?: number}} Gesture steps of one gesture are undone as one */

export const AREAS_AT_MOST = 20;
export const POINTS_AT_MOST = 50;

/** @type {readonly Point[]} */
const MIDDLE = [
  [0.35, 0.35],
  [0.65, 0.35],
  [0.65, 0.65],
  [0.35, 0.65],
];

/**
 * @param {readonly Area[]} areas
 * @returns {Drawings}
 */
export function drawingsCreate(areas) {
  return historyCreate(/** @type {Drawing} */ ({ areas, draft: [] }));
}

/** @param {Drawings} drawings */
export function canAdd({ present }) {
  return present.areas.length < AREAS_AT_MOST;
}

/**
 * One more corner of the area being drawn.
 * @param {Drawings} drawings
 * @param {Point} point
 */
export function draftAdd(drawings, point) {
  const { areas, draft } = drawings.present;
  if (!canAdd(drawings) || draft.length >= POINTS_AT_MOST) return drawings;
  return historyPush(drawings, { areas, draft: [...draft, pointClamp(point)] });
}

/**
 * @param {Drawings} drawings
 * @param {Kind} kind
 */
export function draftClose(drawings, kind) {
  const { areas, draft } = drawings.present;
  if (draft.length < 3) return drawings;
  return historyPush(drawings, { areas: [...areas, { kind, points: draft }], draft: [] });
}

/** @param {Drawings} drawings */
export function draftCancel(drawings) {
  const { areas, draft } = drawings.present;
  return draft.length ? historyPush(drawings, { areas, draft: [] }) : drawings;
}

/**
 * A rectangle in the middle, to be moved from there.
 * @param {Drawings} drawings
 * @param {Kind} kind
 */
export function rectangleAdd(drawings, kind) {
  if (!canAdd(drawings)) return drawings;
  const { areas } = drawings.present;
  return historyPush(drawings, { areas: [...areas, { kind, points: MIDDLE }], draft: [] });
}

/**
 * @param {Drawings} drawings
 * @param {number} number of the area
 * @param {Kind} kind
 */
export function areaTurn(drawings, number, kind) {
  return areaChange(drawings, number, (area) => ({ ...area, kind }));
}

/**
 * @param {Drawings} drawings
 * @param {number} number
 */
export function areaDelete(drawings, number) {
  const { areas, draft } = drawings.present;
  return historyPush(drawings, { areas: areas.filter((_, index) => index !== number), draft });
}

/**
 * @param {Drawings} drawings
 * @param {number} number
 * @param {{dx: number, dy: number}} step
 * @param {Gesture} [gesture]
 */
export function areaMove(drawings, number, { dx, dy }, gesture) {
  const move = (/** @type {Area} */ area) => ({ ...area, points: polygonMove(area.points, dx, dy) });
  return areaChange(drawings, number, move, gesture);
}

/**
 * @param {Drawings} drawings
 * @param {number} number
 * @param {number} index of the point
 * @param {Point} to
 * @param {Gesture} [gesture]
 */
export function pointMove(drawings, number, index, to, gesture) {
  const move = (/** @type {Area} */ { kind, points }) => ({
    kind,
    points: points.map((point, at) => (at === index ? pointClamp(to) : point)),
  });
  return areaChange(drawings, number, move, gesture);
}

/**
 * @param {Drawings} drawings
 * @param {number} number
 * @param {number} after the number of a point
 * @param {Point} [point]
 * @param {Gesture} [gesture]
 */
export function pointAdd(drawings, number, after, point, gesture) {
  if (drawings.present.areas[number].points.length >= POINTS_AT_MOST) return drawings;
  const add = (/** @type {Area} */ { kind, points }) => ({ kind, points: pointInsert(points, after, point) });
  return areaChange(drawings, number, add, gesture);
}

/**
 * A triangle has no point to spare: the whole area goes.
 * @param {Drawings} drawings
 * @param {number} number
 * @param {number} index
 */
export function pointDelete(drawings, number, index) {
  if (drawings.present.areas[number].points.length <= 3) return areaDelete(drawings, number);
  const drop = (/** @type {Area} */ { kind, points }) => ({
    kind,
    points: points.filter((_, at) => at !== index),
  });
  return areaChange(drawings, number, drop);
}

/** @param {Drawings} drawings */
export function undo(drawings) {
  return historyUndo(drawings);
}

/** @param {Drawings} drawings */
export function redo(drawings) {
  return historyRedo(drawings);
}

/**
 * @param {readonly Area[]} areas
 * @returns {{number: number, problem: import("./geometry.js").Problem} | null} the first that cannot be saved
 */
export function problemFirst(areas) {
  for (const [number, { points }] of areas.entries()) {
    const problem = polygonProblem(points);
    if (problem) return { number, problem };
  }
  return null;
}

/**
 * @param {Drawings} drawings
 * @param {number} number
 * @param {(area: Area) => Area} change
 * @param {Gesture} [gesture]
 */
function areaChange(drawings, number, change, gesture) {
  const { areas, draft } = drawings.present;
  const changed = areas.map((area, index) => (index === number ? change(area) : area));
  return historyPush(drawings, { areas: changed, draft }, gesture);
}
