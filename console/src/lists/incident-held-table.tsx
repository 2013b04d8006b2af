// Loose signals: held because one alone says little; with others on the same entity they open an incident.
import type { HeldSignal } from "../api/incident-shapes.ts";
import { useList } from "../api/queries.ts";
import { Instant } from "../shell/instant.tsx";
import { SeverityBadge } from "./badges.tsx";
import type { Column } from "./column.ts";
import { Empty } from "./coverage-sentence.tsx";
import { DataTable } from "./data-table.tsx";
import { Entities, SignalName } from "./incident-entities.tsx";

const columns: readonly Column<HeldSignal>[] = [
  { id: "severity", title: "Severity", text: (row) => row.signal.severity, cell: (row) => <SeverityBadge severity={row.signal.severity} /> },
  { id: "signal", title: "Signal", main: true, text: (row) => row.signal.title, cell: (row) => <SignalName signal={row.signal} /> },
  { id: "why", title: "Why it is held", text: (row) => row.why, cell: (row) => <span className="prose">{row.why}</span> },
  { id: "entities", title: "Seen with", text: (row) => row.signal.entities.map(({ kind, value }) => `${kind}:${value}`).join(" "), cell: (row) => <Entities entities={row.signal.entities} most={3} /> },
  { id: "at", title: "Happened", text: (row) => row.signal.at, cell: (row) => <Instant at={row.signal.at} /> },
  { id: "until", title: "Held until", text: (row) => row.until, cell: (row) => <Instant at={row.until} /> },
];

export function HeldTable() {
  const list = useList<HeldSignal>("/incidents/held");
  return (
    <>
      <p className="muted">One of these alone opens nothing. They wait for others that share a host, an address or a user: together they may show an attack that moves on.</p>
      <DataTable of="loose signals" list={list} columns={columns} keyOf={({ signal }) => signal.kind + signal.ref} empty={<Empty title="No loose signal is waiting."><p>Everything that was seen is in an incident, or said too little to be kept.</p></Empty>} />
    </>
  );
}
