// One run of cutting: asks for the folder, shows how far it is, and what came out.

import { elementGet } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { fileCreate } from "../media/folder.js";
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
    const isAny = report.clips.some(({ isWritten }) => isWritten);
    const csv = cutReport(plan, report.clips, clockStart);
    const listed = isAny ? await reportSave(csv, nameStem(file.name), directory) : "";
    reportShow(dialog, rows, report, listed);
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

/** Beside the clips; gives its name. @param {string} csv @param {string} stem @param {FileSystemDirectoryHandle} [directory] */
async function reportSave(csv, stem, directory) {
  const name = `${nameMakeSafe(stem)}_clips.csv`;
  const blob = new Blob([csv], { type: "text/csv" });
  if (!directory) {
    blobDownload(name, blob);
    return name;
  }
  const handle = await fileCreate(directory, name);
  await blob.stream().pipeTo(await handle.createWritable());
  return handle.name;
}

/** @param {HTMLElement} dialog @param {HTMLElement} rows @param {CutReport} report @param {string} listed in this file */
function reportShow(dialog, rows, report, listed) {
  for (const [index, clip] of report.clips.entries()) cutRowEnd(rows, index, clip);
  const written = report.clips.filter(({ isWritten }) => isWritten).length;
  const { length } = report.clips;
  totalShow(dialog, written / length, reportText(written, length - written, listed));
}

/** @param {number} written @param {number} failed @param {string} listed */
function reportText(written, failed, listed) {
  const text = ngettext("%(count)s clip is written.", "%(count)s clips are written.", written);
  const sentences = [interpolate(text, { count: written }, true)];
  if (failed) {
    const other = ngettext("%(count)s is not.", "%(count)s are not.", failed);
    sentences.push(interpolate(other, { count: failed }, true));
  }
  if (listed) {
    const text = gettext("%(name)s lists them with their checksums.");
    sentences.push(interpolate(text, { name: listed }, true));
  }
  return sentences.join(" ");
}
