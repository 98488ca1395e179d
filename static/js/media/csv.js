/**
 * A line of CSV (RFC 4180) without its end.
 * @param {readonly (string | number)[]} values
 * @returns {string}
 */
export function csvLine(values) {
  return values.map(field).join(",");
}

/** @param {string | number} value */
function field(value) {
  // a spreadsheet would take such a text for a formula
  const text = String(value).replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
