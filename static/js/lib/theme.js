// The theme switch of the header: auto, light, dark. Dispatches "themechange" on the document.

const KEY = "smartcut-theme";

/** @returns {string} */
export function themeRead() {
  return document.documentElement.dataset.theme ?? "auto";
}

/** @param {string} theme "auto", "light" or "dark" */
export function themeSet(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  themeStore(theme);
  document.dispatchEvent(new CustomEvent("themechange", { detail: theme }));
}

/** @param {string} theme */
function themeStore(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // storage is forbidden: the choice holds for this page only
  }
}

/** @param {HTMLElement} root */
function switchAttach(root) {
  root.hidden = false;
  for (const radio of root.querySelectorAll("input")) {
    radio.checked = radio.value === themeRead();
    radio.addEventListener("change", () => themeSet(radio.value));
  }
}

for (const root of document.querySelectorAll("[data-theme-switch]")) {
  switchAttach(/** @type {HTMLElement} */ (root));
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (themeRead() === "auto") document.dispatchEvent(new CustomEvent("themechange", { detail: "auto" }));
});
