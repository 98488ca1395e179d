// Passing messages in the corner of the page, read aloud by screen readers.

import { elementGet, elementMake, iconMake } from "./dom.js";
import { gettext } from "./i18n.js";

const SHOWN_MS = 8000;

/**
 * Warnings, errors and notices with an action stay until closed; the others go by themselves.
 * @param {string} text
 * @param {"info" | "success" | "warning" | "danger"} [kind]
 * @param {{action?: {label: string, onClick: () => void}}} [options]
 * @returns {{close(): void}}
 */
export function noticeShow(text, kind = "info", { action } = {}) {
  const notices = elementGet(document, "#notices");
  // said again, it replaces itself instead of piling up
  for (const old of notices.children) if (old.textContent?.startsWith(text)) old.remove();
  const notice = noticeMake(text, kind);
  const close = () => notice.remove();
  if (action) notice.append(actionMake(action, close));
  notice.append(closeMake(close));
  notices.append(notice);
  if (!action && (kind === "info" || kind === "success")) setTimeout(close, SHOWN_MS);
  return { close };
}

/**
 * A notice that stands in the page.
 * @param {string} text
 * @param {string} kind
 */
export function noticeMake(text, kind) {
  const body = elementMake("p", { class: "notice__text" }, text);
  return elementMake("div", { class: `notice notice--${kind}` }, iconMake(kind), body);
}

/**
 * @param {{label: string, onClick: () => void}} action
 * @param {() => void} close
 */
function actionMake(action, close) {
  const button = elementMake("button", { class: "button", type: "button" }, action.label);
  button.addEventListener("click", () => {
    close();
    action.onClick();
  });
  return button;
}

/** @param {() => void} close */
function closeMake(close) {
  const label = gettext("Close this message");
  const attributes = { class: "button button--quiet button--icon", type: "button", "aria-label": label };
  const button = elementMake("button", attributes, iconMake("close"));
  button.addEventListener("click", close);
  return button;
}
