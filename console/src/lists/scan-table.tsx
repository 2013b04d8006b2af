// Scans: which target, why and how, how far, and what each said of the findings.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { isUnderWay } from "../api/dast-shapes.ts";
import type { Scan } from "../api/dast-shapes.ts";
import type { List } from "../api/queries.ts";
import { useNow } from "../app/clock.ts";
import { formatCount, formatInstant, formatSpan } from "../app/format.ts";
import { usePreferences } from "../app/preferences.ts";
import { Instant } from "../shell/instant.tsx";
import type { Column } from "./column.ts";
import { OutcomeTally, ScanStateBadge } from "./dast-badges.tsx";
import { DataTable } from "./data-table.tsx";

const columns: readonly Column<Scan>[] = [
  { id: "at", title: "Scan", main: true, text: (row) => row.queuedAt, cell: (row) => <div className="two-lines"><Link to="/tests/scans/$id" params={{ id: row.id }} data-row-link><ScanName scan={row} /></Link><span className="muted small">{reasonWords[row.reason]}, by {row.startedBy}</span></div> },
  { id: "id", title: "Id", text: (row) => row.id, exportOnly: true },
  { id: "target", title: "Target", text: (row) => row.target, cell: (row) => <Link to="/tests/targets/$id" params={{ id: row.targetId }}>{row.target}</Link> },
  { id: "state", title: "State", text: (row) => row.state, cell: (row) => <div className="two-lines"><ScanStateBadge scan={row} />{row.failure !== null && <span className="small prose">{row.failure}</span>}</div> },
  { id: "profile", title: "Profile", text: (row) => row.profile, cell: (row) => row.profile },
  { id: "authorised", title: "Authorised by", text: (row) => row.authorisedBy ?? "", cell: (row) => <span className="small">{row.authorisedBy ?? <span className="muted">{isUnderWay(row) ? "not yet known" : "not on record"}</span>}</span> },
  { id: "took", title: "Took", align: "end", text: (row) => (row.startedAt === null || row.endedAt === null ? "" : String(Date.parse(row.endedAt) - Date.parse(row.startedAt))), cell: (row) => <Took scan={row} /> },
  { id: "requests", title: "Requests", align: "end", text: (row) => String(row.requests ?? ""), cell: (row) => (row.requests === null ? <span className="muted">–</span> : formatCount(row.requests)) },
  { id: "outcomes", title: "Said of findings", text: ({ counts }) => Object.entries(counts).map(([outcome, count]) => `${outcome} ${count}`).join(", "), cell: (row) => <OutcomeTally scan={row} /> },
];

export const reasonWords: Readonly<Record<Scan["reason"], string>> = { asked: "asked for", schedule: "by its schedule", deployment: "after a deployment", replay: "one finding again", drill: "a drill", import: "imported" };

/** A scan is named by when it was asked for. */
export function ScanName({ scan: { queuedAt } }: { scan: Pick<Scan, "queuedAt"> }) {
  const { zone } = usePreferences();
  return <time dateTime={queuedAt} className="nowrap">{formatInstant(queuedAt, zone)}</time>;
}

export function Took({ scan: { startedAt, endedAt } }: { scan: Pick<Scan, "startedAt" | "endedAt"> }) {
  if (startedAt === null) return <span className="muted">not begun</span>;
  return endedAt === null ? <Ticking startedAt={startedAt} /> : <span className="nowrap">{formatSpan(Date.parse(endedAt) - Date.parse(startedAt))}</span>;
}

function Ticking({ startedAt }: { startedAt: string }) {
  const now = useNow(1_000);
  return <span className="nowrap">{formatSpan(Math.max(0, now - Date.parse(startedAt)))} so far</span>;
}

/** hide: columns that the page around it says already. */
export const ScanTable = ({ list, empty, hide = [] }: { list: List<Scan>; empty: ReactNode; hide?: readonly string[] }) => <DataTable of="scans" list={list} columns={columns.filter(({ id }) => !hide.includes(id))} keyOf={(row) => row.id} empty={empty} peek={(row) => <ScanPeek scan={row} />} />;

const ScanPeek = ({ scan }: { scan: Scan }) => (
  <div className="stack">
    <h2><ScanName scan={scan} /></h2>
    <p className="line"><ScanStateBadge scan={scan} />{scan.target}, {scan.profile}</p>
    {scan.failure !== null && <p className="note note-bad">{scan.failure}</p>}
    <OutcomeTally scan={scan} />
    <p className="muted small">Ended <Instant at={scan.endedAt} none="not yet" />{scan.authorisedBy !== null && `; authorised by ${scan.authorisedBy}`}</p>
    <Link to="/tests/scans/$id" params={{ id: scan.id }} className="button button-main">Open the scan</Link>
  </div>
);
