// How many segments are neither cut nor exported, in words.

import { interpolate, ngettext } from "../lib/i18n.js";
import { segmentsKept } from "../timeline/segments.js";

/** "" when all are kept. @param {readonly import("../timeline/segments.js").Span[]} segments */
export function leftOutText(segments) {
  const count = segments.length - segmentsKept(segments).length;
  if (!count) return "";
  const text = ngettext(
    "%(count)s not relevant: left out of cuts and files",
    "%(count)s not relevant: left out of cuts and files",
    count,
  );
  return interpolate(text, { count }, true);
}
