// "Find more like these": what the analyst judged goes to the recommender; a merged list comes back by push.

import { apiSend } from "../lib/api.js";
import { elementGet } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { noticeShow } from "../lib/notice.js";
import { requestApi } from "./request.js";

/** @typedef {import("./request.js").RequestState} RequestState */
/** @typedef {{ start: number, stop: number }} Span */

/**
 * @param {HTMLElement} root @param {RequestState} ready @param {import("./saving.js").Saving} saving
 * @param {() => void} onResult there are new scores
 * @returns {{ take: (request: RequestState) => void }} to be told of every state, ready or not
 */
export function teachingCreate(root, ready, saving, onResult) {
  /** @type {HTMLButtonElement} */
  const button = elementGet(root, "[data-teach]");
  let request = ready;

  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") === "true") noticeShow(hint());
    else void teach();
  });

  async function teach() {
    button.setAttribute("aria-disabled", "true");
    try {
      if (await saving.settled()) await apiSend("POST", `${requestApi(request)}/teach`, {});
      else noticeShow(unsaved(), "warning");
    } catch (error) {
      noticeShow(/** @type {Error} */ (error).message, "warning");
    }
    show();
  }

  function show() {
    button.hidden = !request.keeps_features;
    button.setAttribute("aria-disabled", String(!request.is_judged));
    button.title = request.is_judged ? "" : hint();
  }

  show();
  return {
    take(now) {
      const before = request;
      request = now;
      if (before.is_scored_again && now.state === "ready") {
        resultTell(before, now);
        onResult();
      }
      show();
    },
  };
}

/**
 * How many of a list touch none of another: one that only grew or moved a little is not new.
 * @param {readonly Span[]} segments @param {readonly Span[]} before
 */
export function newCount(segments, before) {
  const isKnown = (/** @type {Span} */ { start, stop }) =>
    before.some((one) => one.start < stop && start < one.stop);
  return segments.filter((segment) => !isKnown(segment)).length;
}

function hint() {
  return gettext("Mark a segment as relevant or irrelevant first, or correct the list.");
}

function unsaved() {
  return gettext("Your last changes are not saved, so nothing can be learned from them.");
}

/** @param {RequestState} before @param {RequestState} now */
function resultTell(before, now) {
  if (now.error) return noticeShow(now.error, "warning");
  const count = newCount(now.segments, before.segments);
  const text = ngettext("%(count)s new segment was found.", "%(count)s new segments were found.", count);
  return noticeShow(
    count ? interpolate(text, { count }, true) : gettext("Nothing new was found."),
    "success",
  );
}
