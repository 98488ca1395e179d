// The curve of scores in the zoomed timeline.

import uPlot from "/static/npm/uplot/uPlot.esm.js";

/** @typedef {import("./store.js").Store} Store */

/** @param {HTMLElement} box @param {Store} store */
export function chartCreate(box, store) {
  /** @type {uPlot | null} */
  let plot = null;
  store.watch(
    (state) => [state.curve],
    ({ curve, view }) => {
      plot?.destroy();
      plot = curve && new uPlot(options(box, view), [curve.times, curve.scores], box);
    },
  );
  store.watch(
    (state) => [state.view],
    ({ view }) => plot?.setScale("x", { min: view.from, max: view.to }),
  );
  new ResizeObserver(() => plot?.setSize(size(box))).observe(box);
  const redraw = () => plot?.redraw(true);
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}

/** The plot fills its box to the pixel, so that it lies on the scale of the ruler and the lane. @param {HTMLElement} box @param {{ from: number, to: number }} view @returns {uPlot.Options} */
function options(box, view) {
  return {
    ...size(box),
    padding: [0, 0, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: {
      x: { time: false, min: view.from, max: view.to, auto: false },
      y: { range: [0, 1], auto: false },
    },
    series: [
      {},
      {
        stroke: () => color(box, "--color-curve"),
        fill: () => `${color(box, "--color-curve")}26`,
        width: 1.25,
        points: { show: false },
      },
    ],
  };
}

/** @param {HTMLElement} box */
function size(box) {
  return { width: Math.max(1, box.clientWidth), height: Math.max(1, box.clientHeight) };
}

/** @param {HTMLElement} box @param {string} name */
function color(box, name) {
  return getComputedStyle(box).getPropertyValue(name).trim();
}
