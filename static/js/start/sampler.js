// Samples a request's video in this tab, now or after an interruption; one tab at a time.

import { apiGet, csrfTokenRead } from "../lib/api.js";
import { handleLoad } from "../lib/store.js";
import { fileFingerprint } from "../media/fingerprint.js";
import { samplingStart } from "../media/sampling.js";
import { isInterrupted, requestUrl } from "./entry.js";
import { samplingFree, samplingLock } from "./tab-lock.js";

/** @typedef {import("./entry.js").Entry} Entry */
/** @typedef {import("./entry.js").RequestState} RequestState */
/** @typedef {Parameters<typeof samplingStart>[0]["request"]} SampledRequest */

const ELSEWHERE_AFTER_MS = 400;

/**
 * @typedef {object} SamplerEvents
 * @property {() => void} onChange
 * @property {(entry: Entry, news: RequestState) => void} onNews
 * @property {() => void} onOtherFile the file behind the handle is not the one it was
 */

/** @param {SamplerEvents} events */
export function samplerMake(events) {
  /** @type {Set<Entry>} entries that are being taken up again */
  const resuming = new Set();
  /** @type {Set<Entry>} entries that wait for another tab */
  const watched = new Set();

  /**
   * @param {Entry} entry
   * @param {File} file
   * @param {SampledRequest} request
   * @param {number[]} receivedChunks
   */
  async function sample(entry, file, request, receivedChunks) {
    entry.sampledIn = "here";
    const work = () => run(entry, { file, request, receivedChunks });
    const outcome = await samplingLock(request.user_request_uid, work);
    entry.run = null;
    if (outcome === undefined) {
      entry.file = null;
      entry.sampledIn = "none";
      watchOthers(entry);
    }
    events.onChange();
  }

  /**
   * @param {Entry} entry
   * @param {{file: File, request: SampledRequest, receivedChunks: number[]}} work
   * @returns {Promise<"done" | "stopped">}
   */
  async function run(entry, work) {
    /** @param {import("../media/sampling.js").ProgressState} progress */
    const onProgress = (progress) => {
      entry.local = progress;
      events.onChange();
    };
    const sampling = samplingStart({ ...work, csrfToken: csrfTokenRead(), onProgress });
    entry.run = sampling;
    try {
      await sampling.done;
      return "done";
    } catch (error) {
      stopped(entry, /** @type {import("../media/errors.js").MediaError} */ (error));
      return "stopped";
    }
  }

  /**
   * @param {Entry} entry
   * @param {File} file
   */
  async function resume(entry, file) {
    if (entry.run || !entry.request || resuming.has(entry)) return;
    resuming.add(entry);
    Object.assign(entry, { stop: null, file, sampledIn: "here" });
    events.onChange();
    try {
      const state = await apiGet(requestUrl(entry.request));
      events.onNews(entry, state);
      if (state.state === "uploading") await sample(entry, file, state, state.received_chunks);
    } catch (error) {
      entry.stop = /** @type {import("../lib/api.js").ApiError} */ (error);
      events.onChange();
    } finally {
      resuming.delete(entry);
    }
  }

  /**
   * A tab that stops sampling, or is closed, leaves the request to whoever has the file.
   * @param {Entry} entry
   */
  async function watchOthers(entry) {
    if (watched.has(entry)) return;
    watched.add(entry);
    const timer = setTimeout(() => {
      if (entry.sampledIn === "none") entry.sampledIn = "elsewhere";
      events.onChange();
    }, ELSEWHERE_AFTER_MS);
    await samplingFree(entry.request?.user_request_uid ?? "");
    clearTimeout(timer);
    watched.delete(entry);
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
    // TypeScript does not know the permission calls of Chromium's handles
    const handle = /** @type {any} */ (entry.handle);
    if ((await handle?.queryPermission?.({ mode: "read" })) === "granted") await handleContinue(entry);
  }

  /** @param {Entry} entry */
  async function handleContinue(entry) {
    const handle = /** @type {any} */ (entry.handle);
    if ((await handle.requestPermission({ mode: "read" })) !== "granted") return;
    const file = await handle.getFile().catch(() => null);
    if (file && (await fileFingerprint(file)) === entry.request?.fingerprint) return resume(entry, file);
    entry.handle = null;
    events.onOtherFile();
  }

  return {
    sample,
    resume,
    watchOthers,
    /** @param {Entry} entry */
    goOn: (entry) => (entry.file ? resume(entry, entry.file) : handleContinue(entry)),
  };
}

/**
 * A run that was cancelled, or whose request is over, has not failed.
 * @param {Entry} entry
 * @param {import("../media/errors.js").MediaError} error
 */
function stopped(entry, error) {
  entry.local = null;
  if (entry.request?.state === "uploading" && error.code !== "cancelled") entry.stop = error;
}
