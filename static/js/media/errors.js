/**
 * Why a video could not be read, sampled, sent or cut. Workers and pages share the codes;
 * only pages turn them into sentences (messages.js).
 */
export class MediaError extends Error {
  /**
   * @param {string} code
   * @param {string} [detail] for the log and for support, never translated
   */
  constructor(code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.name = "MediaError";
    this.code = code;
    this.detail = detail;
  }
}

/**
 * Unlike a damaged place, this is the end: no later read will succeed.
 * @param {unknown} error
 * @returns {boolean}
 */
export function isFileGone(error) {
  return error instanceof MediaError && error.code === "file_unreadable";
}

/**
 * What the library throws at a place that it cannot make sense of.
 * @param {unknown} error
 * @returns {MediaError}
 */
export function asDamage(error) {
  return error instanceof MediaError ? error : new MediaError("damaged", String(error));
}

/**
 * What crosses the border between a worker and its page when something fails.
 * @param {unknown} error
 * @returns {{type: "error", code: string, detail: string}}
 */
export function errorMessage(error) {
  if (error instanceof MediaError) return { type: "error", code: error.code, detail: error.detail };
  return { type: "error", code: "unexpected", detail: String(error instanceof Error ? error.stack : error) };
}
