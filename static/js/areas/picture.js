// The picture under the areas: a keyframe of the local video, and the slider that chooses another one.

import { elementGet } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { timecodeFormat } from "../lib/timecode.js";
import { mediaErrorText } from "../media/messages.js";
import { stillsOpen } from "../media/still.js";

/** How many steps of the buttons lead through the video. */
const JUMPS = 24;
const USUAL_ASPECT = 16 / 9;
const UNSHOWN = new Set(["undecodable", "decoder_silent", "no_webcodecs", "unexpected"]);

/**
 * @param {HTMLElement} dialog
 * @param {() => void} onChange
 */
export function pictureAttach(dialog, onChange) {
  const stage = elementGet(dialog, "[data-areas-stage]");
  const image = /** @type {HTMLImageElement} */ (elementGet(dialog, "[data-areas-picture]"));
  const wait = elementGet(dialog, "[data-areas-wait]");
  const slider = /** @type {HTMLInputElement} */ (elementGet(dialog, "[data-areas-time]"));
  const shown = elementGet(dialog, "[data-areas-shown]");
  /** @type {ReturnType<typeof stillsOpen> | null} */
  let stills = null;
  let aspect = USUAL_ASPECT;

  /** @param {import("../media/still.js").Still} still */
  async function show({ picture, width, height, time, lastTime }) {
    const old = image.src;
    image.src = URL.createObjectURL(picture);
    if (old) URL.revokeObjectURL(old);
    await image.decode().catch(() => undefined);
    aspect = width / height;
    stage.style.setProperty("--aspect", String(aspect));
    slider.max = String(lastTime);
    shown.textContent = timecodeFormat(Math.max(0, time));
    state("shown");
  }

  /** @param {"reading" | "shown" | "failed"} next @param {string} [text] */
  function state(next, text = "") {
    stage.dataset.state = next;
    wait.textContent = text;
    wait.hidden = next === "shown";
    elementGet(dialog, "[data-areas-times]").hidden = next === "failed";
    onChange();
  }

  function ask() {
    slider.setAttribute("aria-valuetext", timecodeFormat(Number(slider.value)));
    stills?.show(Number(slider.value));
  }

  /** @param {number} step */
  function jump(step) {
    slider.value = String(Number(slider.value) + (step * Number(slider.max)) / JUMPS);
    ask();
  }

  function close() {
    stills?.close();
    stills = null;
    if (image.src) URL.revokeObjectURL(image.src);
    image.removeAttribute("src");
  }

  slider.addEventListener("input", ask);
  elementGet(dialog, "[data-areas-earlier]").addEventListener("click", () => jump(-1));
  elementGet(dialog, "[data-areas-later]").addEventListener("click", () => jump(1));

  return {
    close,
    aspect: () => aspect,
    isShown: () => stage.dataset.state === "shown",
    /** @param {File} file */
    open(file) {
      close();
      stills = stillsOpen(file, { onStill: show, onError: ({ code }) => state("failed", errorText(code)) });
      slider.value = slider.max = "0";
      shown.textContent = "";
      state("reading", gettext("Reading the video…"));
      ask();
    },
  };
}

/** @param {string} code of a MediaError */
function errorText(code) {
  if (!UNSHOWN.has(code)) return mediaErrorText(code);
  return gettext("This browser cannot show a picture of this video, so nothing can be drawn on it.");
}
