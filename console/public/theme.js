// Sets the theme before the first paint, so that a dark console never flashes white; main.tsx takes over afterwards.
(() => {
  let chosen = "system";
  try {
    const user = localStorage.getItem("aftwatch.user") ?? "";
    chosen = JSON.parse(localStorage.getItem(`aftwatch.preferences.${user}`) ?? "{}").theme ?? "system";
  } catch {
    chosen = "system"; // storage may be off or hold what an older version wrote
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const contrast = matchMedia("(prefers-contrast: more)").matches;
  document.documentElement.dataset.theme = chosen === "system" ? (contrast ? "contrast" : dark ? "dark" : "light") : chosen;
})();
