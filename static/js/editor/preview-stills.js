// Where the browser does not play the video: the picture at the playhead, one at a time.

import { elementGet } from "../lib/dom.js";
import { stillsOpen } from "../media/still.js";

/** @typedef {ReturnType<typeof stillsOpen>} Stills */

/**
 * @param {HTMLElement} box of the preview
 * @param {import("./store.js").Store} store
 * @param {() => void} onFirst there are pictures
 */
export function previewStillsCreate(box, store, onFirst) {
  const image = /** @type {HTMLImageElement} */ (elementGet(box, "[data-preview-still]"));
  /** @type {Stills | null} */
  let stills = null;

  /** @param {import("../media/still.js").Still} still */
  function show({ picture }) {
    URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(picture);
    if (image.hidden) onFirst();
    image.hidden = false;
    box.dataset.stills = "";
  }

  function close() {
    stills?.close();
    stills = null;
    image.hidden = true;
    delete box.dataset.stills;
  }

  store.watch(
    (state) => [state.playhead],
    ({ playhead }) => stills?.show(playhead),
  );
  return {
    close,
    /** @param {File} file @param {number} interval between the frames that were sampled, in seconds */
    open(file, interval) {
      close();
      stills = stillsOpen(file, { onStill: show, onError: () => undefined }, { interval });
      stills.show(store.get().playhead);
    },
  };
}
