/** What speaks for a segment: its best frame, how high that scored, and why. apps/results/evidence.py does the same. */

/** @typedef {{ text: string, digits: number }} ReasonTemplate */
/** @typedef {{ texts: readonly ReasonTemplate[], reason: readonly number[], amount: readonly number[] }} Reasons */
/** @typedef {{ times: readonly number[], scores: readonly number[], reasons?: Reasons }} Curve */
/** @typedef {{ confidence: number, best: number, template: ReasonTemplate | null, amount: number }} Evidence */

/**
 * Of equally high frames the first one counts; null when no frame lies inside.
 * @param {Curve} curve @param {{ start: number, stop: number }} span @returns {Evidence | null}
 */
export function evidenceFind({ times, scores, reasons }, { start, stop }) {
  let best = indexFrom(times, start);
  if (!(times[best] <= stop)) return null;
  for (let index = best + 1; times[index] <= stop; index++) if (scores[index] > scores[best]) best = index;
  const template = reasons?.texts[reasons.reason[best] ?? -1] ?? null;
  return { confidence: scores[best], best: times[best], template, amount: reasons?.amount[best] ?? 0 };
}

/**
 * As `evidenceFind`, remembering what it found: an edit changes one of hundreds of segments.
 * @param {Curve} curve
 */
export function evidenceMemo(curve) {
  /** @type {WeakMap<object, Evidence | null>} */
  const found = new WeakMap();
  return (/** @type {{ start: number, stop: number }} */ span) => {
    const known = found.get(span);
    if (known !== undefined) return known;
    const evidence = evidenceFind(curve, span);
    found.set(span, evidence);
    return evidence;
  };
}

/**
 * "motion, %(amount)s %% of the picture" → "motion, 3.1 % of the picture".
 * @param {ReasonTemplate | null} template @param {number} amount @param {string} language
 */
export function reasonText(template, amount, language) {
  if (!template) return "";
  const digits = { minimumFractionDigits: template.digits, maximumFractionDigits: template.digits };
  const number = new Intl.NumberFormat(language, { ...digits, useGrouping: false }).format(amount);
  return template.text.replace(/%%|%\(amount\)s/g, (place) => (place === "%%" ? "%" : number));
}

/**
 * The held-back stretches that no segment overlaps; both lists ordered by time.
 * @template {{ start: number, stop: number }} T
 * @param {readonly T[]} suppressed @param {readonly { start: number, stop: number }[]} segments @returns {T[]}
 */
export function suppressedOffered(suppressed, segments) {
  let next = 0;
  return suppressed.filter(({ start, stop }) => {
    while (segments[next] && segments[next].stop <= start) next++;
    return !segments[next] || segments[next].start >= stop;
  });
}

/** Index of the first time at or after one. @param {readonly number[]} times @param {number} from */
function indexFrom(times, from) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
