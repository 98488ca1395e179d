// Saves the list on the server: one request at a time, the latest list wins, failures are retried.

/** @typedef {import("../timeline/segments.js").Plain} Plain */
/** @typedef {"saved" | "saving" | "retrying" | "refused"} SaveStatus */
/** @typedef {{ revision: number, segments: Plain[] }} Saved */
/** @typedef {import("../lib/api.js").ApiError} ApiError */

/**
 * @typedef {object} SavingOptions
 * @property {number} revision of the list that the page began with
 * @property {(body: Saved) => Promise<Saved>} send throws an ApiError
 * @property {(status: SaveStatus, error?: ApiError) => void} onStatus
 * @property {(segments: Plain[], mine: Plain[]) => void} onStale another window was faster: its list, and ours
 * @property {(saved: Saved | null) => void} keep remembers what is not on the server yet
 * @property {() => void} onIdle nothing is on its way any more
 * @property {(attempt: number) => Promise<void>} pause before the next attempt
 */

/** @typedef {ReturnType<typeof savingCreate>} Saving */

/** @param {SavingOptions} options */
export function savingCreate({ revision, send, onStatus, onStale, onIdle, keep, pause }) {
  /** @type {Plain[] | null} */
  let waiting = null;
  /** @type {Set<Plain[]>} sent, but no answer came: the server may have one of them */
  const lost = new Set();
  let isRunning = false;
  let isRefused = false;
  /** @type {Promise<void>} */
  let running = Promise.resolve();

  async function run() {
    isRunning = true;
    for (let attempt = 0; waiting; ) attempt = await step(waiting, attempt);
    isRunning = false;
    onIdle();
  }

  /** One attempt. @param {Plain[]} segments @param {number} attempt @returns {Promise<number>} failures in a row */
  async function step(segments, attempt) {
    onStatus(attempt ? "retrying" : "saving");
    try {
      done(segments, (await send({ revision, segments })).revision);
    } catch (error) {
      return failed(segments, /** @type {ApiError} */ (error), attempt);
    }
    return 0;
  }

  /** @param {Plain[]} segments @param {number} now */
  function done(segments, now) {
    revision = now;
    lost.clear();
    if (waiting !== segments) return keep(waiting && { revision, segments: waiting });
    waiting = null;
    keep(null);
    onStatus("saved");
  }

  /** @param {Plain[]} segments @param {ApiError} error @param {number} attempt */
  async function failed(segments, error, attempt) {
    if (error.code === "stale_revision") return stale(segments, error.body);
    if (error.status >= 400 && error.status < 500 && error.status !== 429) {
      isRefused = waiting === segments;
      if (isRefused) waiting = null;
      onStatus("refused", error);
      return 0;
    }
    lost.add(segments);
    onStatus("retrying", error);
    await pause(attempt);
    return attempt + 1;
  }

  /** @param {Plain[]} segments @param {Saved} theirs */
  function stale(segments, theirs) {
    // the answer to an earlier attempt was lost on its way, the list was not
    const ours = [segments, ...lost].find((list) => isSame(theirs.segments, list));
    if (ours) {
      done(ours, theirs.revision);
      return 0;
    }
    const mine = waiting ?? segments;
    revision = theirs.revision;
    waiting = null;
    lost.clear();
    keep(null);
    onStatus("saved");
    onStale(theirs.segments, mine);
    return 0;
  }

  return {
    /** @param {Plain[]} segments */
    save(segments) {
      waiting = segments;
      isRefused = false;
      keep({ revision, segments });
      if (!isRunning) running = run();
    },
    /**
     * A list that the server pushed.
     * @param {number} pushed its revision @returns {boolean} whether it is news to take over
     */
    take(pushed) {
      if (isRunning || pushed <= revision) return false;
      revision = pushed;
      if (isRefused) {
        // the list that was refused gives way to this one
        isRefused = false;
        keep(null);
        onStatus("saved");
      }
      return true;
    },
    isSaved,
    /** Waits until nothing is on its way. @returns {Promise<boolean>} whether the server has the list */
    settled: () => running.then(isSaved),
  };

  function isSaved() {
    return !isRunning && !isRefused;
  }
}

/** @param {Plain[]} one @param {Plain[]} other */
function isSame(one, other) {
  return JSON.stringify(one.map(values)) === JSON.stringify(other.map(values));
}

/** @param {Plain} segment */
function values({ start, stop, label, verdict }) {
  // what an older page left behind has no verdict
  return [start, stop, label, verdict ?? ""];
}
