// What happens when: files become jobs, jobs become requests, requests are sampled and watched.

import { apiSend } from "../lib/api.js";
import { socketOpen } from "../lib/socket.js";
import { handleSave } from "../lib/store.js";
import {
  createBody,
  entryFromJob,
  entryFromRequest,
  isInterrupted,
  isNewer,
  isWaiting,
  needsTab,
  requestFromAnswer,
  requestUrl,
} from "./entry.js";
import { jobAgain } from "./longer.js";
import { rateAdd, timeLeftNext } from "./progress.js";
import { inProcessCount, isInProcess, pluginFor, queueNext, requestToContinue, waitReason } from "./queue.js";
import { entrySecondsLeft } from "./row.js";
import { samplerMake } from "./sampler.js";

/** @typedef {import("../lib/api.js").ApiError} ApiError */
/** @typedef {import("./entry.js").Entry} Entry */
/** @typedef {import("./entry.js").RequestState} RequestState */
/** @typedef {import("./entry.js").Job} Job */
/** @typedef {import("./chosen.js").ChosenFile} ChosenFile */
/** @typedef {{plugin_name: string, label: string, img_size: number}} Plugin */

const HOLD_S = 5;
/** Refusals that pass by themselves; the job waits on. */
const PASSING = ["too_many_requests", "plugin_unavailable"];

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
  /** @type {Map<Entry, {close(): void}>} */
  const sockets = new Map();
  /** @type {Set<string>} jobs whose request is being created */
  const starting = new Set();
  /** @type {string[]} */
  let pluginNames = [];
  let heldUntil = 0;
  let isServerAway = false;

  const now = () => performance.now() / 1000;
  const requestsNow = () => entries.flatMap(({ request }) => request ?? []);
  const sampler = samplerMake({ onChange: events.onChange, onOtherFile: events.onOtherFile, onNews: put });

  /** Starts what can start. */
  function pump() {
    const jobs = entries.filter(isWaiting).flatMap(({ job }) => (job && !starting.has(job.id) ? job : []));
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
      const answer = await apiSend("POST", "/api/requests", createBody(job, pluginFor(job, pluginNames)));
      isServerAway = false;
      started(entry, job, answer);
    } catch (error) {
      refused(entry, job, /** @type {ApiError} */ (error));
    } finally {
      starting.delete(job.id);
      pump();
    }
  }

  /**
   * @param {Entry} entry
   * @param {Job} job
   * @param {any} answer
   */
  function started(entry, job, answer) {
    // removed from the list while the server was being asked
    if (!entries.includes(entry)) return void apiSend("DELETE", requestUrl(answer)).catch(events.onError);
    const { file, handle, fingerprint } = job.chosen;
    if (handle) handleSave(fingerprint, handle);
    entry.request = requestFromAnswer(job, answer);
    watch(entry);
    sampler.sample(entry, file, answer, []);
  }

  /**
   * @param {Entry} entry
   * @param {Job} job
   * @param {ApiError} error
   */
  function refused(entry, job, error) {
    if (error.status === 422) {
      drop(entry);
      return events.onRefused(job, error);
    }
    isServerAway = error.status === 0;
    heldUntil = now() + HOLD_S;
    setTimeout(pump, HOLD_S * 1000 + 50);
    if (!isServerAway && !PASSING.includes(error.code)) events.onError(error);
  }

  /** @param {Entry} entry */
  function watch(entry) {
    const { request } = entry;
    if (!request || !isInProcess(request.state)) return;
    const path = `/ws/requests/${request.user_request_uid}/`;
    sockets.set(
      entry,
      socketOpen(path, (message) => put(entry, message.request)),
    );
    if (request.state === "uploading" && !entry.file) sampler.watchOthers(entry);
  }

  /**
   * @param {Entry} entry
   * @param {RequestState} news
   */
  function put(entry, news) {
    if (!isNewer(entry.request, news)) return;
    const received = entry.request?.progress.frames_received ?? 0;
    entry.request = news;
    entry.scored = rateAdd(entry.scored, now(), news.progress.frames_processed);
    // frames come, and not from here: another tab has taken it up
    if (news.progress.frames_received > received && isInterrupted(entry)) sampler.watchOthers(entry);
    if (isInProcess(news.state)) events.onChange();
    else over(entry, news.state);
  }

  /**
   * @param {Entry} entry
   * @param {string} state
   */
  function over(entry, state) {
    unwatch(entry);
    entry.run?.cancel();
    if (state === "cancelled") drop(entry);
    if (state === "ready") events.onReady(entry);
    heldUntil = 0;
    pump();
  }

  /** @param {Entry} entry */
  function unwatch(entry) {
    sockets.get(entry)?.close();
    sockets.delete(entry);
  }

  /** @param {Entry} entry */
  function drop(entry) {
    unwatch(entry);
    entries = entries.filter((other) => other !== entry);
  }

  /**
   * @param {ApiError} error
   * @param {Entry} entry
   * @param {boolean} wasRunning
   * @returns {boolean} whether the entry is gone all the same
   */
  function isGone(error, entry, wasRunning) {
    if (error.status === 404) return true;
    entries = [...entries, entry];
    watch(entry);
    // its run has ended here, and nobody else goes on with it
    if (wasRunning) entry.stop = error;
    events.onError(error);
    return false;
  }

  /**
   * @param {Entry} entry
   * @returns {Promise<boolean>} whether it is gone
   */
  async function giveUp(entry) {
    const wasRunning = needsTab(entry);
    entry.run?.cancel();
    drop(entry);
    events.onChange();
    const gone = entry.request ? apiSend("DELETE", requestUrl(entry.request)) : Promise.resolve();
    return gone.then(() => true).catch((error) => isGone(error, entry, wasRunning));
  }

  for (const entry of entries) watch(entry);

  return {
    entries: () => entries,
    /** @param {Job} job */
    waitsFor: (job) => (isServerAway ? "server" : waitReason(job, pluginNames)),
    isBusy: () => entries.some(needsTab),
    goOn: sampler.goOn,

    /** @param {string[]} names */
    pluginsSet(names) {
      pluginNames = names;
      for (const { request } of entries) {
        if (request) request.is_plugin_available = names.includes(request.plugin_name);
      }
      pump();
    },

    /** @param {Job} job */
    enqueue(job) {
      entries = [...entries, entryFromJob(job)];
      pump();
    },

    /**
     * @param {ChosenFile} chosen
     * @returns {boolean} whether an interrupted request goes on with this file
     */
    continueWith({ file, handle, fingerprint }) {
      const busy = new Set(entries.filter((entry) => !canTakeUp(entry)).map(({ request }) => request));
      const request = requestToContinue(
        requestsNow().filter((one) => !busy.has(one)),
        fingerprint,
      );
      const entry = request && entries.find((one) => one.request === request);
      if (!entry) return false;
      if (handle) handleSave(fingerprint, handle);
      sampler.resume(entry, file);
      return true;
    },

    /** @param {Entry} entry takes it off the list, whatever it is */
    async cancel(entry) {
      if (await giveUp(entry)) events.onCancelled(entry);
      heldUntil = 0;
      pump();
    },

    /**
     * From the beginning, at another interval.
     * @param {Entry} entry
     * @param {number} interval
     */
    async restart(entry, interval) {
      const job = jobAgain(entry, interval);
      if (job && (await giveUp(entry))) entries = [...entries, entryFromJob(job)];
      heldUntil = 0;
      pump();
    },

    /** Once a second. */
    tick() {
      for (const entry of entries) {
        entry.timeLeft = timeLeftNext(entry.timeLeft, entrySecondsLeft(entry), now());
      }
      events.onChange();
    },
  };
}

/** @param {Entry} entry */
function canTakeUp(entry) {
  return isInterrupted(entry) || entry.stop !== null;
}
