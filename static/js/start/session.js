// What happens when: files become jobs, jobs become requests, requests are sampled and watched.

import { ApiError, apiGet, apiSend, csrfTokenRead } from "../lib/api.js";
import { socketOpen } from "../lib/socket.js";
import { handleLoad, handleSave } from "../lib/store.js";
import { fileFingerprint } from "../media/fingerprint.js";
import { samplingStart } from "../media/sampling.js";
import {
  entryFromJob,
  entryFromRequest,
  isInterrupted,
  isNewer,
  isWaiting,
  requestFromAnswer,
} from "./entry.js";
import { rateAdd, timeLeftNext } from "./progress.js";
import { inProcessCount, isInProcess, pluginFor, queueNext, requestToContinue } from "./queue.js";
import { entrySecondsLeft } from "./row.js";
import { samplingFree, samplingLock } from "./tab-lock.js";

/** @typedef {import("./entry.js").Entry} Entry */
/** @typedef {import("./entry.js").RequestState} RequestState */
/** @typedef {import("./entry.js").Job} Job */
/** @typedef {import("./chosen.js").ChosenFile} ChosenFile */
/** @typedef {{plugin_name: string, label: string, img_size: number}} Plugin */

const HOLD_S = 5;
const ELSEWHERE_AFTER_MS = 400;

/**
 * @typedef {object} SessionEvents
 * @property {() => void} onChange
 * @property {(entry: Entry) => void} onReady
 * @property {(entry: Entry) => void} onCancelled
 * @property {(job: Job, error: ApiError) => void} onRefused the server does not take this video
 * @property {(error: Error) => void} onError
 * @property {() => void} onOtherFile the file behind the handle is not the one it was
 */

/**
 * @param {{limits: import("./problems.js").Limits, requests: RequestState[]} & SessionEvents} options
 */
export function sessionMake({ limits, requests, ...events }) {
  /** @type {Entry[]} oldest first */
  let entries = requests.map(entryFromRequest).reverse();
  /** @type {Map<string, {close(): void}>} */
  const sockets = new Map();
  /** @type {Set<string>} jobs whose request is being created */
  const starting = new Set();
  /** @type {string[]} */
  let pluginNames = [];
  let heldUntil = 0;

  const now = () => performance.now() / 1000;
  const requestsNow = () => entries.flatMap(({ request }) => (request ? [request] : []));

  function pump() {
    const waiting = entries.filter((entry) => isWaiting(entry) && !starting.has(entry.id));
    const jobs = waiting.flatMap(({ job }) => (job ? [job] : []));
    const inProcess = inProcessCount(requestsNow()) + starting.size;
    const slots = { inProcess, maxRequests: limits.max_requests, pluginNames, isHeld: now() < heldUntil };
    for (const job of queueNext(jobs, slots)) start(job);
    events.onChange();
  }

  /** @param {Job} job */
  async function start(job) {
    const entry = entries.find(({ id }) => id === job.id);
    if (!entry) return;
    starting.add(job.id);
    try {
      const answer = await apiSend("POST", "/api/requests", createBody(job, pluginNames));
      if (job.chosen.handle) handleSave(job.chosen.fingerprint, job.chosen.handle);
      started(entry, requestFromAnswer(job, answer), answer);
    } catch (error) {
      refused(entry, job, /** @type {ApiError} */ (error));
    } finally {
      starting.delete(job.id);
      pump();
    }
  }

  /**
   * @param {Entry} entry
   * @param {RequestState} request
   * @param {any} answer
   */
  function started(entry, request, answer) {
    // cancelled while the server was being asked
    if (!entries.includes(entry)) return void apiSend("DELETE", requestUrl(request)).catch(events.onError);
    entry.request = request;
    watch(entry);
    if (entry.file) sample(entry, entry.file, answer, []);
  }

  /**
   * @param {Entry} entry
   * @param {Job} job
   * @param {ApiError} error
   */
  function refused(entry, job, error) {
    if (error.status === 422) {
      entryDrop(entry);
      return events.onRefused(job, error);
    }
    hold();
    if (!["too_many_requests", "plugin_unavailable"].includes(error.code)) events.onError(error);
  }

  function hold() {
    heldUntil = now() + HOLD_S;
    setTimeout(pump, HOLD_S * 1000 + 50);
  }

  /** @param {Entry} entry */
  function watch(entry) {
    const { request } = entry;
    if (!request || !isInProcess(request.state) || sockets.has(entry.id)) return;
    const path = `/ws/requests/${request.user_request_uid}/`;
    sockets.set(
      entry.id,
      socketOpen(path, (message) => put(entry, message.request)),
    );
    if (request.state === "uploading" && !entry.file) elsewhereWatch(entry);
  }

  /** @param {Entry} entry */
  function unwatch(entry) {
    sockets.get(entry.id)?.close();
    sockets.delete(entry.id);
  }

  /**
   * @param {Entry} entry
   * @param {RequestState} news
   */
  function put(entry, news) {
    if (!isNewer(entry.request, news)) return;
    const before = entry.request;
    entry.request = news;
    progressNote(entry, before);
    if (isInProcess(news.state)) return events.onChange();
    unwatch(entry);
    entry.run?.cancel();
    if (news.state === "cancelled") entryDrop(entry);
    if (news.state === "ready") events.onReady(entry);
    heldUntil = 0;
    pump();
  }

  /**
   * @param {Entry} entry
   * @param {RequestState | null} before
   */
  function progressNote(entry, before) {
    const { frames_processed, frames_received } = /** @type {RequestState} */ (entry.request).progress;
    entry.scored = rateAdd(entry.scored, now(), frames_processed);
    const isGrowing = before && frames_received > before.progress.frames_received;
    if (isGrowing && isInterrupted(entry)) elsewhereWatch(entry);
  }

  /** @param {Entry} entry */
  async function elsewhereWatch(entry) {
    const timer = setTimeout(() => {
      entry.sampledIn = "elsewhere";
      events.onChange();
    }, ELSEWHERE_AFTER_MS);
    await samplingFree(requestUid(entry));
    clearTimeout(timer);
    if (entry.sampledIn === "elsewhere") entry.sampledIn = "none";
    await handleOffer(entry);
    events.onChange();
  }

  /**
   * A handle whose permission still holds continues by itself.
   * @param {Entry} entry
   */
  async function handleOffer(entry) {
    if (!isInterrupted(entry) || !entry.request) return;
    entry.handle = await handleLoad(entry.request.fingerprint);
    const handle = /** @type {any} */ (entry.handle);
    if ((await handle?.queryPermission?.({ mode: "read" })) === "granted") await handleContinue(entry);
  }

  /** @param {Entry} entry */
  async function handleContinue(entry) {
    const handle = /** @type {any} */ (entry.handle);
    if ((await handle.requestPermission({ mode: "read" })) !== "granted") return;
    const file = await handle.getFile().catch(() => null);
    if (!file || (await fileFingerprint(file)) !== entry.request?.fingerprint) {
      entry.handle = null;
      return events.onOtherFile();
    }
    await resume(entry, file);
  }

  /**
   * @param {Entry} entry
   * @param {File} file
   */
  async function resume(entry, file) {
    if (entry.run || !entry.request) return;
    entry.stop = null;
    entry.file = file;
    entry.sampledIn = "here";
    events.onChange();
    try {
      const state = await apiGet(requestUrl(entry.request));
      put(entry, state);
      if (state.state === "uploading") await sample(entry, file, state, state.received_chunks);
    } catch (error) {
      entry.stop = /** @type {ApiError} */ (error);
      events.onChange();
    }
  }

  /**
   * @param {Entry} entry
   * @param {File} file
   * @param {any} request
   * @param {number[]} receivedChunks
   */
  async function sample(entry, file, request, receivedChunks) {
    entry.sampledIn = "here";
    const outcome = await samplingLock(request.user_request_uid, () =>
      run(entry, file, request, receivedChunks),
    );
    entry.run = null;
    if (outcome === undefined) {
      entry.file = null;
      entry.sampledIn = "none";
      elsewhereWatch(entry);
    }
    events.onChange();
  }

  /**
   * @param {Entry} entry
   * @param {File} file
   * @param {any} request
   * @param {number[]} receivedChunks
   * @returns {Promise<"done" | "stopped">}
   */
  async function run(entry, file, request, receivedChunks) {
    const onProgress = (/** @type {any} */ progress) => {
      entry.local = progress;
      events.onChange();
    };
    const options = { file, request, receivedChunks, csrfToken: csrfTokenRead(), onProgress };
    try {
      const sampling = samplingStart(options);
      entry.run = sampling;
      await sampling.done;
      return "done";
    } catch (error) {
      stopped(entry, /** @type {ApiError} */ (error));
      return "stopped";
    }
  }

  /**
   * @param {Entry} entry
   * @param {ApiError} error
   */
  function stopped(entry, error) {
    const isOver = !entries.includes(entry) || entry.request?.state !== "uploading";
    if (!isOver && error.code !== "cancelled") entry.stop = error;
    entry.local = null;
  }

  /** @param {Entry} entry */
  function entryDrop(entry) {
    unwatch(entry);
    entries = entries.filter((other) => other !== entry);
  }

  for (const entry of entries) watch(entry);

  return {
    entries: () => entries,
    pluginNames: () => pluginNames,
    isSampling: () => entries.some(({ run }) => run !== null),
    pump,

    /** @param {string[]} names */
    pluginsSet(names) {
      pluginNames = names;
      pump();
    },

    /** @param {Job} job */
    enqueue(job) {
      entries = [...entries, entryFromJob(job)];
      pump();
    },

    /**
     * @param {ChosenFile} chosen
     * @returns {Entry | null} the interrupted request that goes on with this file
     */
    continueWith(chosen) {
      const running = new Set(entries.filter((entry) => !canTake(entry)).map(requestUid));
      const request = requestToContinue(requestsNow(), chosen.fingerprint, running);
      const entry = entries.find((one) => one.request === request);
      if (!request || !entry) return null;
      if (chosen.handle) handleSave(chosen.fingerprint, chosen.handle);
      resume(entry, chosen.file);
      return entry;
    },

    /** @param {Entry} entry */
    goOn(entry) {
      return entry.file ? resume(entry, entry.file) : handleContinue(entry);
    },

    /** @param {Entry} entry takes it off the list, whatever it is */
    async cancel(entry) {
      entry.run?.cancel();
      entryDrop(entry);
      events.onChange();
      if (entry.request) {
        await apiSend("DELETE", requestUrl(entry.request)).catch((error) => cancelFailed(error, entry));
      }
      events.onCancelled(entry);
      heldUntil = 0;
      pump();
    },

    tick() {
      for (const entry of entries) {
        entry.timeLeft = timeLeftNext(entry.timeLeft, entrySecondsLeft(entry), now());
      }
      events.onChange();
    },
  };

  /**
   * @param {ApiError} error
   * @param {Entry} entry
   */
  function cancelFailed(error, entry) {
    if (error.status === 404) return;
    entries = [...entries, entry];
    watch(entry);
    events.onError(error);
  }
}

/** @param {Entry} entry */
function canTake(entry) {
  return isInterrupted(entry) || entry.stop !== null;
}

/** @param {Entry} entry */
function requestUid({ request }) {
  return request?.user_request_uid ?? "";
}

/** @param {{user_request_uid: string}} request */
function requestUrl({ user_request_uid }) {
  return `/api/requests/${user_request_uid}`;
}

/**
 * @param {Job} job
 * @param {string[]} pluginNames
 */
function createBody(job, pluginNames) {
  const { file, fingerprint, probe } = job.chosen;
  return {
    plugin_name: pluginFor(job, pluginNames),
    video_name: file.name,
    size: file.size,
    duration: probe?.durationSeconds ?? 0,
    interval: job.interval,
    fingerprint,
  };
}
