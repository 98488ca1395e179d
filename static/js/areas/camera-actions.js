// Renaming and deleting the camera whose name stands in the dialog; each is asked about in a dialog of its own.

import { elementGet } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";

/** @typedef {import("../start/cameras.js").Cameras} Cameras */

/**
 * @param {ParentNode} root
 * @param {Cameras} cameras
 * @param {HTMLInputElement} name the field of the areas' dialog
 * @param {() => void} onDelete
 * @returns {{show: () => void}} offers what can be done with the name in the field
 */
export function cameraActionsAttach(root, cameras, name, onDelete) {
  const actions = elementGet(root, "[data-camera-actions]");
  const rename = renameAttach(root, cameras);
  const remove = deletionAttach(root, cameras);
  const show = () => {
    actions.hidden = !cameras.isKnown(name.value);
  };
  name.addEventListener("input", show);
  elementGet(actions, "[data-camera-rename]").addEventListener("click", async () => {
    name.value = (await rename(name.value)) ?? name.value;
    show();
  });
  elementGet(actions, "[data-camera-delete]").addEventListener("click", async () => {
    if (!(await remove(name.value))) return;
    name.value = "";
    show();
    onDelete();
    name.focus();
  });
  return { show };
}

/**
 * @param {ParentNode} root
 * @param {Cameras} cameras
 * @returns {(name: string) => Promise<string | null>} asks for the new name; null when there is none
 */
function renameAttach(root, cameras) {
  const dialog = dialogGet(root, "[data-rename]");
  const input = /** @type {HTMLInputElement} */ (elementGet(dialog, "[data-rename-name]"));
  input.addEventListener("input", () => problemShow(dialog, ""));
  return (name) => {
    input.value = name;
    const asked = sureAsk(dialog, async () => {
      if (!input.value.trim()) throw new Error(gettext("Write the camera's new name."));
      return cameras.rename(name, input.value);
    });
    input.select();
    return asked;
  };
}

/**
 * @param {ParentNode} root
 * @param {Cameras} cameras
 * @returns {(name: string) => Promise<true | null>} asks first; null when the camera is kept
 */
function deletionAttach(root, cameras) {
  const dialog = dialogGet(root, "[data-deletion]");
  return (name) => {
    elementGet(dialog, "[data-deletion-name]").textContent = name;
    return sureAsk(dialog, async () => {
      await cameras.remove(name);
      return /** @type {const} */ (true);
    });
  };
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 */
function dialogGet(root, selector) {
  const dialog = /** @type {HTMLDialogElement} */ (elementGet(root, selector));
  elementGet(dialog, "[data-close]").addEventListener("click", () => dialog.close());
  // the answer to what is being done is waited for
  dialog.addEventListener("cancel", (event) => elementGet(dialog, "form").inert && event.preventDefault());
  return dialog;
}

/**
 * @template T
 * @param {HTMLDialogElement} dialog stays open, with the reason in words, when what it asks about fails
 * @param {() => Promise<T>} act
 * @returns {Promise<T | null>} null when it was closed
 */
function sureAsk(dialog, act) {
  const form = elementGet(dialog, "form");
  /** @type {T | null} */
  let result = null;
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    form.inert = true;
    try {
      result = await act();
      dialog.close();
    } catch (error) {
      form.inert = false;
      problemShow(dialog, /** @type {Error} */ (error).message);
      elementGet(form, "input, [type=submit]").focus();
    }
  };
  problemShow(dialog, "");
  form.inert = false;
  form.addEventListener("submit", submit);
  dialog.showModal();
  return new Promise((resolve) => {
    const closed = () => {
      form.removeEventListener("submit", submit);
      resolve(result);
    };
    dialog.addEventListener("close", closed, { once: true });
  });
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {string} text
 */
function problemShow(dialog, text) {
  elementGet(dialog, "[role=alert]").textContent = text;
}
