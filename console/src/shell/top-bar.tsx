// The top bar: when (range, as-of, zone), whether it is live, the palette, the look.
import { setPreferences, usePreferences } from "../app/preferences.ts";
import { AsOfControl } from "./as-of-control.tsx";
import { Icon } from "./icons.tsx";
import { LiveIndicator } from "./live-indicator.tsx";
import { RangeControl } from "./range-control.tsx";
import { ViewMenu } from "./view-menu.tsx";

export function TopBar({ onPalette, onHelp }: { onPalette: () => void; onHelp: () => void }) {
  const { zone } = usePreferences();
  return (
    <header className="top-bar">
      <button type="button" className="button search-button" title="Search and commands (Ctrl K)" onClick={onPalette} aria-keyshortcuts="Control+K Meta+K"><Icon name="search" /><span className="search-text">Search CVE, package, service…</span><kbd>Ctrl K</kbd></button>
      <div className="top-when">
        <RangeControl />
        <AsOfControl />
        <button type="button" className="button zone-button" title="Switch between UTC and local time" aria-label={`Times are shown in ${zone === "utc" ? "UTC" : "local time"}; switch`} onClick={() => setPreferences({ zone: zone === "utc" ? "local" : "utc" })}>{zone === "utc" ? "UTC" : "Local"}</button>
      </div>
      <LiveIndicator />
      <ViewMenu onHelp={onHelp} />
    </header>
  );
}
