// What the recommender saw and held back: on the timeline, and as a list to restore from.

import { elementGet, elementMake } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { suppressedOffered } from "../timeline/evidence.js";
import { segmentRestore } from "../timeline/segments.js";
import { viewReveal } from "../timeline/view.js";
import { spansMake } from "./overview.js";
import { segmentsNow } from "./store.js";
import { percentText } from "./why.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Suppressed} Suppressed */

/** @param {HTMLElement} root @param {Store} store @param {import("./edits.js").Edits} edits */
export function heldBackCreate(root, store, edits) {
  const list = elementGet(root, "[data-held-list]");
  /** @type {HTMLInputElement} */
  const toggle = elementGet(root, "[data-held-toggle]");
  /** @type {Suppressed[]} */
  let offered = [];

  toggle.addEventListener("change", () => store.set({ isHeldBackShown: toggle.checked }));
  list.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    const stretch = offered[Number(button?.closest("li")?.dataset.index)];
    if (!button || !stretch) return;
    if (button.matches("[data-held-restore]")) restore(stretch);
    else stretchShow(store, stretch);
  });

  // a list being dragged may cover many for a moment: it waits for the edit
  store.watch(
    (state) => [state.suppressed, state.history.present, state.isHeldBackShown, state.times],
    ({ suppressed, history, isHeldBackShown, times }) => {
      offered = suppressedOffered(suppressed, history.present);
      switchShow(root, offered.length, isHeldBackShown);
      list.replaceChildren(
        ...(isHeldBackShown ? offered.map((stretch, index) => itemMake(stretch, index, times)) : []),
      );
    },
  );
  store.watch(
    (state) => [state.suppressed, state.history.present, state.isHeldBackShown, state.view],
    ({ view, duration, isHeldBackShown }) =>
      laneShow(elementGet(root, "[data-lane-held]"), isHeldBackShown ? offered : [], view, duration),
  );

  /** @param {Suppressed} stretch */
  function restore(stretch) {
    const place = offered.indexOf(stretch);
    const restored = segmentRestore(segmentsNow(store.get()), stretch, store.get().duration);
    if (!restored) return;
    edits.apply(restored.segments, { current: restored.id });
    stretchShow(store, stretch);
    // rendered in a microtask of its own, which was asked for before this one
    queueMicrotask(() => focusNear(root, list, place));
  }
}

/** The next one to decide about, or the list of segments when there is none. @param {HTMLElement} root @param {HTMLElement} list @param {number} place */
function focusNear(root, list, place) {
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-held-restore]"));
  const next = buttons[Math.min(place, buttons.length - 1)];
  (next ?? elementGet(root, "[data-command=add]")).focus();
}

/** @param {HTMLElement} root @param {number} count @param {boolean} isShown */
function switchShow(root, count, isShown) {
  elementGet(root, "[data-held-switch]").hidden = count === 0;
  elementGet(root, "[data-held]").hidden = count === 0 || !isShown;
  const text = gettext("Show what was held back (%(count)s)");
  elementGet(root, "[data-held-text]").textContent = interpolate(text, { count }, true);
}

/** Moves the playhead to the best frame and the timeline to the stretch. @param {Store} store @param {Suppressed} stretch */
function stretchShow(store, { start, stop, best }) {
  const { view, duration } = store.get();
  store.set({ playhead: Math.min(best, duration), view: viewReveal(view, start, stop, duration) });
}

/** @param {Suppressed} stretch @param {number} index @param {import("../clock/times.js").Times} times */
function itemMake({ start, stop, score, reason }, index, { format }) {
  const times = { start: format(start), stop: format(stop) };
  const span = interpolate(gettext("%(start)s to %(stop)s"), times, true);
  const would = interpolate(gettext("would have had %(score)s"), { score: percentText(score) }, true);
  const restoreName = interpolate(gettext("Restore %(start)s to %(stop)s"), times, true);
  return elementMake(
    "li",
    { class: "held-item", "data-index": String(index) },
    elementMake("button", { class: "segment-best numeric", type: "button", "data-held-show": "" }, span),
    elementMake("span", { class: "held-reason" }, reason),
    elementMake("span", { class: "held-score text-muted numeric" }, would),
    elementMake(
      "button",
      { class: "button", type: "button", "data-held-restore": "", "aria-label": restoreName },
      gettext("Restore"),
    ),
  );
}

/** @param {HTMLElement} lane @param {readonly Suppressed[]} stretches @param {import("../timeline/view.js").View} view @param {number} duration */
function laneShow(lane, stretches, view, duration) {
  const seen = stretches.filter(({ start, stop }) => stop > view.from && start < view.to);
  const spans = spansMake(seen, duration, view);
  for (const [index, span] of spans.entries()) span.textContent = seen[index].reason;
  lane.replaceChildren(...spans);
}
