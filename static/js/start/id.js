// Names for what exists in this page only.

let count = 0;

/** @param {string} prefix */
export function idNext(prefix) {
  count += 1;
  return `${prefix}-${count}`;
}
