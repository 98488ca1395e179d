/*
 * File names of clips: from a template, safe on Windows, macOS and Linux, each one once.
 */

const LONGEST = 150;
// what Windows forbids in a file name, control characters included
const FORBIDDEN = /[<>:"/\\|?*\p{Cc}]/gu;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * @typedef {object} ClipValues what a template may name in braces
 * @property {string} video
 * @property {string} start
 * @property {string} stop
 * @property {string} index
 * @property {string} label
 * @property {string} [clock_start]
 * @property {string} [clock_stop]
 */

/**
 * @param {string} template such as `{video}_{start}-{stop}`; an unknown name in braces stays as it is
 * @param {ClipValues} values
 * @returns {string} without an extension
 */
export function clipName(template, values) {
  const known = /** @type {Record<string, string>} */ ({ ...values });
  const filled = template.replace(/\{(\w+)\}/g, (braces, name) => known[name] ?? braces);
  return nameMakeSafe(filled);
}

/**
 * @param {string} name
 * @returns {string} never empty, never one that Windows keeps for itself
 */
export function nameMakeSafe(name) {
  const safe = name.normalize("NFC").replace(FORBIDDEN, "_").slice(0, LONGEST);
  const trimmed = safe.replace(/^[\s.]+|[\s.]+$/g, "");
  return RESERVED.test(trimmed) ? `${trimmed}_` : trimmed || "clip";
}

/**
 * @param {number} seconds
 * @returns {string} HH.MM.SS: colons are not allowed in file names, and a hyphen stands between start and stop
 */
export function timeForName(seconds) {
  const whole = Math.max(0, Math.floor(seconds + 0.0005));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(".");
}

/**
 * @param {string[]} names
 * @returns {string[]} the second and later ones of a kind get _2, _3 …; case does not make a difference
 */
export function namesMakeUnique(names) {
  /** @type {Set<string>} */
  const taken = new Set();
  return names.map((name) => {
    let unique = name;
    for (let number = 2; taken.has(unique.toLowerCase()); number += 1) unique = `${name}_${number}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

/**
 * @param {string} name with or without an extension
 * @returns {string}
 */
export function nameStem(name) {
  const base = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
  return base.replace(/(?<=.)\.[A-Za-z0-9]{1,5}$/, "");
}

/**
 * @param {string} name
 * @param {number} number
 * @returns {string} "clip.mp4", "clip (2).mp4", "clip (3).mp4" …
 */
export function nameNumbered(name, number) {
  if (number < 2) return name;
  const dot = name.lastIndexOf(".");
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`;
}
