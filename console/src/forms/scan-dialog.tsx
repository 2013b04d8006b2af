// Starts a scan: of which target, what it may do, and whose word allows it; nothing is sent before that is proved.
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Profile, ProfileId, Risk, Scan, ScanSettings, Target } from "../api/dast-shapes.ts";
import { useChange, useResource } from "../api/queries.ts";
import { formatNoun } from "../app/format.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { tell } from "../shell/toasts.tsx";
import { BudgetFields, OptIns, ProfileChoice } from "./scan-settings.tsx";
import { draftOf, emptyTarget, problemsOf } from "./target-draft.ts";
import "../app/styles/tests.css";

interface Asked { profile: ProfileId; optIn: readonly Risk[]; requests: string; perSecond: string; minutes: string; browser: boolean; only: string }
const askedOf = ({ defaults }: Target): Asked => { const { profile = "production", optIn = [], browser } = (defaults ?? {}) as ScanSettings; return { profile, optIn, requests: "", perSecond: "", minutes: "", browser: browser !== "off", only: "" }; };

/** Only what differs from the target's own settings is sent, so that those stay in force. */
export function scanRequestOf(target: Pick<Target, "id" | "defaults">, { profile, optIn, requests, perSecond, minutes, browser, only }: Asked): object {
  const defaults = (target.defaults ?? {}) as ScanSettings;
  const budget = { ...(requests.trim() === "" ? {} : { requests: Number(requests) }), ...(perSecond.trim() === "" ? {} : { requestsPerSecond: Number(perSecond) }), ...(minutes.trim() === "" ? {} : { totalMs: Math.round(Number(minutes) * 60_000) }) };
  const checks = only.split(/[\s,]+/).filter((id) => id !== "");
  return { target: target.id, profile, optIn: [...optIn], ...(Object.keys(budget).length > 0 ? { budget } : {}), ...(browser === (defaults.browser !== "off") ? {} : { browser: browser ? "auto" : "off" }), ...(checks.length > 0 ? { checks: { only: checks } } : {}) };
}

export function ScanDialog({ targets, first, onClose }: { targets: readonly Target[]; first?: Target; onClose: () => void }) {
  const navigate = useNavigate();
  const [targetId, setTargetId] = useState(first?.id ?? targets[0]?.id ?? "");
  const target = targets.find(({ id }) => id === targetId);
  const [asked, setAsked] = useState<Asked>(() => (target === undefined ? { ...emptyTarget, browser: true, only: "" } : askedOf(target)));
  const profiles = useResource<{ items: Profile[] }>("/scan-profiles").data?.items ?? [];
  const change = useChange<object, Scan>((body) => ({ path: "/scans", method: "POST", body }), ["/scans", "/targets"]);
  const set = (patch: Partial<Asked>): void => setAsked({ ...asked, ...patch });
  const profile = profiles.find(({ id }) => id === asked.profile);
  const problems = problemsOf({ ...emptyTarget, requests: asked.requests, perSecond: asked.perSecond, minutes: asked.minutes });
  const start = async (): Promise<void> => {
    if (target === undefined) return;
    const scan = await change.run(scanRequestOf(target, asked));
    tell(`The scan of ${scan.target} is ${scan.state}`);
    onClose();
    await navigate({ to: "/tests/scans/$id", params: { id: scan.id } });
  };
  return (
    <Dialog title="Start a scan" onClose={onClose} wide>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void start().catch(() => undefined); }}>
        {first === undefined ? <label className="field"><span>Target</span><select value={targetId} onChange={(event) => { const chosen = targets.find(({ id }) => id === event.target.value); setTargetId(event.target.value); if (chosen) setAsked(askedOf(chosen)); }}>{targets.map(({ id, name, url }) => <option key={id} value={id}>{name} ({url})</option>)}</select></label> : <p><strong>{first.name}</strong> <span className="muted break">{first.url}</span></p>}
        {target && <Allowed target={target} />}
        <ProfileChoice profiles={profiles} chosen={asked.profile} onChoose={(chosen) => set({ profile: chosen })} />
        <OptIns profile={profile} optIn={asked.optIn} onChange={(optIn) => set({ optIn })} />
        <BudgetFields values={asked} profile={profile} onChange={set} />
        <label className="check"><input type="checkbox" checked={asked.browser} onChange={(event) => set({ browser: event.target.checked })} /> Use a browser where one is installed and the profile allows it</label>
        <label className="field"><span>Only these checks, with commas (optional: all that the profile allows)</span><input className="record" spellCheck={false} value={asked.only} placeholder="sql-injection, reflected-xss" onChange={(event) => set({ only: event.target.value })} /></label>
        {target && <Identities target={target} />}
        {problems.length > 0 && <p className="note note-warn" role="status">The budget takes numbers above 0, or nothing.</p>}
        <ProblemNote problem={change.problem} />
        <div className="row"><button type="submit" className="button button-main" disabled={change.running || target === undefined || problems.length > 0}>{change.running ? "Starting…" : "Start the scan"}</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
      </form>
    </Dialog>
  );
}

const Allowed = ({ target: { testable, testableBy } }: { target: Target }) => (testable
  ? <p className="note note-good">It may be tested: the word of {testableBy ?? "somebody"}.</p>
  : <p className="note note-warn">Nobody has said that it may be tested: the scan looks for the target's own file or TXT record first, and ends without sending more when there is neither.</p>);

function Identities({ target }: { target: Target }) {
  const names = ((draftOf(target).identities === "" ? [] : (target.defaults as ScanSettings).identities ?? []) as { name?: string }[]).map(({ name }) => name ?? "?");
  return <p className="muted small">{names.length === 0 ? "It is tested without a login: what needs one will not be seen. The settings of the target take identities." : `It is tested as ${formatNoun(names.length, "identity", "identities")}: ${names.join(", ")}, and as nobody.`}</p>;
}
