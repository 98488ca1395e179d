// The select "Recommender", alive: recommenders come and go without a reload.

import { elementGet, elementMake } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";

/** @typedef {import("./session.js").Plugin} Plugin */

/**
 * @param {ParentNode} root
 * @param {() => void} onChange the analyst chose another one, or the list changed
 */
export function recommenderAttach(root, onChange) {
  const select = /** @type {HTMLSelectElement} */ (elementGet(root, "[data-recommender]"));
  const notice = elementGet(root, "[data-no-recommender]");
  /** @type {Plugin[]} */
  let plugins = [];
  let wished = "";
  select.addEventListener("change", () => {
    wished = select.value;
    onChange();
  });
  return {
    /** @returns {Plugin | null} null while none runs */
    chosen: () => plugins.find(({ plugin_name }) => plugin_name === select.value) ?? null,
    /** @param {Plugin[]} news */
    set(news) {
      plugins = news;
      optionsFill(select, plugins, wished);
      notice.hidden = plugins.length > 0;
      onChange();
    },
  };
}

/**
 * A wish outlives its recommender: when it comes back it is chosen again.
 * @param {HTMLSelectElement} select
 * @param {Plugin[]} plugins
 * @param {string} wished
 */
function optionsFill(select, plugins, wished) {
  const before = wished || select.value;
  const options = plugins.map(({ plugin_name, label }) =>
    elementMake("option", { value: plugin_name }, label),
  );
  if (options.length === 0)
    options.push(elementMake("option", { value: "" }, gettext("The first one that starts")));
  select.replaceChildren(...options);
  if (plugins.some(({ plugin_name }) => plugin_name === before)) select.value = before;
}
