// Silences: who keeps what quiet until when, and whether it held anything.
import { useCan, useChange } from "../api/queries.ts";
import type { Silence } from "../api/alert-shapes.ts";
import type { List } from "../api/queries.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { SilenceStateBadge } from "./alert-badges.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";
import { matcherText } from "./matchers.ts";
import type { ReactNode } from "react";

const columnsFor = (onOpen: (row: Silence) => void, onEdit: (row: Silence) => void): readonly Column<Silence>[] => [
  { id: "state", title: "State", text: (row) => row.state, cell: (row) => <SilenceStateBadge state={row.state} /> },
  { id: "matchers", title: "Keeps quiet", main: true, text: (row) => row.matchersText, cell: (row) => <div className="two-lines"><button type="button" className="route-open" data-row-link onClick={() => onOpen(row)}><Matchers silence={row} /></button><span className="muted small">{row.comment}</span></div> },
  { id: "ends", title: "Until", text: (row) => row.endsAt, cell: (row) => <Instant at={row.endsAt} /> },
  { id: "starts", title: "From", text: (row) => row.startsAt, cell: (row) => <Instant at={row.startsAt} /> },
  { id: "author", title: "By", text: (row) => row.createdBy, cell: (row) => row.createdBy },
  { id: "comment", title: "Reason", text: (row) => row.comment, exportOnly: true },
  { id: "held", title: "Last held", text: (row) => row.lastHeldAt ?? "", cell: (row) => (row.lastHeldAt === null && row.state === "active" ? <span className="gap">? nothing so far</span> : <Instant at={row.lastHeldAt} none="nothing" />) },
  { id: "action", title: "Action", cell: (row) => <SilenceActions silence={row} onEdit={() => onEdit(row)} /> },
];

export const Matchers = ({ silence }: { silence: Silence }) => <span className="labels">{silence.matchers.map((matcher) => <span key={matcherText(matcher)} className="label">{matcherText(matcher)}</span>)}</span>;

export const SilenceTable = ({ list, empty, onOpen, onEdit }: { list: List<Silence>; empty: ReactNode; onOpen: (row: Silence) => void; onEdit: (row: Silence) => void }) =>
  <DataTable of="silences" list={list} columns={columnsFor(onOpen, onEdit)} keyOf={(row) => row.id} empty={empty} />;

export function SilenceActions({ silence, onEdit }: { silence: Silence; onEdit: () => void }) {
  const canWrite = useCan("write");
  const expire = useChange<void>(() => ({ path: `/silences/${encodeURIComponent(silence.id)}/expire`, method: "POST" }), ["/silences", "/alerts", "/suppressions"]);
  const about = silence.matchersText;
  if (!canWrite) return <span className="muted">none</span>;
  return (
    <span className="row-tight">
      <button type="button" className="button button-small" aria-label={`${silence.state === "expired" ? "Silence again" : "Change"}: ${about}`} onClick={onEdit}>{silence.state === "expired" ? "Again" : "Change"}</button>
      {silence.state !== "expired" && <ConfirmButton text="End" confirm="End it now" disabled={expire.running} onConfirm={() => expire.run().then(() => tell("The silence has ended"), (cause: unknown) => tellProblem("It could not be ended", cause))} />}
    </span>
  );
}
