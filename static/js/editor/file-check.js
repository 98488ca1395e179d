// Is this the file that the request is about? Cutting another one would give wrong clips.

import { gettext, interpolate } from "../lib/i18n.js";
import { fileFingerprint } from "../media/fingerprint.js";

/** In words why a file is not the one, "" when it is. @param {File} file @param {{ fingerprint: string, size: number, title: string }} request */
export async function fileCheck(file, request) {
  try {
    if (await isSame(file, request)) return "";
  } catch {
    return gettext(
      "The file can no longer be read: it was moved, changed or its disk is away. Choose it again.",
    );
  }
  const text = gettext(
    "%(name)s is another file than the one these segments were found in (%(title)s). Times would not fit it, so it is not opened: choose the same file.",
  );
  return interpolate(text, { name: file.name, title: request.title }, true);
}

/** @param {File} file @param {{ fingerprint: string, size: number }} request */
async function isSame(file, { fingerprint, size }) {
  if (file.size !== size) return false;
  return !fingerprint || (await fileFingerprint(file)) === fingerprint;
}
