// Runs before the first paint, so that a dark page never flashes light.
try {
  const theme = localStorage.getItem("smartcut-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // storage is forbidden: the system's theme it is
}
