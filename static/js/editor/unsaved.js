// Edits that the server does not have yet, kept over a reload of the window.

import { csrfTokenRead } from "../lib/api.js";

/** A browser takes 64 KiB of requests that outlive their page, and fails what is larger. */
const KEEPALIVE_BYTES = 60_000;

/** @typedef {import("./saving.js").Saved} Saved */

/** Sends what is not saved when the page is left: a request that outlives it. @param {string} url @param {() => Saved | null} read */
export function unsavedSendOnLeave(url, read) {
  addEventListener("pagehide", () => {
    const saved = read();
    if (!saved) return;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfTokenRead() };
    const body = JSON.stringify(saved);
    const keepalive = new TextEncoder().encode(body).length <= KEEPALIVE_BYTES;
    void fetch(url, { method: "PUT", keepalive, headers, body }).catch(() => undefined);
  });
}

/** @param {string} uid */
export function unsavedCreate(uid) {
  const key = `smartcut:unsaved:${uid}`;
  return {
    /** @param {Saved | null} saved */
    keep(saved) {
      try {
        if (saved) sessionStorage.setItem(key, JSON.stringify(saved));
        else sessionStorage.removeItem(key);
      } catch {
        // a full or forbidden storage costs the safety net only
      }
    },
    /** @returns {Saved | null} */
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(key) ?? "null");
      } catch {
        return null;
      }
    },
  };
}
