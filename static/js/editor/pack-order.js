// What a dataset pack is to contain, out of the editor's state.

import { BOXES_NONE } from "../media/pack-boxes.js";
import { momentsOf, momentsRejected } from "../media/pack-times.js";
import { segmentsKept } from "../timeline/segments.js";
import { segmentsNow } from "./store.js";

/** @typedef {import("./store.js").EditorState} EditorState */
/** @typedef {import("./request.js").RequestState} RequestState */
/** @typedef {import("../media/pack.js").PackOrder} PackOrder */
/** @typedef {import("../media/pack-times.js").Choice} Choice */

/**
 * Irrelevant segments give no pictures, and count as rejected time. Boxes are not in the state, but with the server.
 * @param {RequestState} request @param {EditorState} state @param {Choice} choice @param {boolean} isAll or the ticked ones only
 * @returns {PackOrder}
 */
export function packOrder(request, state, choice, isAll) {
  const numbered = segmentsNow(state).map((segment, index) => ({ ...segment, number: index + 1 }));
  const kept = segmentsKept(numbered);
  const wanted = isAll ? kept : kept.filter(({ id }) => state.chosen.has(id));
  return {
    choice,
    source: sourceOf(request, state),
    segments: wanted.map(({ number, start, stop, label, verdict }) => ({
      ...{ number, start, stop, label, verdict },
    })),
    kept: kept.map(({ start, stop }) => ({ start, stop })),
    curve: state.curve && { times: state.curve.times, scores: state.curve.scores },
    boxes: BOXES_NONE,
  };
}

/** How many pictures it gives at most. @param {PackOrder} order */
export function packOrderCount({ choice, segments, kept, source }) {
  const found = momentsOf(choice, segments).length;
  const { duration, interval: margin } = source;
  const rejected = momentsRejected(kept, { duration, margin, count: choice.rejected }).length;
  return { wanted: choice.mode === "different" ? Math.min(found, choice.amount) : found, rejected };
}

/** @param {RequestState} request @param {EditorState} state */
function sourceOf({ title, size, fingerprint, duration, camera, plugin_name, interval }, state) {
  const video = { video: title, size, fingerprint, duration, camera, clock_start: state.clockStart };
  const plugin = { plugin: plugin_name, plugin_version: state.pluginVersion };
  return { ...video, ...plugin, interval, threshold: state.threshold };
}
