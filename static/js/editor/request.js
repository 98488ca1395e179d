// The request as the server tells it: on the page, over the WebSocket, and when asked.

import { apiSend } from "../lib/api.js";
import { elementGet } from "../lib/dom.js";
import { noticeShow } from "../lib/notice.js";
import { socketOpen } from "../lib/socket.js";

/**
 * @typedef {object} RequestState
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
 * @property {string} clock_start when the recording began, "" for not known
 * @property {string} camera "" when the user gave none
 * @property {"uploading" | "scoring" | "ready" | "failed" | "cancelled" | "expired"} state
 * @property {boolean} keeps_features whether its recommender learns from what the analyst judges
 * @property {boolean} is_scored_again more is looked for; the list of before is still there
 * @property {boolean} is_judged whether there is anything to learn from
 * @property {string} error
 * @property {number} revision
 * @property {string} url
 * @property {{ frames_expected: number, frames_received: number, frames_processed: number }} progress
 * @property {import("../timeline/segments.js").Plain[]} segments
 */

/** @param {RequestState} request */
export function requestApi({ user_request_uid }) {
  return `/api/requests/${user_request_uid}`;
}

/** @param {RequestState} request @param {(request: RequestState) => void} onRequest */
export function requestWatch({ user_request_uid }, onRequest) {
  socketOpen(`/ws/requests/${user_request_uid}/`, (message) => {
    if (message.type === "request") onRequest(message.request);
  });
}

/** Tells now and on each change whether the recommender runs. @param {RequestState} request @param {(isAvailable: boolean) => void} onChange */
export function pluginWatch({ plugin_name }, onChange) {
  /** @param {{ plugins: { plugin_name: string }[] }} message */
  const take = ({ plugins }) => onChange(plugins.some((plugin) => plugin.plugin_name === plugin_name));
  return socketOpen("/ws/plugins/", take);
}

/**
 * Deletes the request, once the analyst is sure; one that is scored again only goes back to its list.
 * @param {HTMLElement} root @param {() => RequestState} requestNow
 */
export function cancelAttach(root, requestNow) {
  /** @type {HTMLDialogElement} */
  const dialog = elementGet(root, "[data-cancel-dialog]");
  // what was asked is what is done: the answer may come while the dialog is open
  let isAsked = false;
  elementGet(root, "[data-request-cancel]").addEventListener("click", () => {
    isAsked = requestNow().is_scored_again;
    dialog.showModal();
  });
  elementGet(dialog, "[data-cancel-sure]").addEventListener("click", async () => {
    dialog.close();
    try {
      if (isAsked) await apiSend("DELETE", `${requestApi(requestNow())}/teach`);
      else await apiSend("DELETE", requestApi(requestNow()));
      if (!isAsked) location.assign("/");
    } catch (error) {
      noticeShow(/** @type {Error} */ (error).message, "danger");
    }
  });
}
