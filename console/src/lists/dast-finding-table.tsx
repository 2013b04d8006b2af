// Findings of tests from outside: the table, a peek, and what can be done with many at once: a verdict, testing again.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ReactNode } from "react";
import { useDastJudging } from "../api/dast-acts.ts";
import type { DastFinding } from "../api/dast-shapes.ts";
import { useCan } from "../api/queries.ts";
import type { List } from "../api/queries.ts";
import { formatCount } from "../app/format.ts";
import { useAsOf } from "../app/url.ts";
import { DastVerdictDialog } from "../forms/dast-verdict-dialog.tsx";
import { Instant } from "../shell/instant.tsx";
import type { Column } from "./column.ts";
import { ConfidenceBadge, DastSeverityBadge, DastStateBadge, ScanOutcomeBadge } from "./dast-badges.tsx";
import { DastFindingPeek } from "./dast-finding-peek.tsx";
import { DataTable } from "./data-table.tsx";

const columns: readonly Column<DastFinding>[] = [
  { id: "severity", title: "Severity", text: (row) => row.severity, cell: (row) => <DastSeverityBadge severity={row.severity} /> },
  { id: "title", title: "Finding", main: true, text: (row) => row.title, cell: (row) => <div className="two-lines detection-cell"><Link to="/tests/findings/$id" params={{ id: row.id }} data-row-link>{row.title}</Link><span className="muted small line">{row.check}<span className="nowrap">CWE-{row.cwe}</span></span></div> },
  { id: "check", title: "Check", text: (row) => row.check, exportOnly: true }, { id: "cwe", title: "CWE", text: (row) => String(row.cwe), exportOnly: true }, { id: "owasp", title: "OWASP", text: (row) => row.owasp.join(" "), exportOnly: true },
  { id: "target", title: "Target", text: (row) => row.target, cell: (row) => <Link to="/tests/targets/$id" params={{ id: row.targetId }}>{row.target}</Link> },
  { id: "where", title: "Place", text: (row) => row.where, cell: (row) => <div className="two-lines"><code className="break">{row.where}</code>{row.about !== null && <span className="muted small">{row.about}</span>}</div> },
  { id: "confidence", title: "Confidence", text: (row) => row.confidence, cell: (row) => <ConfidenceBadge confidence={row.confidence} /> },
  { id: "because", title: "Because", text: (row) => row.because, exportOnly: true },
  { id: "standing", title: "State, last scan", text: (row) => row.state, cell: (row) => <div className="standing"><span className="line"><DastStateBadge finding={row} /><ScanOutcomeBadge outcome={row.lastOutcome} why={row.notRetestedBecause} /></span>{row.lastOutcome === "not-retested" && row.notRetestedBecause !== null && <span className="small gap">? {row.notRetestedBecause}</span>}</div> },
  { id: "outcome", title: "Last scan said", text: (row) => row.lastOutcome, exportOnly: true }, { id: "why", title: "Not retested because", text: (row) => row.notRetestedBecause ?? "", exportOnly: true },
  { id: "last", title: "Last seen", text: (row) => row.lastAt, cell: (row) => <div className="two-lines"><Instant at={row.lastAt} /><span className="muted small nowrap" title="Places with the same finding in one scan">{formatCount(row.count)} ×</span></div> },
  { id: "first", title: "First seen", text: (row) => row.firstAt, exportOnly: true }, { id: "verdict", title: "Verdict", text: (row) => row.verdict ?? "", exportOnly: true },
];

/** hide: columns that the page around it says already. */
export function DastFindingTable({ list, empty, hide = [] }: { list: List<DastFinding>; empty: ReactNode; hide?: readonly string[] }) {
  const isNow = useAsOf() === undefined;
  const canWrite = useCan("write") && isNow;
  const [judging, setJudging] = useState<{ rows: readonly DastFinding[]; clear: () => void }>();
  const { reopen, testAgain } = useDastJudging();
  const nothing = (): void => undefined;
  return (
    <>
      <DataTable of="test findings" list={list} columns={columns.filter(({ id }) => !hide.includes(id))} keyOf={(row) => row.id} empty={empty} peek={(row) => <DastFindingPeek finding={row} />}
        {...(canWrite ? {
          rowKeys: [{ keys: "v", about: "Verdict on the row", run: (row: DastFinding) => setJudging({ rows: [row], clear: nothing }) }, { keys: "b", about: "Test the row again", run: (row: DastFinding) => void testAgain([row]) }],
          bulk: (rows: readonly DastFinding[], clear: () => void) => (
            <>
              <button type="button" className="button" onClick={() => setJudging({ rows, clear })}>Verdict…</button>
              {rows.some(({ verdict }) => verdict !== null) && <button type="button" className="button" onClick={() => void reopen(rows.filter(({ verdict }) => verdict !== null)).then(clear)}>Reopen</button>}
              <button type="button" className="button" onClick={() => void testAgain(rows).then(clear)}>Test again</button>
            </>
          ),
        } : {})} />
      {judging && <DastVerdictDialog findings={judging.rows} onClose={() => setJudging(undefined)} onDone={judging.clear} />}
    </>
  );
}
