// The state of the editor in one place: who shows a part of it watches that part.

/** @typedef {import("../timeline/segments.js").Segments} Segments */
/** @typedef {import("../timeline/segments.js").Span} Span */
/** @typedef {import("../timeline/view.js").View} View */
/** @typedef {import("../timeline/keys.js").Steps} Steps */
/** @typedef {import("../timeline/evidence.js").Evidence} Evidence */
/** @typedef {{ times: number[], scores: number[], reasons?: import("../timeline/evidence.js").Reasons }} Curve */
/** @typedef {{ start: number, stop: number, best: number, score: number, reason: string }} Suppressed */
/** @typedef {{ on: number, off: number, segments: readonly Span[] }} Proposal */

/**
 * @typedef {object} EditorState
 * @property {import("../timeline/history.js").History<Segments>} history
 * @property {Segments | null} gesture the list while the mouse still drags: not an edit yet
 * @property {number | null} current id of the segment that commands are about
 * @property {ReadonlySet<number>} chosen ids with a tick
 * @property {number} duration
 * @property {string} clockStart when the recording began, "" for not known
 * @property {import("../clock/times.js").Times} times how they are written and read
 * @property {number} playhead
 * @property {boolean} isPlaying
 * @property {View} view
 * @property {boolean} isCutExact how clips are cut
 * @property {import("./lead-in.js").LeadIn | null} leadIn of the segment that was selected last
 * @property {Steps} steps of the arrow keys: a frame once the video is open, else a sampling interval
 * @property {Curve | null} curve
 * @property {(span: Span) => Evidence | null} evidence what speaks for a segment; nothing before the curve is there
 * @property {readonly Suppressed[]} suppressed what the recommender held back
 * @property {string} pluginVersion that made the curve, "" for not known
 * @property {boolean} hasBoxes whether the recommender told what it saw where
 * @property {boolean} isHeldBackShown
 * @property {"time" | "confidence"} order of the table
 * @property {number} threshold that the present list was proposed with
 * @property {number} offRatio
 * @property {readonly Span[]} proposed what the recommender proposed at `threshold`
 * @property {number | null} wished threshold that is being tried
 * @property {Proposal | null} proposal what it would give
 */

/** @typedef {ReturnType<typeof storeCreate>} Store */

/** @param {EditorState} initial */
export function storeCreate(initial) {
  let state = initial;
  let isScheduled = false;
  /** @type {(() => void)[]} */
  const watchers = [];

  function flush() {
    isScheduled = false;
    for (const watcher of watchers) watcher();
  }

  return {
    get: () => state,
    /** @param {Partial<EditorState>} patch */
    set(patch) {
      state = { ...state, ...patch };
      if (!isScheduled) queueMicrotask(flush);
      isScheduled = true;
    },
    /**
     * Renders now, and whenever one of the selected values is another one.
     * @param {(state: EditorState) => readonly unknown[]} select @param {(state: EditorState) => void} render
     */
    watch(select, render) {
      let before = select(state);
      watchers.push(() => {
        const now = select(state);
        if (now.every((value, index) => Object.is(value, before[index]))) return;
        before = now;
        render(state);
      });
      render(state);
    },
  };
}

/** @param {EditorState} state @returns {Segments} what is on the screen */
export function segmentsNow({ gesture, history }) {
  return gesture ?? history.present;
}
