import { backoffMs, sleep } from "./backoff.js";
import { MediaError } from "./errors.js";

/**
 * @typedef {import("./chunks.js").Chunk} Chunk
 * @typedef {{ok: boolean, status: number, code: string, message: string, body: any}} Answer
 * @typedef {{method: string, headers: Record<string, string>, body?: Blob | string}} Asked
 * @typedef {(bytes: number) => void} OnSent how much of a body has left
 *
 * @typedef {object} UploadEvents
 * @property {(stage: "upload" | "waiting" | "retrying") => void} onStage
 * @property {(chunk: Chunk, bytes: number) => void} onSent so many more of its bytes left, each counted once
 * @property {(chunk: Chunk) => void} onStored
 * @property {(ahead: number) => void} onAhead
 */

const IN_FLIGHT = 3;
/** Chunks the server may hold unprocessed before the browser waits for the plugin. */
const MOST_AHEAD = 40;
const AHEAD_POLL_MS = 2000;
/**
 * A connection that a sleeping laptop or a lost network left behind. A chunk may take longer on a slow network; this is
 * how long none of its bytes may leave, and how long the last ones may be on their way in the system's buffers.
 */
const SILENCE_MS = 180_000;
/** A body that still moves by then is not one that a failing connection took in at once. */
const MOVING_MS = 2000;

/**
 * @param {{uid: string, csrfToken: string}} request
 * @param {UploadEvents} events
 */
export function uploaderOpen({ uid, csrfToken }, events) {
  const url = `/api/requests/${uid}`;
  /** @type {Chunk[]} */
  const queue = [];
  let running = 0;
  /** @type {Promise<void> | null} */
  let gate = null;
  /** @type {(() => void)[]} */
  let idleWaiters = [];
  /** @type {unknown} */
  let failure = null;
  /** @type {(error: unknown) => void} */
  let breakUpload = () => {};
  const broken = new Promise((_, reject) => {
    breakUpload = reject;
  });
  broken.catch(() => {});

  /**
   * @param {string} method
   * @param {string} path
   * @param {Blob | string} [body]
   * @param {string} [type]
   * @param {OnSent} [onSent]
   */
  function ask(method, path, body, type, onSent) {
    const headers = { "X-CSRFToken": csrfToken, ...(type && { "Content-Type": type }) };
    return askUntilAnswered(url + path, { method, headers, body }, events, onSent);
  }

  /** @param {Chunk} chunk */
  async function send(chunk) {
    await gate;
    const path = `/chunks/${chunk.index}`;
    const body = new Blob([chunk.body]);
    let sent = 0;
    const count = (/** @type {number} */ bytes) => {
      // what is sent again brings nobody nearer to the end
      if (bytes > sent) events.onSent(chunk, bytes - sent);
      sent = Math.max(sent, bytes);
    };
    const answer = await ask("PUT", path, body, "application/zip", count);
    // another encoder made other bytes of the same frames before this upload was resumed
    if (!answer.ok && answer.code !== "other_chunk") throw refusal(answer);
    count(body.size);
    events.onStored(chunk);
    if (answer.ok) aheadCheck(answer.body?.ahead ?? 0);
  }

  /** @param {number} ahead */
  function aheadCheck(ahead) {
    events.onAhead(ahead);
    if (ahead > MOST_AHEAD && !gate) gate = aheadWait();
  }

  async function aheadWait() {
    for (let ahead = MOST_AHEAD + 1; ahead > MOST_AHEAD; ) {
      events.onStage("waiting");
      await sleep(AHEAD_POLL_MS);
      const answer = await ask("GET", "");
      if (!answer.ok) throw refusal(answer);
      if (answer.body.state !== "uploading") throw new MediaError("not_uploading", answer.body.state);
      ahead = answer.body.ahead ?? 0;
      events.onAhead(ahead);
    }
    gate = null;
    events.onStage("upload");
  }

  async function pump() {
    running += 1;
    try {
      for (let chunk = queue.shift(); chunk && !failure; chunk = queue.shift()) await send(chunk);
    } catch (error) {
      failure ??= error;
      breakUpload(failure);
    }
    running -= 1;
    if (running > 0) return;
    for (const waiter of idleWaiters) waiter();
    idleWaiters = [];
  }

  return {
    /** @param {Chunk} chunk */
    push(chunk) {
      queue.push(chunk);
      if (running < IN_FLIGHT) pump();
    },
    /** Resolves when everything pushed is stored; rejects when the server will take no more. */
    async idle() {
      if (running > 0) await new Promise((resolve) => idleWaiters.push(() => resolve(undefined)));
      if (failure) throw failure;
    },
    /** Rejects when the server will take no more: those who wait for room need not wait on. */
    broken,
    /**
     * @param {number} chunks
     * @returns {Promise<number[]>} the chunks that the server does not have
     */
    async finish(chunks) {
      const answer = await ask("POST", "/uploaded", JSON.stringify({ chunks }), "application/json");
      if (answer.ok) return [];
      if (answer.code === "missing_chunks") return answer.body.missing;
      throw refusal(answer);
    },
  };
}

/**
 * Tries for as long as the fault may pass: no network, a restarting server, a limit of the moment.
 * @param {string} url
 * @param {Asked} asked
 * @param {UploadEvents} events
 * @param {OnSent} [onSent]
 * @returns {Promise<Answer>}
 */
async function askUntilAnswered(url, asked, events, onSent) {
  for (let attempt = 0; ; attempt += 1) {
    const begun = performance.now();
    const answer = await askOnce(url, asked, (bytes) => {
      onSent?.(bytes);
      if (attempt > 0 && performance.now() - begun > MOVING_MS) events.onStage("upload");
    });
    if (answer && !isPassing(answer.status)) {
      if (attempt > 0) events.onStage("upload");
      return answer;
    }
    events.onStage("retrying");
    await sleep(backoffMs(attempt));
  }
}

/**
 * By XMLHttpRequest, as fetch does not tell how much of a body has left, and so not slow from silent.
 * @param {string} url
 * @param {Asked} asked
 * @param {OnSent} onSent
 * @returns {Promise<Answer | null>} null when no answer came
 */
function askOnce(url, { method, headers, body }, onSent) {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    const silence = alarmSet(() => xhr.abort(), SILENCE_MS);
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = ({ loaded }) => {
      silence.postpone();
      onSent(loaded);
    };
    xhr.onloadend = () => {
      silence.stop();
      resolve(xhr.status ? answerOf(xhr.status, xhr.responseText) : null);
    };
    xhr.send(body);
  });
}

/**
 * @param {() => void} ring
 * @param {number} milliseconds after it was set or postponed
 */
function alarmSet(ring, milliseconds) {
  let timer = setTimeout(ring, milliseconds);
  const stop = () => clearTimeout(timer);
  return {
    stop,
    postpone() {
      stop();
      timer = setTimeout(ring, milliseconds);
    },
  };
}

/**
 * @param {number} status
 * @param {string} text
 * @returns {Answer}
 */
function answerOf(status, text) {
  const body = jsonParse(text);
  const { code = `http_${status}`, message = "" } = body?.error ?? {};
  return { ok: status >= 200 && status < 300, status, code, message, body };
}

/** @param {string} text */
function jsonParse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {number} status */
function isPassing(status) {
  return status >= 500 || status === 429 || status === 408;
}

/** @param {Answer} answer */
function refusal({ status, code, message }) {
  if (status === 404) return new MediaError("request_gone", message);
  if (status === 403) return new MediaError("forbidden", message);
  return new MediaError(code === "not_uploading" ? code : "refused", `${code} ${message}`);
}
