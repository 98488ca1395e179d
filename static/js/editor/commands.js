// What buttons and keys do, by name: templates say data-command="split".

import { gettext } from "../lib/i18n.js";
import { noticeShow } from "../lib/notice.js";
import {
  segmentAdd,
  segmentAfter,
  segmentBefore,
  segmentById,
  segmentResize,
  segmentSplit,
  segmentsDelete,
  segmentsMerge,
  verdictSet,
} from "../timeline/segments.js";
import { viewAround, viewFit, viewFollow, viewReveal } from "../timeline/view.js";
import { bestFrameShow, playheadSet, segmentShow, selectedIds } from "./selection.js";
import { segmentsNow } from "./store.js";
import { zoomBy } from "./zooming.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./edits.js").Edits} Edits */
/** @typedef {Record<string, () => void>} Commands */

/** @param {Store} store @param {Edits} edits @param {import("./player.js").Player} player @returns {Commands} */
export function commandsCreate(store, edits, player) {
  return { ...editCommands(store, edits), ...moveCommands(store, player), ...zoomCommands(store) };
}

/** @param {Store} store @param {Edits} edits @returns {Commands} */
function editCommands(store, edits) {
  const list = () => segmentsNow(store.get());
  return {
    add() {
      const { playhead, duration, view } = store.get();
      const added = segmentAdd(list(), playhead, duration);
      if (!added) return void noticeShow(gettext("The whole video is in segments already."), "info");
      edits.apply(added.segments, { current: added.id });
      const segment = segmentById(added.segments, added.id);
      if (segment) store.set({ view: viewReveal(view, segment.start, segment.stop, duration) });
    },
    split() {
      const before = list();
      const after = segmentSplit(before, store.get().playhead);
      if (after === before)
        return void noticeShow(gettext("Put the playhead inside a segment to split it there."), "info");
      edits.apply(after);
    },
    merge() {
      const merged = segmentsMerge(list(), idsToMerge(store));
      if (merged === list())
        return void noticeShow(
          gettext("Choose two or more segments to merge, or one that has a next one."),
          "info",
        );
      edits.apply(merged);
    },
    delete() {
      const before = list();
      const first = before.findIndex(({ id }) => selectedIds(store).has(id));
      const left = segmentsDelete(before, selectedIds(store));
      edits.apply(left, { current: (left[first] ?? left.at(-1))?.id ?? null });
    },
    relevant: () => verdictToggle(store, edits, selectedIds(store), "relevant"),
    irrelevant: () => verdictToggle(store, edits, selectedIds(store), "irrelevant"),
    undo: () => edits.undo(),
    redo: () => edits.redo(),
    setStart: () => edgeSet(store, edits, "start"),
    setStop: () => edgeSet(store, edits, "stop"),
  };
}

/** @param {Store} store @param {import("./player.js").Player} player @returns {Commands} */
function moveCommands(store, player) {
  const go = (/** @type {number} */ seconds) => {
    playheadSet(store, seconds);
    const { view, playhead, duration } = store.get();
    store.set({ view: viewFollow(view, playhead, duration) });
  };
  /** @param {"small" | "big"} size @param {number} direction */
  const step = (size, direction) => go(store.get().playhead + direction * store.get().steps[size]);
  return {
    next: () => showIf(store, segmentAfter(segmentsNow(store.get()), store.get().playhead)),
    previous: () => showIf(store, segmentBefore(segmentsNow(store.get()), store.get().playhead)),
    frameForward: () => step("small", 1),
    frameBack: () => step("small", -1),
    leapForward: () => step("big", 1),
    leapBack: () => step("big", -1),
    toStart: () => go(0),
    toEnd: () => go(store.get().duration),
    play: () => (player.hasVideo() ? player.toggle() : videoAsk()),
    bestFrame: () => bestFrameShow(store, store.get().current ?? 0),
    playSegment: () => segmentPlay(store, player, store.get().current),
  };
}

/** @param {Store} store @returns {Commands} */
function zoomCommands(store) {
  return {
    zoomIn: () => zoomBy(store, 2),
    zoomOut: () => zoomBy(store, 0.5),
    zoomFit: () => store.set({ view: viewFit(store.get().duration) }),
    zoomSegment() {
      const { current, duration } = store.get();
      const segment = segmentById(segmentsNow(store.get()), current);
      if (segment) store.set({ view: viewAround(segment.start, segment.stop, duration) });
    },
  };
}

/** Plays a segment and stops at its end. @param {Store} store @param {import("./player.js").Player} player @param {number | null} id */
export function segmentPlay(store, player, id) {
  const segment = segmentById(segmentsNow(store.get()), id);
  if (!segment) return;
  segmentShow(store, segment.id);
  if (!player.hasVideo()) return videoAsk();
  player.playSpan(segment.start, segment.stop);
}

/**
 * Says it of segments, or takes it back when it is said of all of them already.
 * @param {Store} store @param {Edits} edits @param {ReadonlySet<number>} ids @param {"relevant" | "irrelevant"} verdict
 */
export function verdictToggle(store, edits, ids, verdict) {
  const segments = segmentsNow(store.get());
  const said = verdictSet(segments, ids, verdict);
  edits.apply(said === segments ? verdictSet(segments, ids, "") : said);
}

function videoAsk() {
  noticeShow(gettext("Open the video first, then it plays here."), "info");
}

/** @param {Store} store @param {{ id: number } | null} segment */
function showIf(store, segment) {
  if (segment) segmentShow(store, segment.id);
}

/** The chosen ones; otherwise the current one and the next. @param {Store} store @returns {ReadonlySet<number>} */
function idsToMerge(store) {
  const { chosen, current } = store.get();
  if (chosen.size > 1) return chosen;
  const segments = segmentsNow(store.get());
  const index = segments.findIndex(({ id }) => id === (chosen.size === 1 ? [...chosen][0] : current));
  return new Set(index < 0 ? [] : segments.slice(index, index + 2).map(({ id }) => id));
}

/** @param {Store} store @param {Edits} edits @param {import("../timeline/segments.js").Edge} edge */
function edgeSet(store, edits, edge) {
  const { current, playhead, duration } = store.get();
  if (current !== null)
    edits.apply(segmentResize(segmentsNow(store.get()), current, edge, playhead, duration));
}
