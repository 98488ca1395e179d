// Every change of the list of segments goes through here: into the history, the screen and the server.

import { historyPush, historyRedo, historyUndo } from "../timeline/history.js";
import { segmentById, segmentsEqual, segmentsFrom, segmentsPlain } from "../timeline/segments.js";
import { segmentsNow } from "./store.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Segments} Segments */
/** @typedef {import("./store.js").Span} Span */
/** @typedef {ReturnType<typeof editsCreate>} Edits */

/** @param {Store} store @param {(segments: import("../timeline/segments.js").Plain[]) => void} onEdit */
export function editsCreate(store, onEdit) {
  /** @param {import("./store.js").EditorState["history"]} history @param {number | null} [current] */
  function show(history, current = store.get().current) {
    store.set({ history, gesture: null, ...prune(history.present, store.get().chosen, current) });
  }

  /** @param {import("./store.js").EditorState["history"]} history @param {number | null} [current] */
  function commit(history, current) {
    if (history === store.get().history) return store.set({ gesture: null });
    show(history, current);
    onEdit(segmentsPlain(history.present));
  }

  return {
    /** One undoable edit. @param {Segments} segments @param {{ key?: string, current?: number | null }} [options] */
    apply(segments, { key = "", current } = {}) {
      commit(historyPush(store.get().history, segments, { key, at: Date.now() }), current);
    },
    /** Shows a list without making it an edit. @param {Segments} segments */
    preview(segments) {
      store.set({ gesture: segments });
    },
    previewKeep() {
      this.apply(segmentsNow(store.get()));
    },
    previewDrop() {
      store.set({ gesture: null });
    },
    undo() {
      commit(historyUndo(store.get().history));
    },
    redo() {
      commit(historyRedo(store.get().history));
    },
    /** Takes the server's list; the one before it stays an undo step. @param {readonly Span[]} spans */
    receive(spans) {
      const { history } = store.get();
      if (!segmentsEqual(history.present, spans))
        show(historyPush(history, segmentsFrom(spans, history.present)));
    },
  };
}

/** Forgets ids that are no longer there. @param {Segments} segments @param {ReadonlySet<number>} chosen @param {number | null} current */
function prune(segments, chosen, current) {
  const ids = new Set(segments.map(({ id }) => id));
  return {
    chosen: new Set([...chosen].filter((id) => ids.has(id))),
    current: segmentById(segments, current) ? current : (segments[0]?.id ?? null),
  };
}
