// Which camera a video is of, guessed from its file name. Pure.

/** Words that recorders put into names and that say nothing about which camera it is. */
const FILLERS = new Set(
  [
    "main sub mainstream substream video vid mov img record recording rec clip export event motion alarm",
    "continuous timing regular normal manual schedule scheduled full part copy dav hiv md am pm utc gmt to r",
  ].flatMap((words) => words.split(" ")),
);
/** Full years before what else the digits could be: 1990 to 2099. */
export const YEAR = "(?:19|20)\\d\\d";
export const MONTH = "(?:0[1-9]|1[0-2])";
export const DAY = "(?:0[1-9]|[12]\\d|3[01])";
const CLOCK = "(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d";
/** What may stand between the parts of a date or a time. */
export const GAP = "[-_. :]?";
/** What comes after a date tells recordings apart, not cameras. */
const MARK = "\n";

const TIMES = [
  // 20261120080000, 20261120T080000Z, 2026-11-20_08-00-00.123, 2026.11.20 at 08.00.00
  `${YEAR}${GAP}${MONTH}${GAP}${DAY}(?:(?:[-_. T]| at )?(?:[01]\\d|2[0-3])[-_. :hH]?[0-5]\\d(?:[-_. :mM]?[0-5]\\d)?(?:[.,]?\\d{3})?)?[sS]?Z?`,
  // 20-11-2026 08-00-00
  `${DAY}[-_.]${MONTH}[-_.]${YEAR}(?:[-_. T](?:[01]\\d|2[0-3])[-_.:]?[0-5]\\d(?:[-_.:]?[0-5]\\d)?)?`,
  // 08-00-00, 08.00.00-09.00.00
  "(?<!\\p{L})(?:[01]\\d|2[0-3])[-_.:h][0-5]\\d[-_.:m][0-5]\\d[sS]?(?:[.,]\\d{3})?",
  // 08h00
  "(?<!\\p{L})(?:[01]?\\d|2[0-3])h[0-5]\\d(?:m(?:[0-5]\\ds)?)?",
  // 080000, but not inside of a serial number
  `(?<!\\p{L})${CLOCK}(?!\\p{L})`,
  // a Unix time, in seconds or milliseconds
  "(?<!\\p{L})1[4-9]\\d{8}(?:\\d{3})?",
].map((pattern) => new RegExp(`(?<!\\d)${pattern}(?!\\d)`, "gu"));

/**
 * `NVR_ch03_main_20261120080000.mp4` → `NVR ch03`; a known camera whose name stands in the file's wins.
 * @param {string} fileName
 * @param {readonly string[]} [known] names of earlier cameras, the one used last first
 * @returns {string} "" when nothing is left that could be a name
 */
export function cameraGuess(fileName, known = []) {
  return knownFind(fileName, known) ?? nameFind(stem(fileName));
}

/**
 * @param {string} fileName
 * @param {readonly string[]} known
 * @returns {string[]} those that the file name speaks of first, the rest as they were
 */
export function camerasOrder(fileName, known) {
  const words = wordsOf(stem(fileName));
  const score = (/** @type {string} */ name) => sharedCount(words, wordsOf(name));
  return [...known].sort((a, b) => score(b) - score(a));
}

/**
 * @param {string} fileName
 * @param {readonly string[]} known
 * @returns {string | null} the longest: "Gate north" before "Gate"
 */
function knownFind(fileName, known) {
  const text = ` ${wordsOf(stem(fileName)).join(" ")} `;
  const found = known.filter((name) => {
    const words = wordsOf(name).join(" ");
    return words !== "" && text.includes(` ${words} `);
  });
  return found.reduce((best, name) => (!best || name.length > best.length ? name : best), "") || null;
}

/** @param {string} text */
function nameFind(text) {
  // an address is one word, and no date
  const [address] = text.match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/) ?? [];
  let rest = address ? text.replace(address, MARK) : text;
  for (const pattern of TIMES) rest = rest.replace(pattern, MARK);
  // "Front Door-01-20261120080000": the number of the stream belongs to the date
  const parts = rest.replace(/-\d{1,2}-(?=\n)/g, MARK).split(/\n[-_\s\n]*/);
  const words = parts.flatMap((part, index) => tellingWords(part, index > 0 && !address));
  const name = [address ?? "", ...words].join(" ").trim();
  return isName(name) ? name.slice(0, 100) : "";
}

/**
 * @param {string} part of a name, between dates
 * @param {boolean} isAfterDate
 * @returns {string[]}
 */
function tellingWords(part, isAfterDate) {
  const words = part
    .split(/[\s_.,;()[\]{}@#+=~–—]+/u)
    .map((word) => word.replace(/^-+|-+$/g, ""))
    .filter(Boolean);
  return words.filter((word, index) => {
    // "Gate 7", but not "7" alone nor "part 2"
    if (/^\d+$/.test(word)) return word.length < 4 && isTelling(words[index - 1] ?? "");
    return isTelling(word) && !(isAfterDate && isHash(word));
  });
}

/** @param {string} word */
function isTelling(word) {
  const bare = word.toLowerCase().replace(/\d+$/, "");
  return bare !== "" && !FILLERS.has(bare);
}

/**
 * @param {string} word
 * @returns {boolean} hexadecimal digits, other than the twelve of a network address
 */
function isHash(word) {
  return /^(?=.*\d)[\da-f]+$/i.test(word) && word.length !== 12;
}

/** @param {string} name */
function isName(name) {
  return /\p{L}/u.test(name) || /^\d+(?:\.\d+){3}/.test(name);
}

/** @param {string} fileName */
function stem(fileName) {
  const base = fileName.normalize("NFC").replace(/^.*[\\/]/, "");
  return base.replace(/\.[a-z][a-z0-9]{1,4}$/i, "");
}

/**
 * @param {string} text
 * @returns {string[]} in small letters; digits apart from letters, without zeros in front: ch03 is channel 3
 */
function wordsOf(text) {
  const words =
    text
      .normalize("NFC")
      .toLowerCase()
      .match(/\p{L}+|\d+/gu) ?? [];
  return words.map((word) => word.replace(/^0+(?=\d)/, ""));
}

/**
 * @param {string[]} words
 * @param {string[]} others
 */
function sharedCount(words, others) {
  const all = new Set(words);
  return others.filter((word) => all.has(word)).length;
}
