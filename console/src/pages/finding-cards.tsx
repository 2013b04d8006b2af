// The three cards of a finding: why it ranks where it does, who must act by when, what to do next.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Finding, FindingDetail } from "../api/shapes.ts";
import { formatNoun, formatShare } from "../app/format.ts";
import type { DecisionKind } from "../forms/decision-dialog.tsx";
import { OwnerDialog } from "../forms/owner-dialog.tsx";
import { Badge, OutcomeBadge, Owner } from "../lists/badges.tsx";
import { useAcknowledge } from "../lists/finding-table.tsx";
import { Card, Facts } from "../lists/page.tsx";
import { tokenFor } from "../lists/query-tokens.ts";
import { Due, Instant } from "../shell/instant.tsx";

export function WhyCard({ finding, environmental }: { finding: Finding; environmental: FindingDetail["environmental"] }) {
  const assumed = finding.priorityInputs.filter((input) => input.assumed).length;
  return (
    <Card title="Why">
      <p><OutcomeBadge outcome={finding.outcome} /> by the SSVC tree{assumed > 0 && <>; {formatNoun(assumed, "input")} assumed because no source says</>}.</p>
      <Facts facts={[...finding.priorityInputs.map((input) => [input.name, <span className="line">{input.value} <span className="muted small">{input.from}</span>{input.assumed && <Badge tone="unknown" mark="question">assumed</Badge>}</span>] as const), ["EPSS", finding.epss === null ? <span className="gap">? unknown</span> : formatShare(finding.epss)] as const,
        ["CVSS here", environmental === null ? <span className="gap">? nobody rated it</span> : <span className="line">{environmental.score.toFixed(1)} <span className="muted small">{environmental.because.length === 0 ? "as published: nothing of where it runs changes it" : environmental.because.join("; ")}</span></span>] as const]} />
    </Card>
  );
}

export function WhoCard({ finding, periods }: { finding: Finding; periods: FindingDetail["periods"] }) {
  const [owning, setOwning] = useState(false);
  const { clock } = finding;
  return (
    <Card title="Who and by when">
      <Facts facts={[
        ["Owner", <span className="line"><Owner owner={finding.owner} /><button type="button" className="button button-small" onClick={() => setOwning(true)}>{finding.owner === null ? "Assign" : "Change"}</button></span>],
        ["Due", <Due at={clock.dueAt} stoppedAt={clock.stoppedAt} />], ["Clause", `${clock.policy}, ${clock.clause}`], ["Clock started", <Instant at={clock.startedAt} as="absolute" />],
        ["Exposed since", <Instant at={finding.exposedSince} as="absolute" />], ["Known since", <Instant at={finding.detectedAt} as="absolute" />],
        ["Acknowledged", finding.acknowledgedAt === null ? "by nobody yet" : <>by {finding.acknowledgedBy ?? "someone"}, <Instant at={finding.acknowledgedAt} /></>],
        ...(periods.length > 1 ? [["Ran affected", <ol className="plain-list">{periods.map((period) => <li key={period.openedAt}><Instant at={period.openedAt} as="day" /> to <Instant at={period.closedAt} as="day" none="now" />{period.reason !== null && `, ${period.reason.replace("-", " ")}`}</li>)}</ol>] as const] : []),
      ]} />
      {owning && <OwnerDialog service={{ id: finding.serviceId, name: finding.service, owner: finding.owner }} onClose={() => setOwning(false)} />}
    </Card>
  );
}

export function NextCard({ finding, canWrite, onDecide }: { finding: Finding; canWrite: boolean; onDecide: (kind: DecisionKind) => void }) {
  const acknowledge = useAcknowledge();
  const [sending, setSending] = useState(false);
  const { live, fixVersion, packageKey, labels } = finding;
  const malicious = labels.includes("malicious");
  return (
    <Card title="Next">
      <p>{nextText(finding)}</p>
      <Facts facts={[[malicious ? "Clean version" : "Fix", fixVersion === null ? malicious ? "none is known" : "no fixed version is known" : <code>{packageKey} {fixVersion}</code>], ["Progress", `${live.fixed} of ${formatNoun(live.total, "live deployment")} ${malicious ? "without it" : "fixed"}${live.unconfirmed > 0 ? `, ${live.unconfirmed} cannot be told (no SBOM)` : ""}`]]} />
      <p><Link to="/exposure" search={{ group: "finding", q: tokenFor("package", packageKey) }}>{malicious ? "Everything else about this package" : "Everything this change removes"}</Link></p>
      {malicious && finding.state === "open" && <ol className="steps">{containment.map((step) => <li key={step}>{step}</li>)}</ol>}
      {canWrite ? (
        <div className="row">
          {finding.state === "open" && finding.acknowledgedAt === null && <button type="button" className="button button-main" disabled={sending} onClick={() => { setSending(true); void acknowledge([finding]).finally(() => setSending(false)); }}>Acknowledge</button>}
          <button type="button" className="button" onClick={() => onDecide("not-affected")}>Decide…</button>
          <button type="button" className="button" onClick={() => onDecide("accepted")}>Accept…</button>
          <button type="button" className="button" onClick={() => onDecide("snoozed")}>Snooze…</button>
        </div>
      ) : <p className="muted small">You can read only, or you are looking at the past: acting needs the write scope, now.</p>}
    </Card>
  );
}

// docs/adr/0011-malicious-packages.md: its code has already run wherever it was installed.
const containment = ["Take it out of the release and out of every lock file and cache.", "Replace every secret that its process, build or host could read.", "Look for what it did: new files, processes, connections, accounts."] as const;

function nextText({ state, fixVersion, closeReason, packageKey, labels }: Finding): string {
  if (state === "closed") return closeReason === "fixed" ? "Nothing to do: the fix was observed running." : closeReason === "withdrawn" ? "Nothing to do: the advisory was withdrawn." : "Nothing to do: it is closed.";
  if (state !== "open") return "A decision covers it; it opens again when the decision ends.";
  if (labels.includes("malicious")) return `${packageKey} is itself the attack: contain it now. It closes when it runs nowhere any more, or when the report is withdrawn.`;
  return fixVersion === null ? `No fixed version of ${packageKey} is known: mitigate, remove it, or decide.` : `Deploy ${packageKey} ${fixVersion} or later; it closes when that was observed on every live deployment.`;
}
