// The table of segments: the same data as the timeline, for the keyboard and for exact times.

import { elementGet } from "../lib/dom.js";
import { durationFormat } from "../lib/format.js";
import { interpolate, ngettext } from "../lib/i18n.js";
import { segmentsDelete, totalLength } from "../timeline/segments.js";
import { verdictToggle } from "./commands.js";
import { leftOutText } from "./left-out.js";
import { rowCreate } from "./row.js";
import { bestFrameShow, segmentChoose, segmentSelect, segmentShow } from "./selection.js";
import { segmentsNow } from "./store.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Segments} Segments */
/** @typedef {import("./row.js").Row} Row */

/**
 * @param {HTMLElement} root @param {Store} store @param {import("./edits.js").Edits} edits
 * @param {import("./thumbnails.js").Thumbnails} thumbnails @param {(id: number) => void} onPlay
 */
export function tableCreate(root, store, edits, thumbnails, onPlay) {
  const body = elementGet(root, "[data-segments-rows]");
  /** @type {HTMLTemplateElement} */
  const template = elementGet(root, "[data-row-template]");
  /** @type {Map<number, Row>} */
  const rows = new Map();
  const actions = {
    /** @param {number} id @param {boolean} isChosen */
    choose: (id, isChosen) => segmentChoose(store, id, isChosen),
    /** @param {number} id */
    select: (id) => segmentSelect(store, id),
    /** @param {number} id */
    show: (id) => segmentShow(store, id),
    /** @param {number} id */
    remove: (id) => edits.apply(segmentsDelete(segmentsNow(store.get()), new Set([id]))),
    play: onPlay,
    thumbnails,
    /** @param {number} id */
    best: (id) => bestFrameShow(store, id),
    /** @param {number} id @param {"relevant" | "irrelevant"} verdict */
    judge: (id, verdict) => verdictToggle(store, edits, new Set([id]), verdict),
  };

  /** @param {import("./store.js").EditorState} state */
  function render(state) {
    const { evidence, order } = state;
    const segments = segmentsNow(state);
    const numbers = new Map(segments.map(({ id }, index) => [id, index + 1]));
    const focus = focusPlace(body);
    dropGone(rows, segments);
    segmentsOrdered(segments, order, evidence).forEach((segment, index) => {
      const row = rows.get(segment.id) ?? rowCreate(template, segment.id, store, edits, actions);
      rows.set(segment.id, row);
      row.show(segment, numbers.get(segment.id) ?? 0);
      row.explain(evidence(segment));
      if (body.children[index] !== row.element) body.insertBefore(row.element, body.children[index] ?? null);
    });
    focusRestore(body, focus);
  }

  body.replaceChildren();
  store.watch((state) => [segmentsNow(state), state.evidence, state.order, state.times], render);
  store.watch(
    (state) => [state.chosen, state.current, segmentsNow(state)],
    ({ chosen, current }) => {
      for (const [id, row] of rows) row.mark(chosen.has(id), id === current);
    },
  );
  store.watch(
    (state) => [state.current],
    ({ current }) => {
      if (current !== null && !body.contains(document.activeElement))
        scrollTo(root, rows.get(current)?.element);
    },
  );
  headCreate(root, store);
}

/** Caption, "choose all", and the table or its empty state. @param {HTMLElement} root @param {Store} store */
function headCreate(root, store) {
  /** @type {HTMLInputElement} */
  const all = elementGet(root, "[data-choose-all]");
  const caption = elementGet(root, "[data-segments-caption]");
  /** @type {HTMLSelectElement} */
  const order = elementGet(root, "[data-order]");
  order.value = store.get().order;
  order.addEventListener("change", () =>
    store.set({ order: order.value === "confidence" ? "confidence" : "time" }),
  );
  all.addEventListener("change", () => {
    const ids = segmentsNow(store.get()).map(({ id }) => id);
    store.set({ chosen: new Set(all.checked ? ids : []) });
  });
  store.watch(
    (state) => [segmentsNow(state), state.chosen],
    (state) => {
      const segments = segmentsNow(state);
      elementGet(root, "[data-segments-table]").hidden = segments.length === 0;
      elementGet(root, "[data-segments-empty]").hidden = segments.length > 0;
      elementGet(root, "[data-order-field]").hidden = segments.length < 2;
      caption.textContent = captionText(segments, state.chosen.size);
      all.checked = segments.length > 0 && state.chosen.size === segments.length;
      all.indeterminate = state.chosen.size > 0 && !all.checked;
    },
  );
}

/** Highest confidence first, of equal ones the earlier. @param {Segments} segments @param {"time" | "confidence"} order @param {import("./store.js").EditorState["evidence"]} evidence */
function segmentsOrdered(segments, order, evidence) {
  if (order === "time") return segments;
  const confidence = (/** @type {Segments[number]} */ segment) => evidence(segment)?.confidence ?? -1;
  return [...segments].sort((one, other) => confidence(other) - confidence(one));
}

/** @param {Segments} segments @param {number} chosen */
function captionText(segments, chosen) {
  const count = segments.length;
  const all = ngettext("%(count)s segment, %(length)s", "%(count)s segments, %(length)s in all", count);
  const text = interpolate(all, { count, length: durationFormat(totalLength(segments)) }, true);
  const some = ngettext("%(count)s chosen", "%(count)s chosen", chosen);
  const parts = [text, chosen ? interpolate(some, { count: chosen }, true) : "", leftOutText(segments)];
  return parts.filter(Boolean).join(" · ");
}

/** @param {Map<number, Row>} rows @param {Segments} segments */
function dropGone(rows, segments) {
  const ids = new Set(segments.map(({ id }) => id));
  for (const [id, row] of rows) {
    if (ids.has(id)) continue;
    row.remove();
    rows.delete(id);
  }
}

/** Where the focus is: the row's place and which of its controls. @param {HTMLElement} body */
function focusPlace(body) {
  const element = /** @type {HTMLElement | null} */ (document.activeElement);
  const row = element?.closest("[data-row]");
  if (!element || !row || !body.contains(row)) return null;
  return { element, row: [...body.children].indexOf(row), control: controls(row).indexOf(element) };
}

/** Keeps the focus where it was, or gives it to the row that took the deleted one's place. @param {HTMLElement} body @param {ReturnType<typeof focusPlace>} place */
function focusRestore(body, place) {
  if (!place || document.activeElement === place.element) return;
  if (body.contains(place.element)) return place.element.focus();
  const row = body.children[Math.min(place.row, body.children.length - 1)];
  const next = row ? controls(row)[place.control] : elementGet(document, "[data-command=add]");
  next?.focus();
}

/** @param {Element} row @returns {HTMLElement[]} */
function controls(row) {
  return [...row.querySelectorAll("input, button")].map((element) => /** @type {HTMLElement} */ (element));
}

/** Scrolls the list only, never the page. @param {HTMLElement} root @param {HTMLElement} [row] */
function scrollTo(root, row) {
  const box = elementGet(root, "[data-segments-scroll]");
  if (!row || box.scrollHeight <= box.clientHeight) return;
  const top = row.offsetTop - box.clientHeight / 2 + row.offsetHeight / 2;
  box.scrollTo({ top, behavior: "smooth" });
}
