// Decides about one or many findings: a VEX status, an accepted risk with its end, or a snooze; previews how much it covers.
import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { ApiProblem, ask } from "../api/client.ts";
import { useResource } from "../api/queries.ts";
import type { DecisionRequest, Finding, Page } from "../api/shapes.ts";
import { nowMs } from "../app/clock-now.ts";
import { formatNoun } from "../app/format.ts";
import { fromLocalInput, toLocalInput } from "../app/local-input.ts";
import { usePreferences } from "../app/preferences.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { tell } from "../shell/toasts.tsx";

export type DecisionKind = Exclude<DecisionRequest["kind"], "fixed">;
type Scope = "finding" | "package" | "vulnerability";

// "fixed" is not offered: a fix counts only when it was observed running.
const kinds: readonly { kind: DecisionKind; name: string; about: string }[] = [
  { kind: "not-affected", name: "Not affected", about: "VEX: the vulnerable thing cannot be reached here. Needs a justification." },
  { kind: "accepted", name: "Accept the risk", about: "It stays, known and on purpose, until an end that you name." },
  { kind: "snoozed", name: "Snooze", about: "Out of sight until an instant; the clock keeps running." },
  { kind: "under-investigation", name: "Under investigation", about: "VEX: someone is looking. It stays open." },
  { kind: "affected", name: "Affected", about: "VEX: confirmed. Overrides an earlier statement; it stays open." },
];
const justifications: readonly NonNullable<DecisionRequest["justification"]>[] = ["component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path", "vulnerable_code_cannot_be_controlled_by_adversary", "inline_mitigations_already_exist"];
const endDays: Partial<Record<DecisionKind, number>> = { accepted: 90, snoozed: 7 };
const changed = ["/decisions", "/findings", "/fixes", "/now", "/exposures", "/vulnerabilities"];

export function DecisionDialog({ findings, kind: first, onClose }: { findings: readonly Finding[]; kind: DecisionKind; onClose: () => void }) {
  const { zone } = usePreferences();
  const client = useQueryClient();
  const [kind, setKind] = useState(first);
  const [justification, setJustification] = useState(justifications[2] ?? "component_not_present");
  const [reason, setReason] = useState("");
  const [scope, setScope] = useState<Scope>("finding");
  const [until, setUntil] = useState(() => toLocalInput(nowMs() + (endDays[first] ?? 90) * 86_400_000, zone));
  const [problem, setProblem] = useState<ApiProblem>();
  const [sending, setSending] = useState(false);
  const ends = kind === "accepted" || kind === "snoozed";
  const untilMs = fromLocalInput(until, zone);
  const chooseKind = (next: DecisionKind): void => { setKind(next); if (endDays[next] !== undefined) setUntil(toLocalInput(nowMs() + endDays[next] * 86_400_000, zone)); };
  const requestFor = (finding: Finding): DecisionRequest => ({
    vulnerability: finding.vulnerability, kind, reason: reason.trim(),
    ...(scope === "vulnerability" ? {} : { packageKey: finding.packageKey }),
    ...(scope === "finding" ? { service: finding.service } : {}),
    ...(kind === "not-affected" ? { justification } : {}),
    ...(ends && untilMs !== undefined ? { untilAt: new Date(untilMs).toISOString() } : {}),
  });
  const send = async (): Promise<void> => {
    setSending(true);
    // A wide scope may make requests equal: one statement is enough.
    const requests = [...new Map(findings.map((finding) => { const request = requestFor(finding); return [JSON.stringify(request), request]; })).values()];
    const results = await Promise.allSettled(requests.map((body) => ask("/decisions", { method: "POST", body })));
    await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => changed.some((prefix) => String(path).startsWith(prefix)) });
    setSending(false);
    const failed = results.filter((result) => result.status === "rejected");
    if (!failed[0]) { tell(`Recorded ${formatNoun(requests.length, "decision")}`); onClose(); return; }
    tell(`${failed.length} of ${formatNoun(requests.length, "decision")} failed; the others are recorded`, "bad");
    setProblem(failed[0].reason instanceof ApiProblem ? failed[0].reason : undefined);
  };
  return (
    <Dialog title={findings.length === 1 ? `Decide: ${findings[0]?.vulnerability ?? ""}` : `Decide for ${formatNoun(findings.length, "finding")}`} onClose={onClose} wide>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <fieldset className="radio-cards"><legend>Decision</legend>
          {kinds.map((option) => <label key={option.kind} className="radio-card"><input type="radio" name="kind" checked={kind === option.kind} onChange={() => chooseKind(option.kind)} /><span><strong>{option.name}</strong><span className="muted small">{option.about}</span></span></label>)}
        </fieldset>
        {kind === "not-affected" && <label className="field"><span>Justification</span><select value={justification} onChange={(event) => setJustification(justifications.find((each) => each === event.target.value) ?? justification)}>{justifications.map((each) => <option key={each} value={each}>{each.replaceAll("_", " ")}</option>)}</select></label>}
        {ends && <label className="field"><span>Until ({zone === "utc" ? "UTC" : "local"})</span><input type="datetime-local" required value={until} onChange={(event) => setUntil(event.target.value)} /></label>}
        <label className="field"><span>It covers</span><select value={scope} onChange={(event) => setScope(event.target.value as Scope)}><option value="finding">this package in this service, all versions</option><option value="package">this package in every service</option><option value="vulnerability">the vulnerability everywhere</option></select></label>
        <ScopePreview findings={findings} scope={scope} />
        <label className="field"><span>Reason, for whoever asks later</span><textarea required minLength={3} maxLength={4000} rows={3} value={reason} onChange={(event) => setReason(event.target.value)} /></label>
        <ProblemNote problem={problem} />
        <div className="row"><button type="submit" className="button button-main" disabled={sending || reason.trim().length < 3 || (ends && untilMs === undefined)}>{sending ? "Recording…" : "Record the decision"}</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
      </form>
    </Dialog>
  );
}

function ScopePreview({ findings, scope }: { findings: readonly Finding[]; scope: Scope }) {
  const [only] = findings;
  const query = { limit: "1", vulnerability: only?.vulnerability, package: scope === "vulnerability" ? undefined : only?.packageKey, service: scope === "finding" ? only?.service : undefined };
  const covered = useResource<Page<Finding>>("/findings", query, { enabled: findings.length === 1 });
  if (findings.length !== 1) return <p className="muted small">One decision is recorded for each of the {findings.length} findings, within this scope.</p>;
  return <p className="muted small" role="status">{covered.data ? `Covers ${formatNoun(covered.data.total, "finding")} now, and any later one in the same scope.` : "Counting what it covers…"}</p>;
}
