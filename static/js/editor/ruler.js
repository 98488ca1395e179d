// The time ruler above the zoomed timeline.

import { elementMake } from "../lib/dom.js";
import { ticksFor } from "../timeline/ticks.js";
import { viewFraction } from "../timeline/view.js";

/** @param {HTMLElement} ruler @param {import("./store.js").Store} store */
export function rulerCreate(ruler, store) {
  function render() {
    const { view } = store.get();
    const ticks = ticksFor(view, ruler.clientWidth).map(({ seconds, label }) => {
      const tick = elementMake("span", { class: "ruler-tick" }, label);
      tick.style.left = `${viewFraction(view, seconds) * 100}%`;
      return tick;
    });
    ruler.replaceChildren(...ticks);
  }
  store.watch((state) => [state.view], render);
  new ResizeObserver(render).observe(ruler);
}
