// Words for codes: each says what is wrong and what to do.

import { bytesFormat, countFormat, durationFormat, numberFormat } from "../lib/format.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";

/** @typedef {import("./problems.js").Limits} Limits */

/** @param {number} seconds below a minute with their fraction, `0.5 s` */
export function intervalText(seconds) {
  if (seconds >= 60) return durationFormat(seconds);
  return interpolate(gettext("%(seconds)s s"), { seconds: numberFormat(seconds) }, true);
}

/**
 * @param {string} code of problems.js or of a MediaError
 * @param {{limits: Limits, size?: number, durationSeconds?: number, codec?: string}} values
 * @returns {string}
 */
export function problemText(code, { limits, size = 0, durationSeconds = 0, codec = "" }) {
  switch (code) {
    case "too_large":
      return interpolate(
        gettext("The file has %(size)s, the limit is %(limit)s. Split it into shorter parts first."),
        { size: bytesFormat(size), limit: bytesFormat(limits.max_size_bytes) },
        true,
      );
    case "too_long":
      return interpolate(
        gettext("The video lasts %(duration)s, the limit is %(limit)s. Split it into shorter parts first."),
        { duration: durationFormat(durationSeconds), limit: durationFormat(limits.max_duration_s) },
        true,
      );
    case "undecodable":
      return interpolate(
        gettext(
          "This browser cannot decode %(codec)s. Try another browser (Chrome or Edge with hardware video decoding), or convert the video to H.264.",
        ),
        { codec: codec || gettext("this codec") },
        true,
      );
    case "empty":
      return gettext("The file is empty. Copy it from the camera or the recorder again.");
    case "no_video_track":
      return gettext("The file has no picture that can be read. Choose a video file.");
    case "not_a_video":
      return gettext(
        "This is not a video that can be read. Choose an MP4, MOV, MKV, WebM, TS, AVI, MPEG or FLV file.",
      );
    case "no_ffmpeg":
      return gettext(
        "The browser cannot read this file, and the decoder for such files is not installed on the server. Choose an MP4, MOV, MKV, WebM or TS file.",
      );
    case "unreadable":
    case "file_unreadable":
      return gettext(
        "The file can no longer be read: it was moved, changed or its disk is away. Choose it again.",
      );
    case "no_webcodecs":
      return browserProblemText("unsupported");
    default:
      return gettext(
        "The file could not be read to its end: it may be damaged. Copy it again or repair it first.",
      );
  }
}

/**
 * @param {string} code of `browserProblem`
 * @returns {string}
 */
export function browserProblemText(code) {
  if (code === "insecure") {
    return gettext(
      "The page was opened over plain http, and browsers decode video on protected pages only. Open it by https, or at localhost.",
    );
  }
  return gettext("This browser cannot decode video for web pages. Use a current Chrome, Edge or Firefox.");
}

/**
 * @param {string} state of a request
 * @returns {string}
 */
export function stateText(state) {
  const texts = /** @type {Record<string, string>} */ ({
    uploading: gettext("Sampling"),
    scoring: gettext("Scoring"),
    ready: gettext("Ready"),
    failed: gettext("Failed"),
    cancelled: gettext("Cancelled"),
    expired: gettext("Expired"),
  });
  return texts[state] ?? state;
}

/**
 * @param {number} count
 * @returns {string}
 */
export function areasText(count) {
  return interpolate(ngettext("%(count)s area", "%(count)s areas", count), { count }, true);
}

/**
 * @param {string} way in which frames are decoded
 * @returns {string}
 */
export function wayText(way) {
  const texts = /** @type {Record<string, string>} */ ({
    hardware: gettext("read by the browser's hardware decoder"),
    software: gettext("read by the browser's software decoder"),
    ffmpeg: gettext("read by a slower decoder"),
    element: gettext("read by the browser's player, frame by frame"),
  });
  return texts[way] ?? "";
}

/**
 * @param {string} way
 * @param {string} time
 * @returns {string}
 */
export function wayTimeText(way, time) {
  return interpolate(gettext("%(way)s: about %(time)s"), { way: wayText(way), time }, true);
}

/**
 * @param {number} done
 * @param {number} total
 * @returns {string}
 */
export function doneText(done, total) {
  if (!total) return "";
  if (done >= total) return countFormat(total);
  return interpolate(
    gettext("%(done)s of %(total)s"),
    { done: countFormat(done), total: countFormat(total) },
    true,
  );
}

/**
 * @param {{code?: string, status?: number, message?: string}} error of sampling or of the server
 * @param {Limits} limits
 * @returns {string} why the work stopped in this tab
 */
export function stopText(error, limits) {
  if (error.status) return error.message ?? "";
  switch (error.code) {
    case "network":
      return gettext("The server cannot be reached. What it has is kept: check the connection and continue.");
    case "forbidden":
      return gettext("The server no longer knows this page. Reload it: what was sent is kept.");
    case "request_gone":
    case "not_uploading":
      return gettext("The server closed this request. Cancel it here and start the video again.");
    case "decoder_failed":
    case "decoder_silent":
      return gettext(
        "The browser's video decoder stopped. Continue; if it stops again, try another browser.",
      );
    case "refused":
    case "unexpected":
      return gettext("Something went wrong in this window. Continue; if it happens again, reload the page.");
    default:
      return problemText(error.code ?? "", { limits });
  }
}
