// What a person set about the look of the console, kept in this browser under their name.
import { useSyncExternalStore } from "react";
import type { Zone } from "./format.ts";

export const themes = ["system", "light", "dark", "contrast"] as const;
export const densities = ["compact", "default", "roomy"] as const;
export interface Preferences { theme: (typeof themes)[number]; density: (typeof densities)[number]; zone: Zone; shortcuts: boolean }

const defaults: Preferences = { theme: "system", density: "default", zone: "utc", shortcuts: true };
const watchers = new Set<() => void>();
let user = readStored("aftwatch.user") ?? "";
let preferences = readPreferences();

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, () => preferences);
export const currentPreferences = (): Preferences => preferences;

export function setPreferences(patch: Partial<Preferences>): void {
  preferences = { ...preferences, ...patch };
  store(`aftwatch.preferences.${user}`, JSON.stringify(preferences));
  applyPreferences();
  for (const watcher of watchers) watcher();
}

/** Switches to what this person set; public/theme.js reads the same keys before the first paint. */
export function adoptPreferencesOf(name: string): void {
  if (name === user) return;
  user = name;
  store("aftwatch.user", name);
  preferences = readPreferences();
  applyPreferences();
  queueMicrotask(() => { for (const watcher of watchers) watcher(); });
}

export function applyPreferences(): void {
  const { theme, density } = preferences;
  document.documentElement.dataset["theme"] = theme === "system" ? systemTheme() : theme;
  document.documentElement.dataset["density"] = density;
}

/** Follows the system while the theme is "system". */
export function watchSystemTheme(): void {
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) matchMedia(query).addEventListener("change", applyPreferences);
}

function systemTheme(): "light" | "dark" | "contrast" {
  if (matchMedia("(prefers-contrast: more)").matches) return "contrast";
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

// What an older version or a person's hand left in the storage must not break the console.
function readPreferences(): Preferences {
  const text = readStored(`aftwatch.preferences.${user}`);
  try {
    const stored = JSON.parse(text ?? "{}") as Partial<Preferences>;
    return {
      theme: themes.find((theme) => theme === stored.theme) ?? defaults.theme,
      density: densities.find((density) => density === stored.density) ?? defaults.density,
      zone: stored.zone === "local" ? "local" : "utc",
      shortcuts: stored.shortcuts !== false,
    };
  } catch {
    return defaults;
  }
}

function readStored(key: string): string | undefined {
  try { return localStorage.getItem(key) ?? undefined; } catch { return undefined; }
}

function store(key: string, value: string): void {
  try { localStorage.setItem(key, value); } catch { /* a browser without storage forgets the preference, nothing else */ }
}
