// Coverage over all targets: which classes of attack were really tried where, and how far; read from the last scan of each.
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api/client.ts";
import type { Check, DastFinding, ScanDetail, Target } from "../api/dast-shapes.ts";
import { useList, useResource } from "../api/queries.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { heldList } from "../lists/held-list.ts";
import { DataTable } from "../lists/data-table.tsx";
import type { Column } from "../lists/column.ts";
import { Skeleton } from "../lists/loading.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Badge } from "../lists/badges.tsx";
import { cellLooks, className, CoverageGrid } from "../plots/test-coverage-grid.tsx";
import { coverageLine } from "../plots/test-coverage.ts";
import type { CoverageCell, CoverageLine } from "../plots/test-coverage.ts";

const firstTargets = 25;

export function TestsCoverage({ targets }: { targets: readonly Target[] }) {
  const { url, set } = useUrl();
  const [all, setAll] = useState(false);
  const shown = all ? targets : targets.slice(0, firstTargets);
  const checks = useResource<{ items: Check[] }>("/checks");
  const details = useLastScans(shown);
  // The worst come first, so that a list which is not whole lacks the least of them; it says so.
  const open = useList<DastFinding>("/dast-findings", { state: "open", limit: "500" });
  if (checks.problem) return <ProblemPanel problem={checks.problem} what="The checks could not be read" />;
  if (!checks.data) return <Skeleton />;
  const catalogue = checks.data.items;
  const lines = shown.map((target) => coverageLine(target, target.lastScan === null ? undefined : details.get(target.lastScan.id), catalogue, (check) => open.items.filter((one) => one.targetId === target.id && one.check === check).length));
  const asTable = url.view === "table";
  return (
    <section className="card heat-card">
      <header className="section-head"><div><h2>What was really tested</h2><p className="muted small">From the last whole scan of each target. A cell leads to what stands open, or to why it was not tested; arrow keys move.</p></div><button type="button" className="button" aria-pressed={asTable} onClick={() => set({ view: asTable ? undefined : "table" })}>View as table</button></header>
      {open.more && <p className="note note-warn">More than {formatCount(open.items.length)} findings are open: figures of the mildest may be too small. <button type="button" className="button button-small" onClick={open.more}>Read on</button></p>}
      {asTable ? <CoverageTable lines={lines} /> : <CoverageGrid lines={lines} label="Coverage by target and class of attack" />}
      {targets.length > firstTargets && <p><button type="button" className="button button-small" aria-expanded={all} onClick={() => setAll(!all)}>{all ? "Fewer targets" : `All ${formatNoun(targets.length, "target")}`}</button></p>}
    </section>
  );
}

function useLastScans(targets: readonly Target[]): ReadonlyMap<string, ScanDetail> {
  const ids = targets.flatMap(({ lastScan }) => lastScan?.id ?? []);
  // The same keys as one scan read by itself, so that opening it asks nothing again.
  const answers = useQueries({ queries: ids.map((id) => ({ queryKey: [`/scans/${encodeURIComponent(id)}`, {}], queryFn: ({ signal }: { signal: AbortSignal }) => ask<ScanDetail>(`/scans/${encodeURIComponent(id)}`, { signal }) })) });
  return new Map(answers.flatMap(({ data }) => (data === undefined ? [] : [[data.id, data] as const])));
}

type Row = CoverageCell & { target: string };
const columns: readonly Column<Row>[] = [
  { id: "target", title: "Target", main: true, text: (row) => row.target, cell: (row) => <strong>{row.target}</strong> },
  { id: "class", title: "Class of attack", text: (row) => className(row.attackClass), cell: (row) => className(row.attackClass) },
  { id: "state", title: "State", text: (row) => cellLooks[row.state].word, cell: (row) => <Badge tone={cellLooks[row.state].tone} mark={cellLooks[row.state].mark}>{cellLooks[row.state].word}</Badge> },
  { id: "done", title: "Done", align: "end", text: (row) => String(row.done), cell: (row) => formatCount(row.done) }, { id: "planned", title: "Planned", align: "end", text: (row) => String(row.planned), cell: (row) => formatCount(row.planned) },
  { id: "found", title: "Open", align: "end", text: (row) => String(row.found), cell: (row) => formatCount(row.found) }, { id: "why", title: "Why not", text: (row) => row.why.join("; "), cell: (row) => <span className="prose">{row.why.join("; ") || "–"}</span> },
];

/** The table twin of the grid. */
const CoverageTable = ({ lines }: { lines: readonly CoverageLine[] }) => <DataTable of="coverage of targets" list={heldList(lines.flatMap(({ target, cells }) => cells.map((cell): Row => ({ ...cell, target: target.name }))), "/targets")} columns={columns} keyOf={(row) => `${row.target} ${row.attackClass}`} empty={null} />;
