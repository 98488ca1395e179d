// Small helpers to make elements without a framework.

const ICONS = new URL("../../icons/icons.svg", import.meta.url).pathname;
const SVG = "http://www.w3.org/2000/svg";

/**
 * `elementMake("p", {class: "hint"}, "text", child)`; null attributes are left out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | null>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function elementMake(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/**
 * An icon of static/icons/icons.svg, hidden from screen readers: the text beside it speaks.
 * @param {string} name
 * @returns {SVGSVGElement}
 */
export function iconMake(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${ICONS}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * The element that a template must contain.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {T}
 */
export function elementGet(root, selector) {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`The page has no ${selector}: template and script do not match.`);
  return /** @type {T} */ (element);
}

/**
 * The value of a `json_script` element.
 * @param {string} id
 * @returns {any}
 */
export function jsonRead(id) {
  return JSON.parse(elementGet(document, `#${id}`).textContent ?? "null");
}
