// The list of videos: rows are painted from row.js and moved from "In work" to "Finished".

import { elementGet, elementMake, iconMake } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { isInWork } from "./entry.js";
import { doneText } from "./texts.js";

/** @typedef {import("./entry.js").Entry} Entry */
/** @typedef {import("./row.js").Row} Row */
/** @typedef {import("./row.js").Action} Action */

const MARKS = { waiting: "", active: "", done: "check" };

/**
 * @param {ParentNode} root
 * @param {(action: Action, id: string) => void} onAction
 */
export function listAttach(root, onAction) {
  const section = elementGet(root, "[data-requests]");
  const template = /** @type {HTMLTemplateElement} */ (elementGet(root, "[data-request-template]"));
  const lists = { work: elementGet(section, "[data-in-work]"), done: elementGet(section, "[data-finished]") };
  /** @type {Map<string, HTMLElement>} */
  const rows = new Map();
  for (const row of section.querySelectorAll("[data-request]")) {
    rows.set(/** @type {HTMLElement} */ (row).dataset.request ?? "", /** @type {HTMLElement} */ (row));
  }
  section.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-action]");
    const row = /** @type {HTMLElement | null} */ (button?.closest("[data-request]") ?? null);
    if (button && row)
      onAction(/** @type {Action} */ (button.getAttribute("data-action")), row.dataset.request ?? "");
  });

  /** @param {string} id */
  function rowFor(id) {
    const row = rows.get(id) ?? rowClone(template, id);
    rows.set(id, row);
    return row;
  }
  return {
    /**
     * @param {Entry[]} entries oldest first
     * @param {(entry: Entry) => Row} describe
     */
    render(entries, describe) {
      const work = entries.filter(isInWork);
      const done = entries.filter((entry) => !isInWork(entry)).reverse();
      rowsForget(rows, entries);
      for (const entry of entries) rowPaint(rowFor(entry.id), describe(entry));
      rowsPlace(lists.work, work, rowFor);
      rowsPlace(lists.done, done, rowFor);
      section.hidden = entries.length === 0;
    },
  };
}

/**
 * @param {HTMLTemplateElement} template
 * @param {string} id
 */
function rowClone(template, id) {
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const row = elementGet(copy, "[data-request]");
  row.dataset.request = id;
  return row;
}

/**
 * @param {Map<string, HTMLElement>} rows
 * @param {Entry[]} entries
 */
function rowsForget(rows, entries) {
  for (const [id, row] of rows) {
    if (entries.some((entry) => entry.id === id)) continue;
    rows.delete(id);
    row.remove();
  }
}

/**
 * Moves only what stands elsewhere, and keeps the focus in a row that moves.
 * @param {HTMLElement} list
 * @param {Entry[]} entries
 * @param {(id: string) => HTMLElement} rowFor
 */
function rowsPlace(list, entries, rowFor) {
  entries.forEach((entry, index) => {
    const row = rowFor(entry.id);
    if (list.children[index] === row) return;
    const focused = row.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement)
      : null;
    list.insertBefore(row, list.children[index] ?? null);
    focused?.focus();
  });
}

/**
 * @param {HTMLElement} element
 * @param {Row} row
 */
function rowPaint(element, row) {
  textSet(element, "[data-title]", row.title);
  textSet(element, "[data-meta]", row.meta);
  textSet(element, "[data-detail]", row.detail);
  badgePaint(elementGet(element, "[data-badge]"), row.badge);
  notePaint(elementGet(element, "[data-note]"), row.note);
  stagesPaint(elementGet(element, "[data-stages]"), row.stages);
  barPaint(/** @type {HTMLProgressElement} */ (elementGet(element, "[data-bar]")), row);
  linkPaint(/** @type {HTMLAnchorElement} */ (elementGet(element, "[data-open]")), row);
  for (const button of element.querySelectorAll("[data-action]"))
    buttonPaint(/** @type {HTMLElement} */ (button), row);
}

/**
 * @param {HTMLElement} element
 * @param {string} selector
 * @param {string} text
 */
function textSet(element, selector, text) {
  const target = elementGet(element, selector);
  if (target.textContent !== text) target.textContent = text;
  target.hidden = text === "";
}

/**
 * @param {HTMLElement} badge
 * @param {Row["badge"]} value
 */
function badgePaint(badge, { text, kind }) {
  badge.className = `badge badge--${kind}`;
  if (badge.textContent !== text) badge.textContent = text;
}

/**
 * @param {HTMLElement} note
 * @param {Row["note"]} value
 */
function notePaint(note, value) {
  note.hidden = !value;
  if (!value || note.dataset.text === value.text) return;
  note.dataset.text = value.text;
  note.className = `request__note notice notice--${value.kind}`;
  note.replaceChildren(iconMake(value.kind), elementMake("span", { class: "notice__text" }, value.text));
}

/**
 * @param {HTMLElement} list
 * @param {Row["stages"]} stages
 */
function stagesPaint(list, stages) {
  list.hidden = stages.length === 0;
  for (const stage of stages) {
    const item = elementGet(list, `[data-stage="${stage.name}"]`);
    textSet(item, "[data-done]", doneText(stage.done, stage.total));
    if (item.dataset.status === stage.status) continue;
    item.dataset.status = stage.status;
    const mark = MARKS[stage.status];
    elementGet(item, "[data-mark]").replaceChildren(...(mark ? [iconMake(mark)] : []));
    elementGet(item, "[data-status-text]").textContent = stageStatusText(stage.status);
  }
}

/** @param {"waiting" | "active" | "done"} status */
function stageStatusText(status) {
  if (status === "done") return gettext("done");
  return status === "active" ? gettext("in progress") : gettext("not started");
}

/**
 * @param {HTMLProgressElement} bar
 * @param {Row} row
 */
function barPaint(bar, { fraction, title }) {
  bar.hidden = fraction === null;
  if (fraction === null) return;
  bar.value = fraction;
  bar.setAttribute("aria-label", interpolate(gettext("Progress of %(name)s"), { name: title }, true));
}

/**
 * @param {HTMLAnchorElement} link
 * @param {Row} row
 */
function linkPaint(link, { url, opensAside, fraction }) {
  link.hidden = !url;
  if (url) link.href = url;
  link.target = opensAside ? "_blank" : "";
  elementGet(link, "[data-aside]").hidden = !opensAside;
  link.classList.toggle("button--primary", fraction === null);
}

/**
 * @param {HTMLElement} button
 * @param {Row} row
 */
function buttonPaint(button, { actions, longer }) {
  button.hidden = !actions.includes(/** @type {Action} */ (button.dataset.action));
  if (button.dataset.action === "longer" && button.textContent !== longer) button.textContent = longer;
}
