// Texts in the page's language, from the catalogue of /jsi18n/. Without it (workers, tests) English.

/** @typedef {{gettext?: Function, ngettext?: Function, pgettext?: Function}} Catalogue */
const catalogue = /** @type {Catalogue} */ (globalThis);

/**
 * @param {string} text
 * @returns {string}
 */
export function gettext(text) {
  return catalogue.gettext ? catalogue.gettext(text) : text;
}

/**
 * @param {string} singular
 * @param {string} plural
 * @param {number} count
 * @returns {string}
 */
export function ngettext(singular, plural, count) {
  if (catalogue.ngettext) return catalogue.ngettext(singular, plural, count);
  return count === 1 ? singular : plural;
}

/**
 * @param {string} context tells two meanings of one word apart
 * @param {string} text
 * @returns {string}
 */
export function pgettext(context, text) {
  return catalogue.pgettext ? catalogue.pgettext(context, text) : text;
}

/**
 * `interpolate("%(name)s is ready", {name})`; the third argument is Django's and always true here.
 * @param {string} format
 * @param {Record<string, string | number>} values
 * @param {true} [_named]
 * @returns {string}
 */
export function interpolate(format, values, _named = true) {
  return format.replace(/%\((\w+)\)s/g, (_match, name) => String(values[name]));
}

/** @returns {string} the page's language, for Intl */
export function language() {
  return globalThis.document?.documentElement.lang || "en";
}
