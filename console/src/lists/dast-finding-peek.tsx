// A finding of a test in a side panel: what, where, why in a sentence, and the way in.
import { Link } from "@tanstack/react-router";
import type { DastFinding, DastFindingDetail } from "../api/dast-shapes.ts";
import { useResource } from "../api/queries.ts";
import { CopyCommand } from "../forms/copy-command.tsx";
import { Instant } from "../shell/instant.tsx";
import { ConfidenceBadge, DastSeverityBadge, DastStateBadge, ScanOutcomeBadge, ServedText } from "./dast-badges.tsx";
import { Skeleton } from "./loading.tsx";
import { Facts } from "./page.tsx";
import { ProblemPanel } from "./problem-panel.tsx";

export function DastFindingPeek({ finding }: { finding: DastFinding }) {
  const { data, problem, loading } = useResource<DastFindingDetail>(`/dast-findings/${encodeURIComponent(finding.id)}`);
  const attack = data?.exchanges.find(({ role }) => role === "attack");
  return (
    <div className="stack">
      <h2>{finding.title}</h2>
      <p className="line"><DastSeverityBadge severity={finding.severity} /><ConfidenceBadge confidence={finding.confidence} /><DastStateBadge finding={finding} /><ScanOutcomeBadge outcome={finding.lastOutcome} why={finding.notRetestedBecause} /></p>
      <p>{finding.because}</p>
      {problem && <ProblemPanel problem={problem} what="The proof could not be read" />}
      {loading && <Skeleton rows={3} />}
      <Facts facts={[
        ["Place", <code className="break">{finding.where}</code>], ["Target", <Link to="/tests/targets/$id" params={{ id: finding.targetId }}>{finding.target}</Link>], ["Served by", data ? <ServedText served={data.served} /> : <span className="muted">…</span>],
        ["Seen", <><Instant at={finding.firstAt} as="absolute" /> to <Instant at={finding.lastAt} as="absolute" /></>], ["Last retest", <Instant at={finding.retestedAt} none="never with an answer" />],
        ...(finding.notRetestedBecause === null ? [] : [["Not retested", <span className="gap">? {finding.notRetestedBecause}</span>] as const]),
      ]} />
      {attack && <CopyCommand command={attack.curl} />}
      <Link to="/tests/findings/$id" params={{ id: finding.id }} className="button button-main">Open the finding</Link>
    </div>
  );
}
