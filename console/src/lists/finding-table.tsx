// Findings: the table, its peek, and what can be done with many at once.
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ReactNode } from "react";
import { ask } from "../api/client.ts";
import { useCan } from "../api/queries.ts";
import type { List } from "../api/queries.ts";
import type { Finding } from "../api/shapes.ts";
import { formatCount, formatNoun, formatShare } from "../app/format.ts";
import { useAsOf } from "../app/url.ts";
import { DecisionDialog } from "../forms/decision-dialog.tsx";
import type { DecisionKind } from "../forms/decision-dialog.tsx";
import { Due, Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { Labels, OutcomeBadge, SeverityBadge, StateBadge } from "./badges.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";
import { FindingPeek } from "./finding-peek.tsx";

export const findingColumns: readonly Column<Finding>[] = [
  { id: "priority", title: "Priority", cell: (row) => <OutcomeBadge outcome={row.outcome} />, text: (row) => row.outcome, sort: { descending: "priority" } },
  { id: "finding", title: "Finding", main: true, text: (row) => `${row.vulnerability} in ${row.packageKey}`, cell: (row) => <FindingCell finding={row} /> },
  { id: "service", title: "Service", text: (row) => row.service, cell: (row) => <div className="two-lines"><Link to="/services/$id" params={{ id: row.serviceId }} className="nowrap">{row.service}</Link><span className="muted small">{row.owner ?? <span className="gap">? no owner</span>}</span></div> },
  { id: "owner", title: "Owner", text: (row) => row.owner ?? "", exportOnly: true },
  { id: "severity", title: "Severity", text: (row) => row.severity, cell: (row) => <div className="two-lines"><SeverityBadge severity={row.severity} cvss={row.cvss} /><span className="muted small nowrap">EPSS {row.epss === null ? "?" : formatShare(row.epss)}</span></div> },
  { id: "epss", title: "EPSS", text: (row) => row.epss?.toString() ?? "unknown", exportOnly: true },
  { id: "live", title: "Live", align: "end", text: (row) => `${row.live.affected} of ${row.live.total}`, cell: (row) => <LiveCell finding={row} /> },
  { id: "due", title: "Due", text: (row) => row.clock.dueAt ?? "next upgrade", sort: { ascending: "due" }, cell: (row) => <span title={`${row.clock.policy}, ${row.clock.clause}`}><Due at={row.clock.dueAt} stoppedAt={row.clock.stoppedAt} /></span> },
  { id: "fix", title: "Fix", text: (row) => row.fixVersion ?? "none known", cell: (row) => (row.fixVersion === null ? <span className="muted">none known</span> : <code>{row.fixVersion}</code>) },
  { id: "state", title: "State", text: (row) => row.state, cell: (row) => <StateBadge state={row.state} closeReason={row.closeReason} /> },
  { id: "detected", title: "Detected", text: (row) => row.detectedAt, sort: { ascending: "detected", descending: "-detected" }, cell: (row) => <Instant at={row.detectedAt} /> },
];

const unsorted = findingColumns.map(({ sort: _sort, ...column }): Column<Finding> => column);

// Overdue is said in the due column.
function FindingCell({ finding }: { finding: Finding }) {
  return (
    <div className="two-lines">
      <span className="line"><Link to="/findings/$id" params={{ id: finding.id }} data-row-link>{finding.vulnerability}</Link><Labels labels={finding.labels.filter((label) => label !== "overdue")} /></span>
      <span className="line muted small" title={finding.title}>{finding.packageKey}{finding.acknowledgedAt !== null && `, seen by ${finding.acknowledgedBy ?? "someone"}`}</span>
    </div>
  );
}

function LiveCell({ finding: { live, id } }: { finding: Finding }) {
  return (
    <Link to="/findings/$id" params={{ id }} search={{ tab: "deployments" }} className="nowrap" title={`${live.affected} affected, ${live.fixed} fixed, ${live.unconfirmed} cannot be told, ${live.total} live`}>
      {formatCount(live.affected)} of {formatCount(live.total)}{live.unconfirmed > 0 && <span className="gap"> ?{live.unconfirmed}</span>}
    </Link>
  );
}

/** sortable: whether the rows are read by the sort of the URL. */
export function FindingTable({ list, empty, sortable = true }: { list: List<Finding>; empty: ReactNode; sortable?: boolean }) {
  const [deciding, setDeciding] = useState<{ findings: readonly Finding[]; kind: DecisionKind }>();
  const isNow = useAsOf() === undefined;
  const canWrite = useCan("write") && isNow;
  const acknowledge = useAcknowledge();
  const decide = (kind: DecisionKind) => (row: Finding): void => setDeciding({ findings: [row], kind });
  return (
    <>
      <DataTable of="findings" list={list} columns={sortable ? findingColumns : unsorted} keyOf={(row) => row.id} empty={empty} defaultSort="due"
        peek={(row) => <FindingPeek finding={row} />}
        {...(canWrite ? {
          rowKeys: [{ keys: "v", about: "Decide (VEX) for the row", run: decide("not-affected") }, { keys: "z", about: "Snooze the row", run: decide("snoozed") }],
          bulk: (rows: readonly Finding[], clear: () => void) => (
            <>
              <button type="button" className="button" onClick={() => void acknowledge(rows).then(clear)}>Acknowledge</button>
              <button type="button" className="button" onClick={() => setDeciding({ findings: rows, kind: "not-affected" })}>Decide…</button>
              <button type="button" className="button" onClick={() => setDeciding({ findings: rows, kind: "snoozed" })}>Snooze…</button>
            </>
          ),
        } : {})} />
      {deciding && <DecisionDialog findings={deciding.findings} kind={deciding.kind} onClose={() => setDeciding(undefined)} />}
    </>
  );
}

/** One by one, so that one failure does not stop the others; says how many went through and why one did not. */
export function useAcknowledge(): (findings: readonly Finding[]) => Promise<void> {
  const client = useQueryClient();
  return async (findings) => {
    const results = await Promise.allSettled(findings.map((finding) => ask(`/findings/${finding.id}/acknowledge`, { method: "POST" })));
    const failed = results.filter((result) => result.status === "rejected");
    if (failed[0]) tellProblem(`${failed.length} of ${formatNoun(findings.length, "finding")} could not be acknowledged`, failed[0].reason);
    else tell(`Acknowledged ${formatNoun(findings.length, "finding")}`);
    await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith("/findings") || path === "/now" });
  };
}
