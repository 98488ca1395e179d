// What a line of the list shows, worked out from its entry. Words, no elements.

import { bytesFormat, countFormat, durationFormat, rateFormat } from "../lib/format.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { isInterrupted } from "./entry.js";
import { longerFind } from "./longer.js";
import { fractionDone, rateOf, secondsLeftEstimate, stagesMake, timeLeftRound } from "./progress.js";
import { isInProcess } from "./queue.js";
import { areasText, intervalText, stateText, stopText, wayText } from "./texts.js";

/** @typedef {import("./entry.js").Entry} Entry */
/** @typedef {import("./problems.js").Limits} Limits */

/**
 * @typedef {object} Row
 * @property {string} title
 * @property {string} meta
 * @property {{text: string, kind: string}} badge
 * @property {import("./progress.js").Stage[]} stages none while the video waits
 * @property {number | null} fraction of the bar; null hides it
 * @property {string} detail rate and time left
 * @property {{text: string, kind: string} | null} note
 * @property {string} url of the timeline, "" while there is nothing to open
 * @property {boolean} opensAside in a new tab, because this one has to stay
 * @property {Action[]} actions
 * @property {string} longer what the action "longer" is called
 */
/** @typedef {"slot" | "plugin" | "server"} WaitsFor */
/** @typedef {"continue" | "choose" | "retry" | "longer" | "cancel" | "remove"} Action */

/**
 * @param {Entry} entry
 * @param {{limits: Limits, waitsFor: WaitsFor, isTabBusy: boolean}} context
 * @returns {Row}
 */
export function rowMake(entry, { limits, waitsFor, isTabBusy }) {
  const row = entry.request ? requestRow(entry, entry.request, limits) : waitingRow(entry, waitsFor);
  return { ...row, opensAside: isTabBusy };
}

/**
 * @param {Entry} entry
 * @param {WaitsFor} waitsFor
 * @returns {Omit<Row, "opensAside">}
 */
function waitingRow({ job }, waitsFor) {
  if (!job) throw new Error("an entry without a request needs a job");
  const { file, probe } = job.chosen;
  return {
    title: file.name,
    meta: metaText(job.pluginLabel, job.interval, probe?.durationSeconds ?? 0, file.size, job.chosen),
    badge: { text: waitText(waitsFor), kind: "neutral" },
    stages: [],
    fraction: null,
    detail: "",
    note: null,
    url: "",
    actions: ["remove"],
    longer: "",
  };
}

/** @param {WaitsFor} waitsFor */
function waitText(waitsFor) {
  if (waitsFor === "server") return gettext("Waiting for the server");
  return waitsFor === "slot" ? gettext("Waiting for a free slot") : gettext("Waiting for the recommender");
}

/**
 * @param {Entry} entry
 * @param {import("./entry.js").RequestState} request
 * @param {Limits} limits
 * @returns {Omit<Row, "opensAside">}
 */
function requestRow(entry, request, limits) {
  const { state } = request;
  const isActive = state === "uploading" || state === "scoring";
  const stages = isActive ? stagesMake(state, request.progress, entry.local) : [];
  const longer = longerFind(entry, limits);
  const actions = actionsOf(entry, state);
  return {
    title: request.title,
    meta: metaText(request.plugin_label, request.interval, request.duration, request.size, request),
    badge: badgeMake(entry, request),
    stages,
    fraction: isActive ? fractionDone(stages) : null,
    detail: detailText(entry, request),
    note: noteMake(entry, request, limits),
    url: state === "scoring" || state === "ready" ? request.url : "",
    actions: longer ? ["longer", ...actions] : actions,
    longer: longer ? longerText(longer.interval) : "",
  };
}

/**
 * @param {string} label
 * @param {number} interval
 * @param {number} duration
 * @param {number} size
 * @param {{camera?: string, areas?: unknown[]}} view
 */
function metaText(label, interval, duration, size, { camera = "", areas = [] }) {
  const every = interpolate(gettext("every %(interval)s"), { interval: intervalText(interval) }, true);
  const count = areas.length ? areasText(areas.length) : "";
  const parts = [label, every, durationFormat(duration), bytesFormat(size), camera, count];
  return parts.filter(Boolean).join(" · ");
}

/**
 * @param {Entry} entry
 * @param {import("./entry.js").RequestState} request
 */
function badgeMake(entry, request) {
  if (entry.stop) return { text: gettext("Stopped"), kind: "warning" };
  if (isInterrupted(entry)) return { text: gettext("Interrupted"), kind: "warning" };
  const kinds = /** @type {Record<string, string>} */ ({
    uploading: "accent",
    scoring: "accent",
    ready: "success",
    failed: "danger",
  });
  return { text: stateText(request.state), kind: kinds[request.state] ?? "neutral" };
}

/**
 * @param {Entry} entry
 * @param {import("./entry.js").RequestState} request
 */
function detailText(entry, { state, segments }) {
  if (state === "ready") return foundText(segments.length);
  const isActive = state === "uploading" || state === "scoring";
  if (!isActive || entry.stop || isInterrupted(entry)) return "";
  if (entry.sampledIn === "elsewhere") return elsewhereText();
  const isScoring = state === "scoring";
  const rate = isScoring ? rateOf(entry.scored) : (entry.local?.framesPerSecond ?? rateOf(entry.scored));
  const parts = [rate > 0 ? rateFormat(rate) : "", timeLeftText(entry), localText(entry, isScoring)];
  return parts.filter(Boolean).join(" · ");
}

/** @param {Entry} entry */
function timeLeftText({ timeLeft }) {
  if (!timeLeft) return gettext("working out the time left");
  const time = durationFormat(timeLeftRound(timeLeft.seconds));
  return interpolate(gettext("about %(time)s left"), { time }, true);
}

/**
 * @param {Entry} entry
 * @param {boolean} isScoring
 */
function localText({ local }, isScoring) {
  if (isScoring || !local) return "";
  if (local.stage === "retrying") return gettext("no connection, trying again");
  if (local.stage === "waiting") return gettext("waiting for the recommender to catch up");
  return local.slowUpload ? slowUploadText(local.slowUpload) : wayText(local.way ?? "");
}

/** @param {number} bytesPerSecond */
function slowUploadText(bytesPerSecond) {
  const text = gettext("the network is the slowest part (%(size)s a second): a longer interval sends less");
  return interpolate(text, { size: bytesFormat(bytesPerSecond) }, true);
}

/** @param {number} interval */
function longerText(interval) {
  return interpolate(gettext("Every %(interval)s instead…"), { interval: intervalText(interval) }, true);
}

/**
 * @param {Entry} entry
 * @param {import("./entry.js").RequestState} request
 * @param {Limits} limits
 * @returns {{text: string, kind: string} | null}
 */
function noteMake(entry, request, limits) {
  if (request.state === "failed") return { text: failedText(entry, request.error), kind: "danger" };
  if (request.state === "expired") return { text: expiredText(), kind: "warning" };
  if (entry.stop) return { text: stopText(entry.stop, limits), kind: "danger" };
  if (isInterrupted(entry)) return { text: interruptedText(entry), kind: "warning" };
  if (isInProcess(request.state) && !request.is_plugin_available)
    return { text: awayText(), kind: "warning" };
  const lost = entry.local?.framesFailed ?? 0;
  return lost > 0 ? { text: lostText(lost), kind: "warning" } : null;
}

/** @param {number} count */
function lostText(count) {
  const text = ngettext(
    "%(count)s frame could not be read. The search goes on without it.",
    "%(count)s frames could not be read. The search goes on without them.",
    count,
  );
  return interpolate(text, { count: countFormat(count) }, true);
}

/** @param {number} count */
function foundText(count) {
  if (count === 0) return gettext("No segments found. On the timeline the threshold can be lowered.");
  const text = ngettext("%(count)s segment found.", "%(count)s segments found.", count);
  return interpolate(text, { count }, true);
}

/**
 * @param {Entry} entry
 * @param {string} reason a sentence of the server's
 */
function failedText({ job }, reason) {
  const remedy = job
    ? gettext("Try again, or start the video with another recommender.")
    : gettext("To try again, choose the video once more.");
  return [reason, remedy].filter(Boolean).join(" ");
}

/** @param {Entry} entry */
function interruptedText({ handle }) {
  return handle
    ? gettext("Nothing is lost. Continue where it stopped, or choose the same file again.")
    : gettext("Choose the same file again to continue. Nothing is lost: what was sent is kept.");
}

function awayText() {
  return gettext("The recommender is not running. The work goes on when it comes back.");
}

function elsewhereText() {
  return gettext("Another window of this browser is sampling this video: keep it open.");
}

function expiredText() {
  return gettext("No frames came for too long, so the request was closed. Start the video again.");
}

/**
 * @param {Entry} entry
 * @param {string} state
 * @returns {Action[]}
 */
function actionsOf(entry, state) {
  if (state === "failed" || state === "expired") return entry.job ? ["retry", "remove"] : ["remove"];
  if (state !== "uploading" && state !== "scoring") return ["remove"];
  if (entry.stop && entry.file) return ["continue", "cancel"];
  if (!isInterrupted(entry)) return ["cancel"];
  return [entry.handle ? "continue" : "choose", "cancel"];
}

/**
 * @param {Entry} entry
 * @returns {number | null} seconds, from what is known now
 */
export function entrySecondsLeft({ request, local, scored }) {
  if (!request || (request.state !== "uploading" && request.state !== "scoring")) return null;
  const stages = stagesMake(request.state, request.progress, local);
  const localSecondsLeft = request.state === "uploading" ? (local?.secondsLeft ?? null) : null;
  return secondsLeftEstimate(stages, { localSecondsLeft, scoringRate: rateOf(scored) });
}
