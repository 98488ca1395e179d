// Where a lossless clip of the selected segment really starts: worked out by the module that cuts, in its worker.

import { segmentById, segmentsKept } from "../timeline/segments.js";
import { segmentsNow } from "./store.js";

/** @typedef {import("./store.js").EditorState} EditorState */
/** @typedef {import("../timeline/segments.js").Segment} Segment */
/** @typedef {{ segment: Segment, cutStart: number }} LeadIn */

/** An edge that is dragged or moved by the keys comes to rest first. */
const QUIET_MS = 300;

/** @param {import("./store.js").Store} store */
export function leadInCreate(store) {
  /** @type {File | null} */
  let file = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function find() {
    const segment = segmentWanted(store.get());
    if (!file || !segment) return;
    const { cutStartFind } = await import("../media/cutting.js");
    try {
      const cutStart = await cutStartFind(file, segment, segmentsKept(segmentsNow(store.get())));
      store.set({ leadIn: { segment, cutStart } });
    } catch {
      // what cannot be cut has no lead-in: the dialog "Cut" says why
    }
  }

  function findSoon() {
    clearTimeout(timer);
    timer = setTimeout(() => void find(), QUIET_MS);
  }

  store.watch((state) => [segmentWanted(state)], findSoon);
  return {
    /** @param {File} opened */
    open(opened) {
      file = opened;
      findSoon();
    },
  };
}

/** How long a lossless clip of a segment begins before it; 0 while that is not known. @param {EditorState} state @param {Segment} segment */
export function leadInSeconds({ leadIn, isCutExact }, { id, start, verdict }) {
  const isKnown = leadIn?.segment.id === id && leadIn.segment.start === start;
  if (!leadIn || !isKnown || isCutExact || verdict === "irrelevant") return 0;
  return Math.max(0, start - leadIn.cutStart);
}

/** @param {EditorState} state */
function segmentWanted(state) {
  const segment = state.current === null ? undefined : segmentById(segmentsNow(state), state.current);
  return state.isCutExact || segment?.verdict === "irrelevant" ? undefined : segment;
}
