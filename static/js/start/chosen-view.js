// The chosen files as cards: what they are, what will be sent, what stands in the way.

import { elementGet, elementMake, iconMake } from "../lib/dom.js";
import { bytesFormat, countFormat, durationFormat } from "../lib/format.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { estimateSampling, estimateUpload, wayAt } from "../media/probe.js";
import { decoderCount } from "../media/sampling.js";
import { clockAttach, clockFill } from "./clock-view.js";
import { isSlowToSample } from "./problems.js";
import { timeLeftRound } from "./progress.js";
import { areasText, problemText, wayText, wayTimeText } from "./texts.js";

/** @typedef {import("./chosen.js").ChosenFile} ChosenFile */
/** @typedef {import("./chosen.js").Probe} Probe */
/** @typedef {{limits: import("./problems.js").Limits, interval: number | null, imgSize: number | null,
 *   areasCount: (camera: string) => number}} Settings */
/** @typedef {{onRemove: (id: string) => void, onCamera: (id: string, camera: string) => void,
 *   onClock: (id: string, clockStart: string) => void, onOffer: (fileName: string) => void, onAreas: (chosen: ChosenFile) => void}} CardEvents */

/**
 * @param {ParentNode} root
 * @param {CardEvents} events
 */
export function chosenViewAttach(root, events) {
  const list = elementGet(root, "[data-chosen]");
  const template = /** @type {HTMLTemplateElement} */ (elementGet(root, "[data-chosen-template]"));
  /** @type {Map<string, HTMLElement>} */
  const cards = new Map();

  /** @param {ChosenFile} chosen */
  function cardFor(chosen) {
    const card = cards.get(chosen.id) ?? cardMake(template, chosen, events);
    cards.set(chosen.id, card);
    return card;
  }
  return {
    /**
     * @param {ChosenFile[]} files
     * @param {Settings} settings
     */
    render(files, settings) {
      list.hidden = files.length === 0;
      for (const [id, card] of cards) {
        if (files.some((chosen) => chosen.id === id)) continue;
        cards.delete(id);
        card.remove();
      }
      for (const chosen of files) {
        const card = cardFor(chosen);
        cardFill(card, chosen, settings);
        if (!card.parentElement) list.append(card);
      }
    },
  };
}

/**
 * @param {HTMLTemplateElement} template
 * @param {ChosenFile} chosen
 * @param {CardEvents} events
 */
function cardMake(template, chosen, events) {
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const card = elementGet(copy, "li");
  elementGet(card, "[data-name]").textContent = chosen.file.name;
  const button = elementGet(card, "[data-remove]");
  const label = interpolate(gettext("Remove %(name)s"), { name: chosen.file.name }, true);
  button.setAttribute("aria-label", label);
  button.addEventListener("click", () => events.onRemove(chosen.id));
  cameraAttach(card, chosen, events);
  clockAttach(card, chosen, events.onClock);
  return card;
}

/**
 * @param {HTMLElement} card
 * @param {ChosenFile} chosen
 * @param {CardEvents} events
 */
function cameraAttach(card, chosen, { onCamera, onOffer, onAreas }) {
  const input = /** @type {HTMLInputElement} */ (elementGet(card, "[data-camera]"));
  input.addEventListener("focus", () => onOffer(chosen.file.name));
  input.addEventListener("input", () => onCamera(chosen.id, input.value));
  // Enter in the name of a camera is no wish to begin
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  elementGet(card, "[data-camera-areas]").addEventListener("click", () => onAreas(chosen));
}

/**
 * @param {HTMLElement} card
 * @param {ChosenFile} chosen
 * @param {Settings} settings
 */
function cameraFill(card, { camera, file }, { areasCount }) {
  const input = /** @type {HTMLInputElement} */ (elementGet(card, "[data-camera]"));
  if (input.value !== camera) input.value = camera;
  const button = elementGet(card, "[data-camera-areas]");
  const count = areasCount(camera);
  const text = count ? `${areasText(count)}…` : gettext("Areas…");
  if (button.textContent === text) return;
  button.textContent = text;
  button.setAttribute("aria-label", [text, file.name].join(", "));
}

/**
 * @param {HTMLElement} card
 * @param {ChosenFile} chosen
 * @param {Settings} settings
 */
function cardFill(card, chosen, settings) {
  card.dataset.status = chosen.status;
  cameraFill(card, chosen, settings);
  clockFill(card, chosen);
  elementGet(card, "[data-facts]").textContent = factsText(chosen);
  elementGet(card, "[data-estimate]").textContent =
    chosen.status === "ready"
      ? [estimateText(chosen, settings), samplingText(chosen, settings.interval)].filter(Boolean).join(" · ")
      : "";
  const problem = elementGet(card, "[data-problem]");
  const slow = slowText(chosen, settings.interval);
  const text = chosen.status === "problem" ? cardProblem(chosen, settings) : slow;
  if (problem.dataset.text === text) return;
  problem.dataset.text = text;
  problem.className = chosen.status === "problem" ? "chosen__problem" : "chosen__hint";
  problem.replaceChildren(
    ...(text ? [iconMake(slow ? "info" : "danger"), elementMake("span", {}, text)] : []),
  );
}

/** @param {ChosenFile} chosen */
function factsText({ status, probe, file }) {
  if (status === "reading") return gettext("Reading the file…");
  const size = bytesFormat(file.size);
  if (!probe) return size;
  const resolution = `${probe.width}×${probe.height}`;
  const facts = [durationFormat(probe.durationSeconds), probe.codecLabel, resolution, size];
  return facts.filter(Boolean).join(" · ");
}

/**
 * @param {ChosenFile} chosen
 * @param {Settings} settings
 */
function cardProblem({ problem, message, probe, file }, { limits }) {
  if (message) return message;
  return problemText(problem, {
    limits,
    size: file.size,
    durationSeconds: probe?.durationSeconds,
    codec: probe?.codecLabel,
  });
}

/**
 * @param {ChosenFile} chosen
 * @param {Settings} settings
 */
function estimateText({ probe }, { interval, imgSize }) {
  if (!probe || interval === null) return "";
  if (imgSize === null) return gettext("How much will be sent is known when a recommender runs.");
  const { durationSeconds, width, height } = probe;
  const { frames, bytes } = estimateUpload({
    durationSeconds,
    intervalSeconds: interval,
    imgSize,
    width,
    height,
  });
  const text = ngettext(
    "Sends %(frames)s frame, about %(size)s",
    "Sends %(frames)s frames, about %(size)s",
    frames,
  );
  return interpolate(text, { frames: countFormat(frames), size: bytesFormat(bytes) }, true);
}

/**
 * @param {ChosenFile} chosen
 * @param {number | null} interval
 */
function samplingText({ probe }, interval) {
  if (!probe?.way) return "";
  const seconds = interval && estimateSampling(probe, interval, decoderCount());
  const way = interval === null ? probe.way : (wayAt(probe, interval) ?? probe.way);
  return seconds ? wayTimeText(way, durationFormat(timeLeftRound(seconds))) : wayText(way);
}

/**
 * @param {ChosenFile} chosen
 * @param {number | null} interval
 */
function slowText({ status, probe }, interval) {
  if (status !== "ready" || !probe || interval === null) return "";
  if (!isSlowToSample(probe, interval) || wayAt(probe, interval) !== probe.way)
    return wayAt(probe, interval) === "ffmpeg" ? slowDecoderText(probe.codecLabel) : "";
  const text = gettext(
    "This video stores a full picture only every %(seconds)s, so sampling takes longer. An interval at least as long is faster.",
  );
  return interpolate(text, { seconds: durationFormat(probe.keyframeIntervalSeconds ?? 0) }, true);
}

/** @param {string} codec */
function slowDecoderText(codec) {
  const text = gettext(
    "This browser cannot read this kind of file (%(codec)s) by itself, so a slower decoder does it. A longer interval is faster; for HEVC so is Chrome or Edge on a computer with hardware decoding.",
  );
  return interpolate(text, { codec }, true);
}
