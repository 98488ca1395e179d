// A line of the list: a video that waits in this tab, or a request that the server knows. No page here.

import { isInProcess } from "./queue.js";

/** @typedef {import("./progress.js").ServerProgress} ServerProgress */
/** @typedef {import("./progress.js").LocalProgress} LocalProgress */

/**
 * @typedef {object} RequestState as the server tells it
 * @property {string} user_request_uid
 * @property {string} plugin_name
 * @property {string} plugin_label
 * @property {boolean} is_plugin_available
 * @property {string} video_name
 * @property {string} title
 * @property {number} size
 * @property {number} duration
 * @property {number} interval
 * @property {string} fingerprint
 * @property {string} [camera] none before this tab has its first answer
 * @property {string} [clock_start] when the recording began, "" for not known
 * @property {unknown[]} [areas] of the camera, as they were when the search began
 * @property {string} state
 * @property {string} error
 * @property {number} revision
 * @property {string} url
 * @property {ServerProgress} progress
 * @property {unknown[]} segments
 */

/**
 * @typedef {object} Job what the analyst asked for, with the file of this tab
 * @property {string} id
 * @property {import("./chosen.js").ChosenFile} chosen
 * @property {string} pluginName
 * @property {string} pluginLabel
 * @property {number} interval
 */

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {Job | null} job
 * @property {RequestState | null} request null while it waits
 * @property {File | null} file of this tab, to go on with
 * @property {FileSystemFileHandle | null} handle kept from an earlier visit
 * @property {"here" | "elsewhere" | "none"} sampledIn which tab samples it
 * @property {{cancel(): void} | null} run
 * @property {LocalProgress | null} local
 * @property {{code?: string, status?: number, message?: string} | null} stop why sampling in this tab ended
 * @property {import("./progress.js").RateSamples} scored
 * @property {import("./progress.js").TimeLeft | null} timeLeft
 */

const BLANK = { handle: null, run: null, local: null, stop: null, timeLeft: null };

/**
 * @param {Job} job
 * @returns {Entry}
 */
export function entryFromJob(job) {
  const { file } = job.chosen;
  return { ...BLANK, id: job.id, job, request: null, file, sampledIn: "none", scored: [] };
}

/**
 * @param {RequestState} request
 * @returns {Entry}
 */
export function entryFromRequest(request) {
  const id = request.user_request_uid;
  return { ...BLANK, id, job: null, request, file: null, sampledIn: "none", scored: [] };
}

/**
 * Messages may come twice, late or out of order: the revision decides.
 * @param {RequestState | null} known
 * @param {RequestState} news
 * @returns {boolean}
 */
export function isNewer(known, news) {
  return !known || news.revision >= known.revision;
}

/**
 * The state until the server's first push.
 * @param {Job} job
 * @param {any} answer of `POST /api/requests`
 * @returns {RequestState}
 */
export function requestFromAnswer(job, answer) {
  const { file, fingerprint, probe } = job.chosen;
  const progress = { frames_expected: 0, frames_received: 0, frames_processed: 0 };
  return {
    plugin_label: job.pluginLabel,
    is_plugin_available: true,
    title: file.name,
    size: file.size,
    duration: probe?.durationSeconds ?? 0,
    fingerprint,
    error: "",
    segments: [],
    ...answer,
    progress,
  };
}

/**
 * @param {Job} job
 * @param {string | null} pluginName
 */
export function createBody(job, pluginName) {
  const { file, fingerprint, probe } = job.chosen;
  return {
    plugin_name: pluginName,
    video_name: file.name,
    size: file.size,
    duration: probe?.durationSeconds ?? 0,
    interval: job.interval,
    fingerprint,
    camera: job.chosen.camera,
    clock_start: job.chosen.clockStart,
  };
}

/** @param {{user_request_uid: string}} request */
export function requestUrl({ user_request_uid }) {
  return `/api/requests/${user_request_uid}`;
}

/** @param {Entry} entry */
export function isWaiting(entry) {
  return entry.request === null;
}

/**
 * @param {Entry} entry
 * @returns {boolean} whether it stops, or is lost, when this tab closes
 */
export function needsTab({ request, run }) {
  return request === null || (request.state === "uploading" && run !== null);
}

/** @param {Entry} entry */
export function isInWork(entry) {
  return entry.request === null || isInProcess(entry.request.state);
}

/** @param {Entry} entry */
export function isInterrupted({ request, sampledIn, run }) {
  return request?.state === "uploading" && sampledIn === "none" && run === null;
}
