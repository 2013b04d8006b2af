// Detections: the table, a peek, and what can be done with many at once: a verdict, an exception.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ReactNode } from "react";
import { useJudging } from "../api/detection-acts.ts";
import { useCan } from "../api/queries.ts";
import type { List } from "../api/queries.ts";
import type { Detection } from "../api/runtime-shapes.ts";
import { formatCount } from "../app/format.ts";
import { useAsOf } from "../app/url.ts";
import { ExceptionDialog } from "../forms/exception-dialog.tsx";
import { VerdictDialog } from "../forms/detection-verdict-dialog.tsx";
import { Instant } from "../shell/instant.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";
import { EvidenceBadge, JudgedBadge, KindName, LevelBadge, Techniques } from "./detection-badges.tsx";
import { DetectionPeek } from "./detection-peek.tsx";
import { Subject, Where } from "./detection-place.tsx";
import { techniquesOf } from "./detection-tags.ts";
import { IncidentLink } from "./incident-badges.tsx";

const columns: readonly Column<Detection>[] = [
  { id: "level", title: "Level", text: (row) => row.level, cell: (row) => <LevelBadge level={row.level} ruleLevel={row.ruleLevel} /> },
  { id: "title", title: "Detection", main: true, text: (row) => row.title, cell: (row) => <div className="two-lines detection-cell"><Link to="/runtime/detections/$id" params={{ id: row.id }} data-row-link>{row.title}</Link><span className="muted small line"><KindName kind={row.kind} /><Techniques tags={row.tags} none="" /></span></div> },
  { id: "kind", title: "Kind", text: (row) => row.kind, exportOnly: true },
  { id: "rule", title: "Rule", text: (row) => row.ruleId, exportOnly: true },
  { id: "last", title: "Last", text: (row) => row.lastAt, cell: (row) => <div className="two-lines"><Instant at={row.lastAt} /><span className="muted small nowrap" title="Hits counted as this one detection">{formatCount(row.count)} ×</span></div> },
  { id: "first", title: "First", text: (row) => row.firstAt, exportOnly: true },
  { id: "count", title: "Hits", text: (row) => String(row.count), exportOnly: true },
  { id: "where", title: "Workload", text: (row) => row.placement.workload, cell: (row) => <Where placement={row.placement} /> },
  { id: "release", title: "Release", text: ({ placement }) => [placement.service, placement.version].filter((part) => part !== null).join(" "), exportOnly: true },
  { id: "subject", title: "What", text: (row) => row.subject, cell: (row) => <Subject detection={row} /> },
  { id: "actor", title: "Actor", text: (row) => row.actor ?? "", exportOnly: true },
  { id: "attack", title: "ATT&CK", text: (row) => techniquesOf(row.tags).join(" "), exportOnly: true },
  { id: "standing", title: "Evidence, verdict", text: (row) => row.evidence.state, cell: (row) => <div className="standing"><EvidenceBadge evidence={row.evidence} /><span className="line"><JudgedBadge detection={row} />{row.incident !== null && <IncidentLink number={row.incident.number} />}</span></div> },
  { id: "because", title: "Evidence because", text: (row) => row.evidence.because, exportOnly: true },
  { id: "verdict", title: "Verdict", text: (row) => row.verdict ?? row.state, exportOnly: true },
  { id: "incident", title: "Incident", text: (row) => (row.incident === null ? "" : `INC-${row.incident.number}`), exportOnly: true },
];

/** hide: columns that the page around it says already. */
export function DetectionTable({ list, empty, hide = [] }: { list: List<Detection>; empty: ReactNode; hide?: readonly string[] }) {
  const isNow = useAsOf() === undefined;
  const canWrite = useCan("write") && isNow;
  const [judging, setJudging] = useState<{ rows: readonly Detection[]; clear: () => void }>();
  const [excepting, setExcepting] = useState<{ rows: readonly Detection[]; clear: () => void }>();
  const { reopen } = useJudging();
  const nothing = (): void => undefined;
  return (
    <div className="live-rows stack">
      <DataTable of="detections" list={list} columns={columns.filter(({ id }) => !hide.includes(id))} keyOf={(row) => row.id} empty={empty} peek={(row) => <DetectionPeek detection={row} />}
        {...(canWrite ? {
          rowKeys: [
            { keys: "v", about: "Verdict on the row", run: (row: Detection) => setJudging({ rows: [row], clear: nothing }) }, { keys: "w", about: "Make an exception of the row", run: (row: Detection) => setExcepting({ rows: [row], clear: nothing }) },
          ],
          bulk: (rows: readonly Detection[], clear: () => void) => (
            <>
              <button type="button" className="button" onClick={() => setJudging({ rows, clear })}>Verdict…</button>
              {rows.some(({ verdict }) => verdict !== null) && <button type="button" className="button" onClick={() => void reopen(rows.filter(({ verdict }) => verdict !== null)).then(clear)}>Reopen</button>}
              <button type="button" className="button" onClick={() => setExcepting({ rows, clear })}>Make an exception…</button>
            </>
          ),
        } : {})} />
      {judging && <VerdictDialog detections={judging.rows} onClose={() => setJudging(undefined)} onDone={judging.clear} />}
      {excepting && <ExceptionDialog detections={excepting.rows.map(({ id }) => id)} onClose={() => setExcepting(undefined)} onDone={excepting.clear} />}
    </div>
  );
}
