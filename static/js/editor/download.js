// A file out of the page's memory into the browser's downloads.

const KEPT_MS = 60_000;

/** @param {string} name @param {Blob} blob */
export function blobDownload(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // the browser reads the blob after the click
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
