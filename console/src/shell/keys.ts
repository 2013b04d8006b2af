// The keyboard: pages say which keys they answer, one listener hears them; none fire in inputs (WCAG 2.2, 2.1.4).
import { useEffect, useRef, useSyncExternalStore } from "react";
import { currentPreferences } from "../app/preferences.ts";

/** keys: "j", "g n" (one after the other), "shift+d", "mod+k" (Ctrl or Cmd). */
export interface KeyBinding { keys: string; about: string; group: "Everywhere" | "Go to" | "Lists"; run: () => void }

let bound: readonly KeyBinding[] = [];
let waiting: { keys: string; at: number } | undefined;
const watchers = new Set<() => void>();
const sequenceMs = 1_200;

/** Binds while the component is on screen. The newest binding of a key wins. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  useEffect(() => { latest.current = bindings; });
  const shape = bindings.map((binding) => binding.keys).join("|");
  useEffect(() => {
    const mine = latest.current.map((binding, index): KeyBinding => ({ ...binding, run: () => latest.current[index]?.run() }));
    change([...mine, ...bound]);
    return () => change(bound.filter((binding) => !mine.includes(binding)));
  }, [shape]);
}

/** Everything that can be pressed now, for the help and the palette. */
export const useBoundKeys = (): readonly KeyBinding[] => useSyncExternalStore((watcher) => { watchers.add(watcher); return () => void watchers.delete(watcher); }, () => bound);

export function listenToKeys(): () => void {
  document.addEventListener("keydown", hear);
  return () => document.removeEventListener("keydown", hear);
}

function change(bindings: readonly KeyBinding[]): void {
  bound = bindings;
  for (const watcher of watchers) watcher();
}

function hear(event: KeyboardEvent): void {
  const pressed = nameOf(event);
  if (pressed === undefined || event.defaultPrevented) return;
  const held = pressed.startsWith("mod+");
  if (!held && (!currentPreferences().shortcuts || isTaken(event, pressed))) return;
  const binding = match(pressed, event.timeStamp);
  if (!binding) return;
  event.preventDefault();
  binding.run();
}

function match(pressed: string, at: number): KeyBinding | undefined {
  const sequence = waiting && at - waiting.at < sequenceMs ? `${waiting.keys} ${pressed}` : undefined;
  waiting = undefined;
  const second = sequence && bound.find((binding) => binding.keys === sequence);
  if (second) return second;
  if (bound.some((binding) => binding.keys.startsWith(`${pressed} `))) waiting = { keys: pressed, at };
  return bound.find((binding) => binding.keys === pressed);
}

const silent = ["Shift", "Control", "Alt", "Meta", "CapsLock", "Dead", "Process"];

function nameOf({ key, ctrlKey, metaKey, altKey, shiftKey, isComposing }: KeyboardEvent): string | undefined {
  if (silent.includes(key) || isComposing || altKey) return undefined;
  const name = key === " " ? "space" : key.toLowerCase();
  if (ctrlKey || metaKey) return `mod+${name}`;
  // "?" is already the shifted key; letters keep the word, so that D is not d.
  return shiftKey && /^[a-z]$/.test(name) ? `shift+${name}` : name;
}

// Typing belongs to the input; space and enter belong to the button they would press; a dialog owns the keyboard.
function isTaken({ target }: KeyboardEvent, pressed: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const typed = target.isContentEditable || target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
  const pressable = (pressed === "space" || pressed === "enter") && target.matches("button, a, summary, input, [role=tab], [role=option]") && !(pressed === "space" && target.matches("[data-row-link]"));
  return typed || pressable || document.querySelector("dialog[open]") !== null;
}
