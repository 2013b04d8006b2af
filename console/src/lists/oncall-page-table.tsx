// Pages: escalations that run or ran, who was told, who comes next, and answering one.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { IncidentPage } from "../api/alert-shapes.ts";
import { useCan, useChange } from "../api/queries.ts";
import type { List } from "../api/queries.ts";
import { formatNoun } from "../app/format.ts";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { Badge, SeverityBadge } from "./badges.tsx";
import type { MarkName } from "./badges.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";

const states = { running: ["high", "triangle"], acknowledged: ["good", "check"], ended: ["plain", "check"], exhausted: ["critical", "octagon"] } as const satisfies Record<IncidentPage["state"], readonly [string, MarkName]>;

const columns: readonly Column<IncidentPage>[] = [
  { id: "state", title: "State", text: (row) => row.state, cell: (row) => <Badge tone={states[row.state][0]} mark={states[row.state][1]}>{row.state}</Badge> },
  { id: "title", title: "For", main: true, text: (row) => row.title, cell: (row) => <div className="two-lines"><Link to="/incidents/$id" params={{ id: row.incidentId }} data-row-link>{row.title}</Link><span className="muted small">{row.because}</span></div> },
  { id: "severity", title: "Severity", text: (row) => row.severity, cell: (row) => <SeverityBadge severity={row.severity} /> },
  { id: "policy", title: "Policy", text: (row) => row.policy, cell: (row) => <div className="two-lines">{row.policy}<span className="muted small"> {row.step} of {row.steps} steps done, round {row.round + 1} of {row.rounds}</span></div> },
  { id: "told", title: "Told", text: (row) => row.told.map(({ person, receiver }) => person ?? receiver ?? "nobody").join(" "), cell: (row) => <Told page={row} /> },
  { id: "next", title: "Next", text: (row) => row.next ?? "", cell: (row) => (row.state === "running" ? <span>{row.next ?? "gives up"} <Instant at={row.nextAt} none="" /></span> : <span className="muted">over</span>) },
  { id: "started", title: "Started", text: (row) => row.startedAt, cell: (row) => <Instant at={row.startedAt} /> },
  { id: "ended", title: "Answered", text: (row) => `${row.endedBy ?? ""} ${row.endedAt ?? ""}`, cell: (row) => (row.endedAt === null ? <Acknowledge page={row} /> : <span>{row.endedBy ?? "nobody"} <Instant at={row.endedAt} />{row.comment !== null && <span className="muted small prose">{row.comment}</span>}</span>) },
];

export const OncallPageTable = ({ list, empty }: { list: List<IncidentPage>; empty: ReactNode }) => <DataTable of="pages" list={list} columns={columns} keyOf={(row) => row.id} empty={empty} />;

function Told({ page: { told } }: { page: IncidentPage }) {
  if (told.length === 0) return <span className="gap">? nobody so far</span>;
  return (
    <details><summary>{formatNoun(told.filter(({ receiver }) => receiver !== null).length, "message")} to {[...new Set(told.map(({ person, target }) => person ?? target))].join(", ")}</summary>
      <ul className="plain-list small">{told.map((one, index) => <li key={index}><Instant at={one.at} as="absolute" /> {one.target}: {one.receiver === null ? <span className="gap">{one.person ?? "nobody"}, not told: {one.why}</span> : <>{one.person ?? ""} at {one.receiver}</>}</li>)}</ul>
    </details>
  );
}

function Acknowledge({ page }: { page: IncidentPage }) {
  const canWrite = useCan("write");
  const { run, running } = useChange<void>(() => ({ path: `/pages/${encodeURIComponent(page.id)}/acknowledge`, method: "POST", body: {} }), ["/pages", "/incidents", "/now"]);
  if (!canWrite || page.state !== "running") return <span className="muted">nobody</span>;
  return <button type="button" className="button button-small" disabled={running} aria-label={`Acknowledge: ${page.title}`} onClick={() => void run().then(() => tell("Acknowledged: nobody else is told"), (cause: unknown) => tellProblem("It could not be acknowledged", cause))}>Acknowledge</button>;
}
