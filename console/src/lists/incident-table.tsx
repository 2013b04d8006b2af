// Incidents: the table, a peek, and what can be done with many at once.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import { ask } from "../api/client.ts";
import { refreshIncidents, useIncident } from "../api/incident-acts.ts";
import type { Incident } from "../api/incident-shapes.ts";
import { useCan } from "../api/queries.ts";
import type { List } from "../api/queries.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useAsOf } from "../app/url.ts";
import { Dialog } from "../shell/dialog.tsx";
import { Due, Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { Owner, SeverityBadge } from "./badges.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";
import { AttentionChips, incidentName, IncidentLink, KindName, NextAction, PhaseBadge } from "./incident-badges.tsx";
import { Facts } from "./page.tsx";

const columns: readonly Column<Incident>[] = [
  { id: "severity", title: "Severity", text: (row) => row.severity, cell: (row) => <SeverityBadge severity={row.severity} />, sort: { descending: "severity" } },
  { id: "incident", title: "Incident", main: true, text: (row) => `${incidentName(row.number)} ${row.title}`, cell: (row) => <div className="two-lines incident-cell"><IncidentLink number={row.number} data-row-link><span className="nowrap">{incidentName(row.number)}</span> {row.title}</IncidentLink><span className="line"><span className="muted small"><KindName kind={row.kind} /></span><AttentionChips attention={row.attention} /></span></div> },
  { id: "kind", title: "Kind", text: (row) => row.kind, exportOnly: true },
  { id: "phase", title: "Phase", text: (row) => row.phase, cell: (row) => <PhaseBadge phase={row.phase} /> },
  { id: "services", title: "Services", text: (row) => row.services.join(" "), cell: (row) => <div className="two-lines"><Services services={row.services} /><span className="muted small">{row.owner ?? <span className="gap">? no owner</span>}</span></div> },
  { id: "owner", title: "Owner", text: (row) => row.owner ?? "", exportOnly: true },
  { id: "members", title: "Live", align: "end", text: (row) => `${row.live} of ${row.members}`, cell: (row) => <span className="nowrap" title="Members that are not over, of all">{formatCount(row.live)} of {formatCount(row.members)}</span> },
  { id: "next", title: "Next", text: (row) => row.next?.text ?? "", cell: (row) => (row.open ? <NextAction next={row.next} /> : <span className="muted">over</span>) },
  { id: "due", title: "Next due", text: (row) => row.next?.dueAt ?? "", exportOnly: true },
  { id: "opened", title: "Opened", text: (row) => row.openedAt, cell: (row) => <Instant at={row.openedAt} />, sort: { descending: "opened" } },
  { id: "last", title: "Last signal", text: (row) => row.lastSignalAt, cell: (row) => <Instant at={row.lastSignalAt} />, sort: { descending: "last" } },
];
const shortColumns = columns.filter(({ id }) => id !== "last" && id !== "opened").map(({ sort: _sort, ...column }): Column<Incident> => column);
const shownServices = 2;

function Services({ services }: { services: readonly string[] }) {
  if (services.length === 0) return <span className="gap">? none known</span>;
  return <span title={services.join(", ")}>{services.slice(0, shownServices).join(", ")}{services.length > shownServices && ` and ${services.length - shownServices} more`}</span>;
}

/** short: among other things on a page, unsorted. */
export function IncidentTable({ list, empty, short = false }: { list: List<Incident>; empty: ReactNode; short?: boolean }) {
  const isNow = useAsOf() === undefined;
  const canWrite = useCan("write") && isNow;
  const [assigning, setAssigning] = useState<{ rows: readonly Incident[]; clear: () => void }>();
  const each = useEach();
  const acknowledge = (rows: readonly Incident[]): Promise<void> => each(rows.filter(({ open, acknowledgedAt }) => open && acknowledgedAt === null), "acknowledge", {}, "Acknowledged");
  return (
    <>
      <DataTable of="incidents" list={list} columns={short ? shortColumns : columns} keyOf={(row) => row.id} empty={empty} defaultSort="severity" peek={(row) => <Peek incident={row} />}
        {...(canWrite ? {
          rowKeys: [{ keys: "a", about: "Acknowledge the row", run: (row: Incident) => void acknowledge([row]) }, { keys: "o", about: "Assign the row", run: (row: Incident) => setAssigning({ rows: [row], clear: () => undefined }) }],
          bulk: (rows: readonly Incident[], clear: () => void) => (
            <>
              <button type="button" className="button" onClick={() => void acknowledge(rows).then(clear)}>Acknowledge</button>
              <button type="button" className="button" onClick={() => setAssigning({ rows, clear })}>Assign…</button>
            </>
          ),
        } : {})} />
      {assigning && <AssignMany rows={assigning.rows} onAssign={(owner) => each(assigning.rows, "assign", { owner }, `Assigned to ${owner}:`).then(assigning.clear)} onClose={() => setAssigning(undefined)} />}
    </>
  );
}

/** One by one, so that one failure does not stop the others; says how many went through and why one did not. */
function useEach(): (rows: readonly Incident[], verb: string, body: object, done: string) => Promise<void> {
  const client = useQueryClient();
  return async (rows, verb, body, done) => {
    if (rows.length === 0) return tell("Nothing to do: they are acknowledged, or over");
    const results = await Promise.allSettled(rows.map(({ id }) => ask(`/incidents/${encodeURIComponent(id)}/${verb}`, { method: "POST", body })));
    const failed = results.filter((result) => result.status === "rejected");
    if (failed[0]) tellProblem(`${failed.length} of ${formatNoun(rows.length, "incident")} were not changed`, failed[0].reason);
    else tell(`${done} ${formatNoun(rows.length, "incident")}`);
    await refreshIncidents(client);
  };
}

function AssignMany({ rows, onAssign, onClose }: { rows: readonly Incident[]; onAssign: (owner: string) => Promise<void>; onClose: () => void }) {
  const [owner, setOwner] = useState("");
  return (
    <Dialog title={`Who has ${rows.length === 1 ? incidentName(rows[0]?.number ?? 0) : formatNoun(rows.length, "incident")}`} onClose={onClose}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void onAssign(owner.trim()).then(onClose); }}>
        <label className="field"><span>Owner: a team or a person</span><input required maxLength={200} value={owner} onChange={(event) => setOwner(event.target.value)} /></label>
        <div className="row"><button type="submit" className="button button-main" disabled={owner.trim() === ""}>Assign</button></div>
      </form>
    </Dialog>
  );
}

function Peek({ incident }: { incident: Incident }) {
  const { detail } = useIncident(incidentName(incident.number));
  return (
    <div className="stack">
      <h2>{incidentName(incident.number)}</h2>
      <p><strong>{incident.title}</strong></p>
      <p className="line"><SeverityBadge severity={incident.severity} /><PhaseBadge phase={incident.phase} /><AttentionChips attention={incident.attention} /></p>
      <p>{detail?.verdict ?? incident.why}</p>
      <Facts facts={[["Owner", <Owner owner={incident.owner} />], ["Next", <NextAction next={incident.next} />], ...(incident.next?.dueAt ? [["Due", <Due at={incident.next.dueAt} />] as const] : []), ["Services", <Services services={incident.services} />], ["Started", <Instant at={incident.startedAt} as="absolute" />], ["Last signal", <Instant at={incident.lastSignalAt} />]]} />
      <IncidentLink number={incident.number}>Open the incident</IncidentLink>
    </div>
  );
}
