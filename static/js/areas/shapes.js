// Paints the areas over the picture: what is ignored is dimmed, the two kinds differ in line and pattern.

import { polygonProblem } from "./geometry.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */
/** @typedef {import("./geometry.js").Point} Point */

const SVG = "http://www.w3.org/2000/svg";
/** Units of the drawing across the picture. */
const WIDTH = 1000;

/**
 * @param {SVGSVGElement} svg with groups for the mask's holes and for the lines
 * @param {Drawing} drawing
 * @param {{aspect: number, chosen: number | null, pointer: Point | null}} view pointer: where the next corner would be
 */
export function shapesPaint(svg, { areas, draft }, { aspect, chosen, pointer }) {
  const height = WIDTH / aspect;
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
  const corners = (/** @type {readonly Point[]} */ points) =>
    points.map(([x, y]) => `${x * WIDTH},${y * height}`).join(" ");
  const polygons = areas.map(({ kind, points }, number) => {
    const problem = polygonProblem(points) ? "true" : null;
    const isChosen = number === chosen ? "true" : null;
    return {
      kind,
      points: corners(points),
      attributes: { "data-kind": kind, "data-problem": problem, "data-chosen": isChosen },
    };
  });
  groupFill(svg, "[data-areas-mask]", maskOf(polygons));
  const lines = polygons.flatMap(({ points, attributes }) => [
    shape("polygon", { class: "areas-casing", points }),
    shape("polygon", { class: "areas-shape", points, ...attributes }),
  ]);
  const path = corners(pointer && draft.length ? [...draft, pointer] : draft);
  groupFill(svg, "[data-areas-lines]", [...lines, ...draftLines(path)]);
}

/**
 * White is dimmed: with something to look at all but that, and always what is to be ignored.
 * @param {{kind: string, points: string}[]} polygons
 */
function maskOf(polygons) {
  const looked = polygons.filter(({ kind }) => kind === "look");
  const ignored = polygons.filter(({ kind }) => kind === "ignore");
  const ground = { width: "100%", height: "100%", fill: looked.length ? "white" : "black" };
  return [
    shape("rect", ground),
    ...looked.map(({ points }) => shape("polygon", { points, fill: "black" })),
    ...ignored.map(({ points }) => shape("polygon", { points, fill: "white" })),
  ];
}

/** @param {string} points */
function draftLines(points) {
  if (!points) return [];
  return ["areas-casing", "areas-draft"].map((name) => shape("polyline", { class: name, points }));
}

/**
 * @param {SVGSVGElement} svg
 * @param {string} selector
 * @param {SVGElement[]} shapes
 */
function groupFill(svg, selector, shapes) {
  svg.querySelector(selector)?.replaceChildren(...shapes);
}

/**
 * @param {string} tag
 * @param {Record<string, string | null>} attributes
 */
function shape(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) element.setAttribute(name, value);
  }
  return element;
}
