// Calls to our own server: JSON in, JSON out, errors as one class. Works in pages and in workers.

import { gettext, interpolate } from "./i18n.js";

/** An answer that is not a success; `status` 0 and `code` "network" when none came at all. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} message for the analyst, in their language when the server wrote it
   * @param {any} [body] the whole answer
   */
  constructor(status, code, message, body) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

/**
 * @typedef {object} ApiOptions
 * @property {AbortSignal} [signal]
 * @property {Record<string, string>} [headers]
 * @property {string} [csrfToken] needed in workers, which see no cookies
 */

/**
 * @param {string} url
 * @param {ApiOptions} [options]
 * @returns {Promise<any>}
 */
export function apiGet(url, options = {}) {
  return answerRead(fetch(url, { ...fetchOptions(options), cache: "no-store" }));
}

/**
 * @param {string} method
 * @param {string} url
 * @param {unknown} [body] bytes are sent as they are, anything else as JSON
 * @param {ApiOptions} [options]
 * @returns {Promise<any>}
 */
export function apiSend(method, url, body, options = {}) {
  const init = fetchOptions(options);
  init.headers.set("X-CSRFToken", options.csrfToken ?? csrfTokenRead());
  if (body !== undefined) {
    const isRaw = isBytes(body);
    if (!init.headers.has("Content-Type")) {
      init.headers.set("Content-Type", isRaw ? "application/octet-stream" : "application/json");
    }
    init.body = isRaw ? /** @type {BodyInit} */ (body) : JSON.stringify(body);
  }
  return answerRead(fetch(url, { ...init, method }));
}

/** @returns {string} the token for `options.csrfToken` in workers; "" before the page has the cookie */
export function csrfTokenRead() {
  if (typeof document === "undefined") return "";
  const match = /(?:^|;\s*)csrftoken=([^;]*)/.exec(document.cookie);
  return match ? decodeURIComponent(match[1]) : "";
}

/**
 * @param {ApiOptions} options
 * @returns {RequestInit & {headers: Headers}}
 */
function fetchOptions({ signal, headers }) {
  const all = new Headers(headers);
  if (!all.has("Accept")) all.set("Accept", "application/json");
  return { signal, headers: all, credentials: "same-origin" };
}

/** @param {unknown} body */
function isBytes(body) {
  return body instanceof Blob || body instanceof ArrayBuffer || ArrayBuffer.isView(body);
}

/** @param {Promise<Response>} pending */
async function answerRead(pending) {
  const response = await pending.catch(networkError);
  const body = await bodyRead(response);
  if (response.ok) return body;
  const error = body?.error ?? {};
  const status = response.status;
  const message =
    error.message ?? interpolate(gettext("The server answered with the error %(status)s."), { status });
  throw new ApiError(response.status, error.code ?? `http_${response.status}`, message, body);
}

/**
 * @param {Error} error
 * @returns {never}
 */
function networkError(error) {
  if (error.name === "AbortError") throw error;
  throw new ApiError(0, "network", gettext("The server cannot be reached. Check the connection."));
}

/** @param {Response} response */
async function bodyRead(response) {
  const text = await response.text().catch(networkError);
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
