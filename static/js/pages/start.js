// The start page: wires the form, the chosen files, the session and the list of videos.

import { areasDialogAttach } from "../areas/dialog.js";
import { elementGet, elementMake, jsonRead } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { noticeMake, noticeShow } from "../lib/notice.js";
import { socketOpen } from "../lib/socket.js";
import { cameraGuess, camerasOrder } from "../start/camera-name.js";
import { camerasMake, nameTidy } from "../start/cameras.js";
import { chosenMake } from "../start/chosen.js";
import { chosenViewAttach } from "../start/chosen-view.js";
import { exampleLoad } from "../start/example.js";
import { videosAttach } from "../start/file-picker.js";
import { idNext } from "../start/id.js";
import { intervalAttach } from "../start/interval-view.js";
import { listAttach } from "../start/list-view.js";
import { longerFind } from "../start/longer.js";
import { longerAgreed } from "../start/longer-view.js";
import { browserProblem } from "../start/problems.js";
import { recommenderAttach } from "../start/recommender-view.js";
import { removalAgreed } from "../start/removal.js";
import { rowMake } from "../start/row.js";
import { sessionMake } from "../start/session.js";
import { browserProblemText } from "../start/texts.js";

/** @typedef {import("../start/chosen.js").ChosenFile} ChosenFile */
/** @typedef {import("../start/entry.js").Entry} Entry */
/** @typedef {import("../start/entry.js").Job} Job */

const limits = /** @type {import("../start/problems.js").Limits} */ (jsonRead("limits-data"));
const form = elementGet(document, "[data-start-form]");
const findButton = /** @type {HTMLButtonElement} */ (elementGet(form, "[data-find]"));
const findHint = elementGet(form, "[data-find-hint]");
let isRenderAsked = false;

const problem = browserProblem({
  isSecure: window.isSecureContext,
  hasCanvas: typeof OffscreenCanvas !== "undefined",
});

const recommender = recommenderAttach(form, () => renderForm());
const interval = intervalAttach(form, limits, () => renderForm());
const cameras = camerasMake(jsonRead("cameras-data"), () => renderForm(), cameraMove);
const areasDialog = areasDialogAttach(document, cameras);
const chosenView = chosenViewAttach(form, {
  onRemove: (id) => chosen.remove(id),
  onCamera: (id, camera) => chosen.cameraSet(id, camera),
  onClock: (id, clockStart) => chosen.clockSet(id, clockStart),
  onOffer: camerasOffer,
  onAreas: (file) => void areasEdit(file),
});
const list = listAttach(document, (action, id) => act(action, entryFind(id)));

const chosen = chosenMake({
  limits,
  onChange: () => renderForm(),
  onReady: (file) => file.isWanted && enqueue(file),
  onFingerprint: fileContinues,
  cameraGuess: (fileName) => cameraGuess(fileName, cameras.names()),
});

const session = sessionMake({
  limits,
  requests: jsonRead("requests-data"),
  onChange: () => renderSoon(),
  onReady: readyTell,
  onCancelled: cancelledTell,
  onRefused: refusedPutBack,
  onError: (error) => void noticeShow(error.message, "danger"),
  onOtherFile: () => void noticeShow(otherFileText(), "warning"),
});

const picker = videosAttach(form, (picked) => chosen.add(picked));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  find();
});
exampleAttach();
window.addEventListener("beforeunload", (event) => isTabBusy() && event.preventDefault());

/** @param {import("../start/session.js").Plugin[]} plugins */
function pluginsSet(plugins) {
  recommender.set(plugins);
  session.pluginsSet(plugins.map(({ plugin_name }) => plugin_name));
}
pluginsSet(jsonRead("plugins-data"));
socketOpen("/ws/plugins/", (message) => pluginsSet(message.plugins));
setInterval(() => session.tick(), 1000);
if (problem) {
  elementGet(document, "[data-browser-problem]").replaceChildren(
    noticeMake(browserProblemText(problem), "danger"),
  );
  // a file chosen here would only bring a second, misleading message
  elementGet(form, "[data-drop-zone]").inert = true;
}

function renderForm() {
  const settings = {
    limits,
    interval: interval.value(),
    imgSize: recommender.chosen()?.img_size ?? null,
    areasCount: (/** @type {string} */ camera) => cameras.areasOf(camera).length,
  };
  chosenView.render(chosen.list(), settings);
  const canFind = chosen.list().some(({ status, isWanted }) => status === "ready" && !isWanted);
  findButton.disabled = problem !== null || settings.interval === null || !canFind;
  findHint.textContent = findHintText(chosen.list());
}

/** @param {ChosenFile[]} files */
function findHintText(files) {
  if (files.length === 0) return gettext("Choose a video first.");
  if (files.some(({ isWanted }) => isWanted)) return gettext("Starts when the files have been read.");
  return "";
}

function renderSoon() {
  if (isRenderAsked) return;
  isRenderAsked = true;
  requestAnimationFrame(() => {
    isRenderAsked = false;
    list.render(session.entries(), describe);
  });
}

/** @param {Entry} entry */
function describe(entry) {
  const waitsFor = entry.job ? session.waitsFor(entry.job) : "slot";
  return rowMake(entry, { limits, waitsFor, isTabBusy: isTabBusy() });
}

/** Whether work stops, or is lost, when this tab closes. */
function isTabBusy() {
  return session.isBusy() || chosen.list().some(({ isWanted }) => isWanted);
}

/** Files that are still being read start as soon as they have been. */
function find() {
  for (const file of chosen.list()) {
    if (file.status === "reading") file.isWanted = true;
    if (file.status === "ready") enqueue(file);
  }
  renderForm();
}

/** @param {ChosenFile} file */
function enqueue(file) {
  const plugin = recommender.chosen();
  chosen.remove(file.id);
  cameras.remember(file.camera);
  session.enqueue({
    id: idNext("job"),
    chosen: { ...file, isWanted: false },
    pluginName: plugin?.plugin_name ?? "",
    pluginLabel: plugin?.label ?? "",
    interval: interval.value() ?? limits.default_interval_s,
  });
}

/**
 * The list of a name's field: the cameras that the file name speaks of come first.
 * @param {string} fileName
 */
function camerasOffer(fileName) {
  const options = camerasOrder(fileName, cameras.names()).map((value) => elementMake("option", { value }));
  elementGet(form, "[data-known-cameras]").replaceChildren(...options);
}

/** @param {ChosenFile} file */
async function areasEdit({ id, file, camera }) {
  camerasOffer(file.name);
  const saved = await areasDialog.open({ file, camera });
  if (saved !== null) chosen.cameraSet(id, saved);
}

/**
 * Videos that are chosen, wait or were searched follow a camera to its new name; of a deleted one those not begun.
 * @param {string} from
 * @param {string} to
 */
function cameraMove(from, to) {
  const waiting = session.entries().flatMap(({ job, request }) => (job && !request ? job.chosen : []));
  for (const file of [...chosen.list(), ...waiting]) {
    if (nameTidy(file.camera) === from) file.camera = to;
  }
  for (const { request } of to ? session.entries() : []) {
    if (request?.camera === from) request.camera = to;
  }
  renderSoon();
}

/**
 * @param {ChosenFile} file
 * @returns {boolean}
 */
function fileContinues(file) {
  if (!session.continueWith(file)) return false;
  noticeShow(
    interpolate(gettext("%(name)s goes on where it stopped."), { name: file.file.name }, true),
    "success",
  );
  return true;
}

/**
 * @param {import("../start/row.js").Action} action
 * @param {Entry | undefined} entry
 */
async function act(action, entry) {
  if (!entry) return;
  if (action === "choose") return picker.open();
  if (action === "continue") return session.goOn(entry);
  if (action === "longer") return longerStart(entry);
  if (action === "retry" && entry.job) session.enqueue({ ...entry.job, id: idNext("job") });
  if (await removalAgreed(entry)) await session.cancel(entry);
}

/** @param {Entry} entry */
async function longerStart(entry) {
  const longer = longerFind(entry, limits);
  if (!longer || !(await longerAgreed(longer, entry.request?.title ?? ""))) return;
  // what was sent to the end meanwhile is worth more
  if (entry.request?.state === "uploading") await session.restart(entry, longer.interval);
}

/** @param {string} id */
function entryFind(id) {
  return session.entries().find((entry) => entry.id === id);
}

/**
 * The row shows it to eyes; a notice would only cover it.
 * @param {Entry} entry
 */
function readyTell(entry) {
  const text = interpolate(gettext("%(name)s is ready."), { name: entry.request?.title ?? "" }, true);
  elementGet(document, "[data-announce]").textContent = text;
}

/** @param {Entry} entry */
function cancelledTell({ job, request }) {
  if (request?.state !== "uploading" && request?.state !== "scoring") return;
  const text = interpolate(gettext("%(name)s was cancelled."), { name: request.title }, true);
  if (!job) return void noticeShow(text, "info");
  const onClick = () => session.enqueue({ ...job, id: idNext("job") });
  noticeShow(text, "info", { action: { label: gettext("Start again"), onClick } });
}

/**
 * @param {Job} job
 * @param {Error} error
 */
function refusedPutBack(job, error) {
  chosen.putBack({ ...job.chosen, status: "problem", problem: "refused", message: error.message });
}

function otherFileText() {
  return gettext("The file is not the one it was any more. Choose the right one to continue.");
}

function exampleAttach() {
  const button = /** @type {HTMLButtonElement | null} */ (form.querySelector("[data-example]"));
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => exampleAdd(button));
}

/** @param {HTMLButtonElement} button */
async function exampleAdd(button) {
  button.disabled = true;
  try {
    chosen.add([{ file: await exampleLoad(), handle: null }]);
  } catch {
    noticeShow(gettext("The example could not be loaded. Check the connection and try again."), "danger");
  } finally {
    button.disabled = false;
  }
}

renderForm();
renderSoon();
document.documentElement.dataset.scripts = "on";
