// The threshold: dragged or typed, it shows what it would propose; only "Apply" changes the list.

import { apiGet } from "../lib/api.js";
import { gettext } from "../lib/i18n.js";
import { noticeShow } from "../lib/notice.js";
import { evidenceMemo } from "../timeline/evidence.js";
import { thresholdClamp } from "../timeline/proposals.js";
import { segmentsFrom, verdictsKept } from "../timeline/segments.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Proposal} Proposal */
/** @typedef {ReturnType<typeof thresholdCreate>} Threshold */

const QUIET_MS = 120;

/** @param {string} url of the request @param {Store} store @param {import("./edits.js").Edits} edits */
export function thresholdCreate(url, store, edits) {
  let pending = new AbortController();

  /** @param {number} on */
  async function ask(on) {
    pending.abort();
    pending = new AbortController();
    const { signal } = pending;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    if (signal.aborted) return;
    try {
      const proposal = await proposalGet(url, on, signal);
      if (!signal.aborted) store.set({ proposal });
    } catch (error) {
      if (!signal.aborted)
        noticeShow(/** @type {Error} */ (error).message || gettext("The server did not answer."), "warning");
    }
  }

  return {
    /** Shows what a threshold would propose. @param {number} value */
    wish(value) {
      const { wished, threshold } = store.get();
      const on = thresholdClamp(value);
      if (!Number.isFinite(on) || on === (wished ?? threshold)) return;
      store.set({ wished: on });
      void ask(on);
    },
    apply() {
      const { proposal, history } = store.get();
      if (!proposal) return;
      const judged = verdictsKept(proposal.segments, history.present);
      edits.apply(segmentsFrom(judged, history.present));
      appliedSave(url, proposal.on);
      store.set({ threshold: proposal.on, proposed: proposal.segments, wished: null, proposal: null });
    },
    drop() {
      pending.abort();
      store.set({ wished: null, proposal: null });
    },
    /** Curve and thresholds of a request that is ready; one without scores is edited by hand. */
    async load() {
      const answer = await apiGet(`${url}/scores`);
      const { times, scores, reasons, suppressed, thresholds } = answer;
      const { plugin_version: pluginVersion, has_boxes: hasBoxes } = answer;
      const on = appliedRead(url) ?? thresholds.on;
      const offRatio = thresholds.on ? thresholds.off / thresholds.on : 1;
      const curve = { times, scores, reasons };
      const known = { curve, evidence: evidenceMemo(curve), suppressed, pluginVersion, hasBoxes };
      store.set({ ...known, threshold: on, offRatio });
      store.set({ proposed: (await proposalGet(url, on)).segments });
    },
  };
}

/** The threshold that this browser applied last. @param {string} url */
function appliedRead(url) {
  return Number(localStorage.getItem(`smartcut:threshold:${url}`)) || null;
}

/** @param {string} url @param {number} on */
function appliedSave(url, on) {
  localStorage.setItem(`smartcut:threshold:${url}`, String(on));
}

/** @param {string} url @param {number} on @param {AbortSignal} [signal] @returns {Promise<Proposal>} */
async function proposalGet(url, on, signal) {
  const { segments, thresholds } = await apiGet(`${url}/proposals?on=${on}`, { signal });
  return { on, off: thresholds.off, segments };
}
