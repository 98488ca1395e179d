// Choosing video files. Chromium's own picker gives handles: with them a file opens again after a reload.

/** @typedef {{file: File, handle: FileSystemFileHandle | null}} Picked */

const VIDEO_TYPES = [
  { accept: { "video/*": [".mp4", ".m4v", ".mov", ".mkv", ".webm", ".ts", ".mts", ".m2ts", ".avi"] } },
];

/**
 * Files that come by the input, and by the picker that a click on it opens where the browser has one.
 * @param {HTMLInputElement} input
 * @param {(picked: Picked[]) => void} onPick never with an empty list
 */
export function pickerAttach(input, onPick) {
  const take = (/** @type {Picked[]} */ picked) => void (picked.length && onPick(picked));
  const inputTake = () => {
    take([...(input.files ?? [])].map((file) => ({ file, handle: null })));
    // else the same file chosen again would be no change
    input.value = "";
  };
  input.addEventListener("change", inputTake);
  input.addEventListener("click", (event) => {
    if (!("showOpenFilePicker" in window)) return;
    event.preventDefault();
    void pickerOpen(input).then(take);
  });
  // chosen while the page was loading
  inputTake();
}

/**
 * @param {HTMLInputElement} input
 * @returns {Promise<Picked[]>} none when the analyst closes the picker
 */
async function pickerOpen(input) {
  // not in the standard library of types yet
  const { showOpenFilePicker } = /** @type {any} */ (window);
  try {
    const options = { multiple: input.multiple, id: "videos", types: VIDEO_TYPES };
    /** @type {FileSystemFileHandle[]} */
    const handles = await showOpenFilePicker(options);
    return await Promise.all(handles.map(async (handle) => ({ file: await handle.getFile(), handle })));
  } catch (error) {
    // the page may not use it (a frame of another site, a policy): the plain one is left
    if (/** @type {Error} */ (error).name !== "AbortError") input.showPicker();
    return [];
  }
}
