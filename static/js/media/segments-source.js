/*
 * A file of which some segments are wanted: where its index can be kept for them alone, it is read again when others
 * come.
 */
import { EncodedPacketSink } from "/static/npm/mediabunny/mediabunny.min.mjs";
import { readable } from "./plan.js";
import { videoOpen } from "./source.js";

/**
 * @typedef {import("./source.js").Video} Video
 * @typedef {import("./mp4-thin.js").Span} Span
 * @typedef {{start: number, stop: number}} Segment seconds from the video's zero
 * @typedef {{video(segments: readonly Segment[]): Promise<Video>}} SegmentsSource video: of which at least these
 *   segments can be read, with all that they refer to; the one from the last call is closed when these are others
 */

const EPSILON_S = 1e-5;

/**
 * @param {Blob} file
 * @returns {SegmentsSource}
 */
export function segmentsOpen(file) {
  /** @type {{video: Video, spans: Span[]} | null} */
  let open = null;

  /** @param {Span[]} spans */
  async function reopen(spans) {
    open?.video.input.dispose();
    open = null;
    const needed = { gap: Number.POSITIVE_INFINITY, spans };
    const video = await videoOpen(file, { isExact: false, needed });
    open = { video, spans };
    return video;
  }

  return {
    async video(segments) {
      const spans = segments.map(({ start, stop }) => ({ from: start, to: stop }));
      if (open?.video.isWhole || (open && spans.every((span) => isWithin(span, open?.spans ?? []))))
        return open.video;
      const video = await reopen(spans);
      if (video.isWhole) return video;
      const before = await spansBefore(video, segments);
      return before.length ? reopen([...spans, ...before]) : video;
    },
  };
}

/**
 * @param {Span} span
 * @param {readonly Span[]} spans
 */
function isWithin({ from, to }, spans) {
  return spans.some((span) => span.from <= from && to <= span.to);
}

/**
 * A container may call packets keyframes that are none: their segments begin at an earlier one.
 * @param {Video} video
 * @param {readonly Segment[]} segments
 * @returns {Promise<Span[]>}
 */
async function spansBefore({ track, origin }, segments) {
  const sink = new EncodedPacketSink(track);
  const spans = [];
  for (const { start } of segments) {
    const time = start + origin + EPSILON_S;
    const claimed = await readable(sink.getKeyPacket(time, { metadataOnly: true }));
    const real = await readable(sink.getKeyPacket(time, { verifyKeyPackets: true }));
    if (claimed && real && real.timestamp < claimed.timestamp)
      spans.push({ from: real.timestamp - origin, to: start });
  }
  return spans;
}
