// One segment on the timeline: a group of three sliders, for its start, its place and its stop.

import { elementMake } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { edgeRange } from "../timeline/segments.js";
import { viewFraction } from "../timeline/view.js";
import { leadInSeconds } from "./lead-in.js";

/** @typedef {import("../timeline/segments.js").Segment} Segment */
/** @typedef {import("../timeline/segments.js").Segments} Segments */
/** @typedef {import("./store.js").EditorState} EditorState */
/** @typedef {import("../clock/times.js").Times} Times */
/** @typedef {ReturnType<typeof laneSegmentCreate>} LaneSegment */

const NARROW_PIXELS = 28;
/** Less is a frame, which nobody looks for. */
const LEAD_LEAST_S = 0.1;

/** @param {number} id */
export function laneSegmentCreate(id) {
  const start = partMake(id, "start");
  const body = partMake(id, "body");
  const stop = partMake(id, "stop");
  const leadIn = elementMake("div", { class: "timeline-segment__lead-in", role: "img" });
  const parts = [leadIn, start, body, stop];
  const element = elementMake("div", { class: "timeline-segment", role: "group" }, ...parts);

  /** @type {readonly unknown[]} */
  let before = [];

  return {
    element,
    /** @param {"start" | "body" | "stop"} part */
    focus: (part) => ({ start, body, stop })[part].focus(),
    /** @param {Segment} segment @param {number} number @param {Segments} segments @param {EditorState} state @param {number} width of the lane in pixels */
    show(segment, number, segments, state, width) {
      const { view, current, chosen, duration, times } = state;
      const lead = current === id ? leadInSeconds(state, segment) : 0;
      // hundreds of segments at each move of the mouse: only those that look another way are touched
      const near = [segments[number - 2], segment, segments[number], number];
      const now = [...near, view, width, duration, times, current === id, chosen.has(id), lead];
      if (now.every((value, index) => value === before[index])) return;
      before = now;
      element.hidden = segment.stop < view.from || segment.start > view.to;
      if (element.hidden) return;
      place(element, viewFraction(view, segment.start), viewFraction(view, segment.stop));
      element.classList.toggle("timeline-segment--narrow", isNarrow(segment, view, width));
      element.classList.toggle("timeline-segment--current", current === id);
      element.classList.toggle("timeline-segment--chosen", chosen.has(id));
      element.classList.toggle("timeline-segment--irrelevant", segment.verdict === "irrelevant");
      body.textContent = segment.label ? `${number} · ${segment.label}` : String(number);
      element.ariaLabel =
        segment.verdict === "irrelevant"
          ? named(gettext("Segment %(number)s, not relevant"), number)
          : named(gettext("Segment %(number)s"), number);
      sliderShow(start, segment.start, edgeRange(segments, id, "start", duration), times);
      sliderShow(stop, segment.stop, edgeRange(segments, id, "stop", duration), times);
      sliderShow(body, segment.start, { min: 0, max: duration }, times);
      start.ariaLabel = named(gettext("Start of segment %(number)s"), number);
      body.ariaLabel = named(gettext("Place of segment %(number)s"), number);
      stop.ariaLabel = named(gettext("Stop of segment %(number)s"), number);
      body.ariaValueText = element.title = spanText(segment, times);
      leadInShow(leadIn, segment.start, lead, times);
      leadIn.style.width = `${Math.min(1, lead / (view.to - view.from)) * width}px`;
      // the strip lets the mouse through to what it lies on
      start.title = leadIn.ariaLabel || element.title;
    },
  };
}

/** @param {number} id @param {string} part */
function partMake(id, part) {
  return elementMake("div", {
    class: `timeline-segment__${part}`,
    role: "slider",
    tabindex: "0",
    "data-part-of": String(id),
    "data-segment-part": part,
  });
}

/** @param {Segment} segment @param {{ from: number, to: number }} view @param {number} width */
function isNarrow({ start, stop }, { from, to }, width) {
  return ((stop - start) / (to - from)) * width < NARROW_PIXELS;
}

/** Far ends are kept near the window: a browser has no pixels for a day at the scale of seconds. @param {HTMLElement} element @param {number} from @param {number} to */
function place(element, from, to) {
  const left = Math.max(-1, from);
  element.style.left = `${left * 100}%`;
  element.style.width = `${(Math.min(2, to) - left) * 100}%`;
}

/** @param {HTMLElement} slider @param {number} seconds @param {{ min: number, max: number }} range @param {Times} times */
function sliderShow(slider, seconds, { min, max }, times) {
  slider.ariaValueMin = String(min);
  slider.ariaValueMax = String(max);
  slider.ariaValueNow = String(seconds);
  slider.ariaValueText = times.format(seconds);
}

/** @param {Segment} segment @param {Times} times */
function spanText({ start, stop }, times) {
  const values = { start: times.format(start), stop: times.format(stop) };
  return interpolate(gettext("%(start)s to %(stop)s"), values, true);
}

/** @param {HTMLElement} strip @param {number} start of the segment @param {number} lead seconds before it @param {Times} times */
function leadInShow(strip, start, lead, times) {
  strip.hidden = lead < LEAD_LEAST_S;
  const text = gettext("A lossless clip starts at %(time)s, at the keyframe before");
  strip.ariaLabel = strip.hidden ? "" : interpolate(text, { time: times.format(start - lead) }, true);
}

/** @param {string} text @param {number} number */
function named(text, number) {
  return interpolate(text, { number }, true);
}
