// The dialog "Areas": a picture of the chosen video, the areas drawn on it, and the camera they belong to.

import { elementGet } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { areaListAttach, problemText } from "./area-list.js";
import { cameraActionsAttach } from "./camera-actions.js";
import {
  AREAS_AT_MOST,
  areaDelete,
  areaTurn,
  canAdd,
  drawingsCreate,
  problemFirst,
  rectangleAdd,
  redo,
  undo,
} from "./drawing.js";
import { handleFind, handlesPaint } from "./handles.js";
import { keysAttach } from "./keys.js";
import { pictureAttach } from "./picture.js";
import { pointingAttach } from "./pointing.js";
import { shapesPaint } from "./shapes.js";

/** @typedef {import("./drawing.js").Drawings} Drawings */
/** @typedef {import("./drawing.js").Kind} Kind */
/** @typedef {import("../start/cameras.js").Cameras} Cameras */
/** @typedef {{file: File, camera: string}} Subject */

/**
 * @param {ParentNode} root
 * @param {Cameras} cameras
 */
export function areasDialogAttach(root, cameras) {
  const dialog = /** @type {HTMLDialogElement} */ (elementGet(root, "[data-areas]"));
  const form = elementGet(dialog, "form");
  const stage = elementGet(dialog, "[data-areas-stage]");
  const handles = elementGet(dialog, "[data-areas-handles]");
  const svg = /** @type {SVGSVGElement} */ (
    /** @type {unknown} */ (elementGet(dialog, "[data-areas-shapes]"))
  );
  const name = /** @type {HTMLInputElement} */ (elementGet(dialog, "[data-areas-camera]"));
  const problem = elementGet(dialog, "[data-areas-problem]");
  const picture = pictureAttach(dialog, () => paint());
  const actions = cameraActionsAttach(root, cameras, name, () => cameraTake());
  /** @type {Drawings} */
  let drawings = drawingsCreate([]);
  /** @type {readonly import("./drawing.js").Area[]} as they are kept */
  let kept = [];
  /** @type {number | null} */
  let chosen = null;
  /** @type {import("./geometry.js").Point | null} */
  let pointer = null;
  /** @type {(camera: string | null) => void} */
  let answer = () => {};

  /** @type {import("./pointing.js").Pad} */
  const pad = {
    stage,
    handles,
    drawings: () => drawings,
    kind: () => /** @type {Kind} */ (new FormData(/** @type {HTMLFormElement} */ (form)).get("kind")),
    set,
    focus: (key) => (handleFind(handles, key) ?? stage).focus(),
    hover(at) {
      if (at === pointer) return;
      pointer = at;
      shapes();
    },
    isReady: picture.isShown,
  };
  const list = areaListAttach(dialog, {
    onTurn: (number, kind) => set(areaTurn(drawings, number, kind)),
    onDelete(number) {
      set(areaDelete(drawings, number));
      if (!list.focus(number)) stage.focus();
    },
    onChoose(number) {
      chosen = number;
      shapes();
    },
  });

  /** @param {Drawings} next */
  function set(next) {
    if (next === drawings) return;
    drawings = next;
    problem.textContent = "";
    if (!drawings.present.draft.length) pointer = null;
    paint();
  }

  function shapes() {
    shapesPaint(svg, drawings.present, { aspect: picture.aspect(), chosen, pointer });
  }

  function paint() {
    shapes();
    handlesPaint(handles, drawings.present);
    list.render(drawings.present.areas);
    elementGet(dialog, "[data-areas-hint]").textContent = picture.isShown() ? hintText(drawings) : "";
    enable(dialog, "[data-areas-add]", picture.isShown() && canAdd(drawings));
    enable(dialog, "[data-areas-undo]", drawings.past.length > 0);
    enable(dialog, "[data-areas-redo]", drawings.future.length > 0);
  }

  const isChanged = () => drawings.present.areas !== kept || drawings.present.draft.length > 0;

  /** The areas of a camera that is known replace a drawing on which nothing has been done. */
  function cameraTake() {
    const known = cameras.areasOf(name.value);
    problem.textContent = "";
    if (!isChanged()) start(known);
    else if (known.length) problem.textContent = replaceText(known.length);
  }

  /** @param {readonly import("./drawing.js").Area[]} areas */
  function start(areas) {
    kept = areas;
    drawings = drawingsCreate(areas);
    paint();
  }

  async function save() {
    const { areas, draft } = drawings.present;
    problem.textContent = refusalText(name.value, areas, draft.length);
    if (problem.textContent) return name.value.trim() || name.focus();
    try {
      enable(dialog, "[data-areas-save]", false);
      close(await cameras.save(name.value.trim(), areas));
    } catch (error) {
      problem.textContent = /** @type {Error} */ (error).message;
    } finally {
      enable(dialog, "[data-areas-save]", true);
    }
  }

  /** @param {string | null} camera */
  function close(camera) {
    dialog.close();
    picture.close();
    answer(camera);
  }

  pointingAttach(pad);
  keysAttach(dialog, pad);
  name.addEventListener("change", cameraTake);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void save();
  });
  elementGet(dialog, "[data-areas-cancel]").addEventListener("click", () => close(null));
  elementGet(dialog, "[data-areas-undo]").addEventListener("click", () => set(undo(drawings)));
  elementGet(dialog, "[data-areas-redo]").addEventListener("click", () => set(redo(drawings)));
  elementGet(dialog, "[data-areas-add]").addEventListener("click", () => {
    set(rectangleAdd(drawings, pad.kind()));
    pad.focus(String(drawings.present.areas.length - 1));
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!isChanged()) return close(null);
    problem.textContent = gettext("The changes are not saved. Save them, or press Cancel to drop them.");
  });

  return {
    /**
     * @param {Subject} subject
     * @returns {Promise<string | null>} the camera whose areas were saved; null when nothing was
     */
    open({ file, camera }) {
      name.value = camera;
      problem.textContent = "";
      picture.open(file);
      start(cameras.areasOf(camera));
      actions.show();
      dialog.showModal();
      if (!camera) name.focus();
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
  };
}

/** @param {Drawings} drawings */
function hintText(drawings) {
  const corners = drawings.present.draft.length;
  if (corners >= 3) return gettext("Click on the first corner, or press Enter, to close the area.");
  if (corners > 0) return gettext("Set at least three corners. Escape gives the area up.");
  if (canAdd(drawings)) return gettext("Click on the picture to set the corners of an area.");
  return countText(
    ngettext(
      "A camera may have %(count)s area at most.",
      "A camera may have %(count)s areas at most.",
      AREAS_AT_MOST,
    ),
    AREAS_AT_MOST,
  );
}

/**
 * @param {string} name
 * @param {readonly import("./drawing.js").Area[]} areas
 * @param {number} corners of the area that is not closed
 * @returns {string} "" when all can be saved
 */
function refusalText(name, areas, corners) {
  if (!name.trim()) return gettext("Name the camera: its areas are kept under that name.");
  if (corners)
    return gettext("An area is not closed yet. Click on its first corner, or press Escape to give it up.");
  const first = problemFirst(areas);
  return first ? problemText(first.problem, first.number) : "";
}

/** @param {number} count */
function replaceText(count) {
  const text = ngettext(
    "This camera has %(count)s area already. Saving replaces it.",
    "This camera has %(count)s areas already. Saving replaces them.",
    count,
  );
  return countText(text, count);
}

/**
 * @param {string} text
 * @param {number} count
 */
function countText(text, count) {
  return interpolate(text, { count }, true);
}

/**
 * @param {ParentNode} root
 * @param {string} selector of a button
 * @param {boolean} isEnabled
 */
function enable(root, selector, isEnabled) {
  /** @type {HTMLButtonElement} */ (elementGet(root, selector)).disabled = !isEnabled;
}
