// The keys that work on every page.
import { useNavigate } from "@tanstack/react-router";
import { nowMs } from "../app/clock-now.ts";
import { densities, setPreferences, themes, usePreferences } from "../app/preferences.ts";
import { rangeText, shiftRange } from "../app/range.ts";
import { pinnedAddress, useAsOf, useRange, useUrl } from "../app/url.ts";
import { useKeys } from "./keys.ts";
import { places } from "./rail.tsx";
import { tell, tellProblem } from "./toasts.tsx";

export function useGlobalKeys({ openPalette, openHelp }: { openPalette: () => void; openHelp: () => void }): void {
  const navigate = useNavigate();
  const range = useRange();
  const { set } = useUrl();
  const { theme, density } = usePreferences();
  const copyLink = useCopyLink();
  useKeys([
    { keys: "mod+k", about: "Search and commands", group: "Everywhere", run: openPalette },
    { keys: "?", about: "This help", group: "Everywhere", run: openHelp },
    { keys: "/", about: "Filter the list", group: "Everywhere", run: () => document.querySelector<HTMLElement>("[data-filter]")?.focus() },
    { keys: "c", about: "Copy a link to exactly this", group: "Everywhere", run: copyLink },
    { keys: "d", about: "Next row height", group: "Everywhere", run: () => setPreferences({ density: after(densities, density) }) },
    { keys: "shift+d", about: "Next theme", group: "Everywhere", run: () => setPreferences({ theme: after(themes, theme) }) },
    { keys: "[", about: "Range earlier", group: "Everywhere", run: () => set({ range: shiftRange(range, -1, nowMs()) }) },
    { keys: "]", about: "Range later", group: "Everywhere", run: () => set({ range: shiftRange(range, 1, nowMs()) }) },
    { keys: "t a", about: "Make the range absolute", group: "Everywhere", run: () => set({ range: rangeText(range.fromMs, range.toMs) }) },
    ...places.map((place) => ({ keys: `g ${place.key}`, about: place.name, group: "Go to" as const, run: () => void navigate({ to: place.to }) })),
  ]);
}

/** A link that shows the same data later: absolute range, named instant. */
export function useCopyLink(): () => void {
  const range = useRange();
  const asOf = useAsOf();
  return () => {
    const link = pinnedAddress(range, asOf, nowMs());
    copyText(link, "Link copied: its range and instant are pinned");
  };
}

// The clipboard exists on secure origins only; elsewhere the text is shown to be copied by hand.
export function copyText(text: string, done: string): void {
  if (!("clipboard" in navigator)) return tell(`Copy by hand: ${text}`, "bad");
  navigator.clipboard.writeText(text).then(() => tell(done), (cause: unknown) => tellProblem("Copying failed", cause));
}

const after = <Option,>(options: readonly Option[], current: Option): Option => options[(options.indexOf(current) + 1) % options.length] ?? current;
