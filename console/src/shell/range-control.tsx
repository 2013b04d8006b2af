// The one time range of the console: presets, two pickers, one step earlier or later; kept in the URL across pages.
import { useState } from "react";
import { nowMs } from "../app/clock-now.ts";
import { formatInstant } from "../app/format.ts";
import { fromLocalInput, toLocalInput } from "../app/local-input.ts";
import { usePreferences } from "../app/preferences.ts";
import { presets, rangeText, shiftRange } from "../app/range.ts";
import { useRange, useUrl } from "../app/url.ts";
import { Menu } from "./menu.tsx";

export function RangeControl() {
  const range = useRange();
  const { set } = useUrl();
  const { zone } = usePreferences();
  const exact = `${formatInstant(new Date(range.fromMs).toISOString(), zone)} to ${formatInstant(new Date(range.toMs).toISOString(), zone)}`;
  return (
    <Menu label={`Time range: ${range.label}`} icon="calendar" prefix="Time range:" text={range.label}>
      {(close) => (
        <div className="stack menu-wide">
          {range.unreadable !== undefined && <p className="note note-warn">The range “{range.unreadable}” in the address cannot be read; the default is shown.</p>}
          <div className="choices" role="group" aria-label="Presets">
            {presets.map((preset) => <button key={preset} type="button" className="button" aria-pressed={range.text === preset} onClick={() => { set({ range: preset }); close(); }}>{preset}</button>)}
          </div>
          <AbsoluteRange from={range.fromMs} to={range.toMs} onApply={(text) => { set({ range: text }); close(); }} />
          <div className="row">
            <button type="button" className="button" onClick={() => set({ range: shiftRange(range, -1, nowMs()) })}>Earlier <kbd>[</kbd></button>
            <button type="button" className="button" onClick={() => set({ range: shiftRange(range, 1, nowMs()) })}>Later <kbd>]</kbd></button>
            <button type="button" className="button" onClick={() => set({ range: rangeText(range.fromMs, range.toMs) })}>Make absolute <kbd>t a</kbd></button>
          </div>
          <p className="muted small">{exact}. Figures over time use the range; lists show what holds now, or at the as-of instant.</p>
        </div>
      )}
    </Menu>
  );
}

function AbsoluteRange({ from, to, onApply }: { from: number; to: number; onApply: (text: string) => void }) {
  const { zone } = usePreferences();
  const [start, setStart] = useState(toLocalInput(from, zone));
  const [end, setEnd] = useState(toLocalInput(to, zone));
  const [startMs, endMs] = [fromLocalInput(start, zone), fromLocalInput(end, zone)];
  const ordered = startMs !== undefined && endMs !== undefined && startMs < endMs;
  return (
    <form className="row row-end" onSubmit={(event) => { event.preventDefault(); if (ordered) onApply(rangeText(startMs, endMs)); }}>
      <label className="field"><span>From ({zone === "utc" ? "UTC" : "local"})</span><input type="datetime-local" value={start} onChange={(event) => setStart(event.target.value)} /></label>
      <label className="field"><span>To</span><input type="datetime-local" value={end} onChange={(event) => setEnd(event.target.value)} /></label>
      <button type="submit" className="button button-main" disabled={!ordered} title={ordered ? undefined : "The start must be before the end"}>Apply</button>
    </form>
  );
}
