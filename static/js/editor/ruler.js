// The time ruler above the zoomed timeline.

import { elementMake } from "../lib/dom.js";
import { ticksFor } from "../timeline/ticks.js";
import { viewFraction } from "../timeline/view.js";

/** Between two marks, in pixels. */
const GAP = 96;

/** @param {HTMLElement} ruler @param {import("./store.js").Store} store */
export function rulerCreate(ruler, store) {
  function render() {
    const { view, times } = store.get();
    const ticks = ticksFor(view, ruler.clientWidth, GAP, times.clockStart).map(({ seconds, label }) => {
      const tick = elementMake("span", { class: "ruler-tick" }, label);
      tick.style.left = `${viewFraction(view, seconds) * 100}%`;
      return tick;
    });
    ruler.replaceChildren(...ticks);
  }
  store.watch((state) => [state.view, state.times], render);
  new ResizeObserver(render).observe(ruler);
}
