// The editor page: wires the modules of editor/ to the template.

import { chartCreate } from "../editor/chart.js";
import { clockCreate } from "../editor/clock.js";
import { commandsCreate, segmentPlay } from "../editor/commands.js";
import { cutDialogCreate } from "../editor/cut-dialog.js";
import { editsCreate } from "../editor/edits.js";
import { exportsAttach } from "../editor/exports.js";
import { heldBackCreate } from "../editor/held-back.js";
import { laneCreate } from "../editor/lane.js";
import { leadInCreate } from "../editor/lead-in.js";
import { overviewCreate } from "../editor/overview.js";
import { packDialogCreate } from "../editor/pack-dialog.js";
import { playerCreate } from "../editor/player.js";
import { playheadCreate } from "../editor/playhead.js";
import { previewCreate } from "../editor/preview.js";
import { cancelAttach, pluginWatch, requestApi, requestWatch } from "../editor/request.js";
import { isWaiting, requestShow } from "../editor/request-view.js";
import { rulerCreate } from "../editor/ruler.js";
import { savePause, saveStatusShow } from "../editor/save-status.js";
import { savingCreate } from "../editor/saving.js";
import { shortcutsCreate } from "../editor/shortcuts.js";
import { stateCreate } from "../editor/state.js";
import { storeCreate } from "../editor/store.js";
import { tableCreate } from "../editor/table.js";
import { teachingCreate } from "../editor/teaching.js";
import { thresholdCreate } from "../editor/threshold.js";
import { thresholdViewCreate } from "../editor/threshold-view.js";
import { thumbnailsCreate } from "../editor/thumbnails.js";
import { toolbarCreate } from "../editor/toolbar.js";
import { unsavedCreate, unsavedSendOnLeave } from "../editor/unsaved.js";
import { zoomingCreate } from "../editor/zooming.js";
import { apiSend } from "../lib/api.js";
import { elementGet, jsonRead } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { noticeShow } from "../lib/notice.js";
import { segmentsFrom } from "../timeline/segments.js";

/** @typedef {import("../editor/request.js").RequestState} RequestState */

const SAVE_TIMEOUT_MS = 30_000;

const root = elementGet(document, "[data-editor]");
/** @type {RequestState} */
let request = jsonRead("request-data");
/** @type {((request: RequestState) => void) | null} */
let editorTake = null;
/** @type {ReturnType<typeof teachingCreate> | null} */
let teaching = null;
const plugins = isWaiting(request) ? pluginWatch(request, availableTake) : null;

requestTake(request);
requestWatch(request, requestTake);
cancelAttach(root, () => request);

/** @param {RequestState} now */
function requestTake(now) {
  request = now;
  requestShow(root, now);
  if (!isWaiting(now)) plugins?.close();
  if (now.state === "ready") {
    if (editorTake) editorTake(now);
    else editorTake = editorStart(now);
  }
  teaching?.take(now);
}

/** @param {boolean} is_plugin_available */
function availableTake(is_plugin_available) {
  if (isWaiting(request)) requestTake({ ...request, is_plugin_available });
}

/** @param {RequestState} ready @returns {(request: RequestState) => void} takes what other windows did */
function editorStart(ready) {
  const api = requestApi(ready);
  const store = storeCreate(stateCreate(ready));
  const unsaved = unsavedCreate(ready.user_request_uid);
  const left = unsaved.read();
  const saving = savingCreate({
    revision: left?.revision ?? ready.revision,
    send: (body) => apiSend("PUT", `${api}/segments`, body, { signal: AbortSignal.timeout(SAVE_TIMEOUT_MS) }),
    onStatus: saveStatusShow(elementGet(root, "[data-save-status]")),
    onStale: staleTake,
    onIdle: () => editorTake?.(request),
    keep: unsaved.keep,
    pause: savePause,
  });
  const edits = editsCreate(store, saving.save);
  const threshold = thresholdCreate(api, store, edits);
  /** @type {HTMLVideoElement} */
  const video = elementGet(root, "[data-preview-video]");
  const player = playerCreate(video, store);
  const thumbnails = thumbnailsCreate(elementGet(root, "[data-segments-scroll]"));
  const leadIn = leadInCreate(store);
  const preview = previewCreate(root, ready, store, player, (file) => {
    thumbnails.open(file, ready.interval);
    leadIn.open(file);
  });
  const cutting = cutDialogCreate(root, ready, store, preview);
  const commands = commandsCreate(store, edits, player);
  commands.cut = cutting.open;
  commands.pack = packDialogCreate(root, ready, store, preview).open;
  commands.help = () => /** @type {HTMLDialogElement} */ (elementGet(root, "[data-help-dialog]")).showModal();

  const clock = clockCreate(root, ready, store, saving);
  tableCreate(root, store, edits, thumbnails, (id) => segmentPlay(store, player, id));
  laneCreate(root, store, edits);
  heldBackCreate(root, store, edits);
  overviewCreate(root, store);
  rulerCreate(elementGet(root, "[data-ruler]"), store);
  chartCreate(elementGet(root, "[data-chart-plot]"), store);
  playheadCreate(root, store);
  zoomingCreate(root, store);
  thresholdViewCreate(root, store, threshold);
  toolbarCreate(root, store, commands);
  shortcutsCreate(root, commands, () => request.state === "ready");
  exportsAttach(root, store, saving);
  unsavedSendOnLeave(`${api}/segments`, unsaved.read);
  rateAttach(video);
  teaching = teachingCreate(root, ready, saving, scoresLoad);
  scoresLoad();
  if (left) edits.apply(segmentsFrom(left.segments, store.get().history.present));
  /** @type {HTMLFieldSetElement} */ (elementGet(root, "[data-workspace]")).disabled = false;

  /** @typedef {import("../editor/saving.js").Plain[]} Plains */
  /** @param {Plains} theirs @param {Plains} mine */
  function staleTake(theirs, mine) {
    edits.receive(theirs);
    const text = gettext(
      "Another window changed the segments meanwhile, so its list is shown. Yours is one undo away.",
    );
    const onClick = () => edits.apply(segmentsFrom(mine, store.get().history.present));
    noticeShow(text, "warning", { action: { label: gettext("Back to mine"), onClick } });
  }

  function scoresLoad() {
    threshold.load().catch((error) => noticeShow(error.message, "warning"));
  }

  return (now) => {
    clock.take(now.clock_start);
    if (saving.take(now.revision)) edits.receive(now.segments);
  };
}

/** @param {HTMLVideoElement} video */
function rateAttach(video) {
  /** @type {HTMLSelectElement} */
  const select = elementGet(root, "[data-playback-rate]");
  select.addEventListener("change", () => {
    video.playbackRate = video.defaultPlaybackRate = Number(select.value);
  });
}
