// The members of an incident, each with why it is here; chosen ones can be split off, one can be moved.
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Acting } from "../api/incident-acts.ts";
import type { Incident, IncidentMember } from "../api/incident-shapes.ts";
import { useList } from "../api/queries.ts";
import { formatCount } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { MoveDialog, SplitDialog } from "../forms/incident-relations.tsx";
import { Instant } from "../shell/instant.tsx";
import { Badge, SeverityBadge } from "./badges.tsx";
import type { Column } from "./column.ts";
import { Empty } from "./coverage-sentence.tsx";
import { DataTable } from "./data-table.tsx";
import { incidentName } from "./incident-badges.tsx";
import { SignalName } from "./incident-entities.tsx";

const columns: readonly Column<IncidentMember>[] = [
  { id: "severity", title: "Severity", text: ({ signal }) => signal.severity, cell: ({ signal }) => <SeverityBadge severity={signal.severity} /> },
  { id: "signal", title: "Signal", main: true, text: ({ signal }) => signal.title, cell: ({ signal }) => <SignalName signal={signal} /> },
  { id: "why", title: "Why it is here", text: (row) => row.why, cell: (row) => <span className="prose">{row.why}{row.leftAt !== null && <><br /><span className="gap">Left <Instant at={row.leftAt} />: {row.leftWhy ?? "no reason is on record"}</span></>}</span> },
  { id: "state", title: "State", text: (row) => stateOf(row), cell: (row) => (row.leftAt !== null ? <Badge tone="plain" mark="bar">left</Badge> : row.signal.ended ? <Badge tone="good" mark="check">over</Badge> : <Badge tone="high" mark="ring">goes on</Badge>) },
  { id: "count", title: "Seen", align: "end", text: (row) => String(row.count), cell: (row) => `${formatCount(row.count)} ×` },
  { id: "at", title: "Happened", text: ({ signal }) => signal.at, cell: ({ signal }) => <Instant at={signal.at} /> },
  { id: "last", title: "Last", text: (row) => row.lastAt, cell: (row) => <Instant at={row.lastAt} /> },
];
const stateOf = ({ leftAt, signal }: IncidentMember): string => (leftAt !== null ? "left" : signal.ended ? "over" : "goes on");

export function MemberTable({ incident, acting, canWrite }: { incident: Incident; acting: Acting; canWrite: boolean }) {
  const { url, set } = useUrl();
  const navigate = useNavigate();
  const [splitting, setSplitting] = useState<readonly IncidentMember[]>();
  const [moving, setMoving] = useState<IncidentMember>();
  const left = url.state === "left";
  const list = useList<IncidentMember>(`/incidents/${encodeURIComponent(incident.id)}/members`, left ? { left: "true" } : {});
  const keyOf = ({ signal, joinedAt }: IncidentMember): string => `${signal.kind} ${signal.ref} ${joinedAt}`;
  const here = (rows: readonly IncidentMember[]): IncidentMember[] => rows.filter(({ leftAt }) => leftAt === null);
  return (
    <>
      <label className="check"><input type="checkbox" checked={left} onChange={(event) => set({ state: event.target.checked ? "left" : undefined })} /> Show those that left, too</label>
      <DataTable of="members" list={list} columns={columns} keyOf={keyOf} empty={<Empty title="It has no member."><p>It was opened by hand, or its members were moved away.</p></Empty>}
        {...(canWrite ? { bulk: (rows: readonly IncidentMember[], clear: () => void) => <MemberActions rows={here(rows)} onSplit={(chosen) => { setSplitting(chosen); clear(); }} onMove={(one) => { setMoving(one); clear(); }} /> } : {})} />
      {splitting && <SplitDialog acting={acting} members={splitting} onClose={() => setSplitting(undefined)} onDone={(made) => void navigate({ to: "/incidents/$id", params: { id: incidentName(made.number) } })} />}
      {moving && <MoveDialog incident={incident} acting={acting} member={moving} onClose={() => setMoving(undefined)} />}
    </>
  );
}

function MemberActions({ rows, onSplit, onMove }: { rows: readonly IncidentMember[]; onSplit: (rows: readonly IncidentMember[]) => void; onMove: (row: IncidentMember) => void }) {
  const [only] = rows;
  if (!only) return <span>These have left already.</span>;
  return <><button type="button" className="button" onClick={() => onSplit(rows)}>Split off…</button>{rows.length === 1 && <button type="button" className="button" onClick={() => onMove(only)}>Move to…</button>}</>;
}
