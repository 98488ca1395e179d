// Buttons with data-command, and which of them make sense now.

import { elementGet } from "../lib/dom.js";
import { durationFormat } from "../lib/format.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { segmentsNow } from "./store.js";

/** @param {HTMLElement} root @param {import("./store.js").Store} store @param {import("./commands.js").Commands} commands */
export function toolbarCreate(root, store, commands) {
  root.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("[data-command]");
    if (button instanceof HTMLElement && button.ariaDisabled !== "true")
      commands[button.dataset.command ?? ""]?.();
  });
  store.watch(
    (state) => [state.history, segmentsNow(state)],
    (state) => {
      const count = segmentsNow(state).length;
      disable(root, "undo", state.history.past.length === 0);
      disable(root, "redo", state.history.future.length === 0);
      disable(root, "delete", count === 0);
      disable(root, "split", count === 0);
      disable(root, "merge", count < 2);
      disable(root, "cut", count === 0);
      disable(root, "pack", count === 0);
      disable(root, "zoomSegment", count === 0);
    },
  );
  store.watch(
    (state) => [state.isPlaying],
    ({ isPlaying }) => {
      const play = elementGet(root, "[data-play]");
      play.toggleAttribute("data-playing", isPlaying);
      play.ariaLabel = isPlaying ? gettext("Pause") : gettext("Play");
    },
  );
  store.watch(
    (state) => [state.view],
    ({ view }) => {
      const length = durationFormat(view.to - view.from);
      elementGet(root, "[data-view-text]").textContent = interpolate(
        gettext("%(length)s in view"),
        { length },
        true,
      );
    },
  );
}

/** Focus stays on a button that switches itself off, so that the keyboard is not lost. @param {HTMLElement} root @param {string} command @param {boolean} isOff */
function disable(root, command, isOff) {
  for (const button of root.querySelectorAll(`[data-command=${command}]`)) {
    if (isOff) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}
