// Reading the past: pick an instant, and a banner that cannot be overlooked while the page is not showing now.
import { useState } from "react";
import { nowMs } from "../app/clock-now.ts";
import { formatInstant } from "../app/format.ts";
import { fromLocalInput, toLocalInput } from "../app/local-input.ts";
import { usePreferences } from "../app/preferences.ts";
import { useAsOf, useUrl } from "../app/url.ts";
import { Icon } from "./icons.tsx";
import { Menu } from "./menu.tsx";

export function AsOfControl() {
  const asOf = useAsOf();
  const { set } = useUrl();
  const { zone } = usePreferences();
  return (
    <Menu label={asOf === undefined ? "As of now: choose another instant" : `As of ${formatInstant(asOf, zone)}`} icon="history" prefix="State" text={asOf === undefined ? "as of now" : "as of then"} tone={asOf === undefined ? "" : "button-past"}>
      {(close) => <AsOfForm asOf={asOf} onApply={(instant) => { set({ asof: instant }); close(); }} />}
    </Menu>
  );
}

function AsOfForm({ asOf, onApply }: { asOf: string | undefined; onApply: (instant: string | undefined) => void }) {
  const { zone } = usePreferences();
  const [text, setText] = useState(() => toLocalInput(asOf === undefined ? nowMs() : Date.parse(asOf), zone));
  const ms = fromLocalInput(text, zone);
  return (
    <form className="stack menu-wide" onSubmit={(event) => { event.preventDefault(); if (ms !== undefined) onApply(new Date(ms).toISOString()); }}>
      <label className="field"><span>Show the state as it was known at ({zone === "utc" ? "UTC" : "local"})</span><input type="datetime-local" value={text} onChange={(event) => setText(event.target.value)} required /></label>
      <div className="row">
        <button type="submit" className="button button-main" disabled={ms === undefined}>Go there</button>
        <button type="button" className="button" disabled={asOf === undefined} onClick={() => onApply(undefined)}>Back to now</button>
      </div>
      <p className="muted small">The lists of findings, deployments and exposures and the pages of advisories can be read at any past instant. What cannot be says so.</p>
    </form>
  );
}

export function AsOfBanner() {
  const asOf = useAsOf();
  const { set, url } = useUrl();
  const { zone } = usePreferences();
  if (asOf === undefined && url.asof !== undefined) return <div className="banner banner-past" role="status">The instant “{url.asof}” in the address cannot be read: this is now. <button type="button" className="button" onClick={() => set({ asof: undefined })}>Remove it</button></div>;
  if (asOf === undefined) return null;
  return (
    <div className="banner banner-past" role="status">
      <Icon name="history" /><span><strong>As of {formatInstant(asOf, zone)}, not now.</strong> What is shown was known then.</span>
      <button type="button" className="button" onClick={() => set({ asof: undefined })}>Back to now</button>
    </div>
  );
}

/** For the parts of a page whose source cannot be read at a past instant: said there, never implied. */
export function OnlyNow({ what }: { what: string }) {
  return useAsOf() === undefined ? null : <p className="note note-warn">{what} can only be read as of now: this part is not from the chosen instant.</p>;
}
