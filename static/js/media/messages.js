import { gettext } from "../lib/i18n.js";

/**
 * What went wrong with the file or the cut, in words, and what helps.
 * @param {string} code of a MediaError
 * @returns {string}
 */
export function mediaErrorText(code) {
  return (TEXTS[code] ?? TEXTS.not_cut)();
}

/** @type {Record<string, () => string>} */
const TEXTS = {
  empty: () => gettext("The file is empty."),
  not_a_video: () => gettext("This is not a video file that the browser can read."),
  no_video_track: () => gettext("The file has no pictures, only sound or other data."),
  damaged: () => gettext("The file is damaged: its index cannot be read."),
  file_unreadable: () =>
    gettext("The video file cannot be read any more. Was it moved or changed? Choose it again."),
  nothing_to_cut: () => gettext("The video has no pictures there."),
  damaged_place: () => gettext("The video is damaged there."),
  cannot_copy: () => gettext("This video cannot be copied into a clip without loss."),
  cannot_decode: () =>
    gettext("This browser cannot decode this video, so its clips can only be cut at keyframes."),
  cannot_encode: () => gettext("This browser cannot encode video, so clips can only be cut at keyframes."),
  disk_full: () => gettext("There is not enough room on the disk."),
  folder_forbidden: () => gettext("The browser may not write into this folder. Choose another one."),
  cancelled: () => gettext("Cancelled."),
  not_cut: () => gettext("The clip could not be written."),
};
