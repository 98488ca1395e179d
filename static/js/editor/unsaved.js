// Edits that the server does not have yet, kept over a reload of the window.

/** @typedef {import("./saving.js").Saved} Saved */

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
