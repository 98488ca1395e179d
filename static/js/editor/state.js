// What the editor begins with.

import { timesMake } from "../clock/times.js";
import { historyCreate } from "../timeline/history.js";
import { segmentsFrom } from "../timeline/segments.js";
import { viewFit } from "../timeline/view.js";

/** @param {import("./request.js").RequestState} request @returns {import("./store.js").EditorState} */
export function stateCreate({ segments, duration, interval, clock_start }) {
  const list = segmentsFrom(segments);
  return {
    history: historyCreate(list),
    gesture: null,
    current: list[0]?.id ?? null,
    chosen: new Set(),
    duration,
    clockStart: clock_start,
    times: timesMake(clock_start),
    playhead: 0,
    isPlaying: false,
    view: viewFit(duration),
    isCutExact: false,
    leadIn: null,
    steps: { small: interval, big: interval * 10 },
    curve: null,
    evidence: () => null,
    suppressed: [],
    pluginVersion: "",
    hasBoxes: false,
    isHeldBackShown: false,
    order: "time",
    threshold: 0.5,
    offRatio: 1,
    proposed: [],
    wished: null,
    proposal: null,
  };
}
