// One run of cutting: asks for the folder, shows how far it is, and what came out.

import { elementGet } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { entryRemove, fileCreate } from "../media/folder.js";
import { nameMakeSafe, nameStem } from "../media/names.js";
import { cutRowEnd, cutRowProgress } from "./cut-rows.js";
import { blobDownload } from "./download.js";
import { totalShow } from "./job-dialog.js";

/** @typedef {import("../media/cutting.js").CutClip} CutClip */
/** @typedef {import("../media/cutting.js").CutReport} CutReport */

/** @param {HTMLElement} dialog @param {File} file @param {CutClip[]} plan @param {{ signal: AbortSignal, clockStart: string }} options */
export async function cutJobRun(dialog, file, plan, { signal, clockStart }) {
  const rows = elementGet(dialog, "[data-cut-rows]");
  const directory = await directoryAsk();
  if (directory === null) return;
  totalShow(dialog, 0, gettext("Cutting…"));
  try {
    const { cutRun } = await import("../media/cutting.js");
    const { cutReport } = await import("../media/cut-report.js");
    const report = await cutRun(file, plan, {
      directory,
      signal,
      onFile: blobDownload,
      onProgress: ({ index, fraction, total }) => {
        cutRowProgress(rows, index, fraction);
        totalShow(dialog, total, gettext("Cutting…"));
      },
    });
    reportShow(dialog, rows, report);
    if (report.clips.every(({ code }) => code === "cancelled")) return;
    const csv = cutReport(plan, report.clips, clockStart);
    reportShow(dialog, rows, report, await listedText(csv, nameStem(file.name), report, directory));
  } catch (error) {
    totalShow(dialog, 0, /** @type {Error} */ (error).message);
  }
}

/** The folder; undefined where the browser has no folders (downloads then), null when the user changed their mind. @returns {Promise<FileSystemDirectoryHandle | undefined | null>} */
async function directoryAsk() {
  const picker = /** @type {any} */ (window).showDirectoryPicker;
  if (!picker) return undefined;
  try {
    return await picker.call(window, { id: "clips", mode: "readwrite" });
  } catch (error) {
    if (/** @type {Error} */ (error).name === "AbortError") return null;
    return undefined;
  }
}

/**
 * Saves the list of clips and says where.
 * @param {string} csv @param {string} stem @param {CutReport} report @param {FileSystemDirectoryHandle} [directory]
 */
async function listedText(csv, stem, report, directory) {
  const planned = `${nameMakeSafe(stem)}_clips.csv`;
  try {
    const name = await reportSave(csv, planned, directory);
    const isAny = report.clips.some(({ isWritten }) => isWritten);
    const text = isAny
      ? gettext("%(name)s lists them with their checksums.")
      : gettext("%(name)s lists the reasons.");
    return interpolate(text, { name }, true);
  } catch {
    const text = gettext("Their list, %(name)s, could not be written. Is there enough room on the disk?");
    return interpolate(text, { name: planned }, true);
  }
}

/** Beside the clips; gives the name it got. @param {string} csv @param {string} name @param {FileSystemDirectoryHandle} [directory] */
async function reportSave(csv, name, directory) {
  const blob = new Blob([csv], { type: "text/csv" });
  if (!directory) {
    blobDownload(name, blob);
    return name;
  }
  const handle = await fileCreate(directory, name);
  try {
    await blob.stream().pipeTo(await handle.createWritable());
  } catch (error) {
    await entryRemove(directory, handle.name).catch(() => {});
    throw error;
  }
  return handle.name;
}

/** @param {HTMLElement} dialog @param {HTMLElement} rows @param {CutReport} report @param {string} [listed] in which file, in a sentence */
function reportShow(dialog, rows, report, listed = "") {
  for (const [index, clip] of report.clips.entries()) cutRowEnd(rows, index, clip);
  const written = report.clips.filter(({ isWritten }) => isWritten).length;
  const { length } = report.clips;
  totalShow(dialog, written / length, `${reportText(written, length - written)} ${listed}`.trim());
}

/** @param {number} written @param {number} failed */
function reportText(written, failed) {
  const text = ngettext("%(count)s clip is written.", "%(count)s clips are written.", written);
  const sentences = [interpolate(text, { count: written }, true)];
  if (failed) {
    const other = ngettext("%(count)s is not.", "%(count)s are not.", failed);
    sentences.push(interpolate(other, { count: failed }, true));
  }
  return sentences.join(" ");
}
