// Services: whose they are, where they run, how much is open.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ReactNode } from "react";
import { useCan } from "../api/queries.ts";
import type { List } from "../api/queries.ts";
import type { Service } from "../api/shapes.ts";
import { formatCount } from "../app/format.ts";
import { OwnerDialog } from "../forms/owner-dialog.tsx";
import { Instant } from "../shell/instant.tsx";
import { Owner } from "./badges.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";
import { tokenFor } from "./query-tokens.ts";
import { RiskBar } from "./risk-bar.tsx";

const columns: readonly Column<Service>[] = [
  { id: "name", title: "Service", main: true, sort: { ascending: "name" }, text: (row) => row.name, cell: (row) => <Link to="/services/$id" params={{ id: row.id }} data-row-link>{row.name}</Link> },
  { id: "owner", title: "Owner", text: (row) => row.owner ?? "", cell: (row) => <Owner owner={row.owner} /> },
  { id: "live", title: "Live deployments", align: "end", text: (row) => String(row.liveDeployments), cell: (row) => <Link to="/services/$id" params={{ id: row.id }} search={{ tab: "deployments" }}>{formatCount(row.liveDeployments)}</Link> },
  { id: "releases", title: "Releases", align: "end", text: (row) => String(row.releases), cell: (row) => <Link to="/services/$id" params={{ id: row.id }} search={{ tab: "releases" }}>{formatCount(row.releases)}</Link> },
  { id: "open", title: "Open findings", align: "end", text: (row) => String(row.openFindings), cell: (row) => <Link to="/exposure" search={{ group: "finding", q: tokenFor("service", row.name) }}>{formatCount(row.openFindings)}</Link> },
  { id: "risk", title: "By priority", sort: { descending: "risk" }, text: (row) => `act ${row.risk.act}, attend ${row.risk.attend}, track* ${row.risk["track*"]}, track ${row.risk.track}`, cell: (row) => <RiskBar risk={row.risk} /> },
  { id: "created", title: "First seen", sort: { descending: "-created" }, text: (row) => row.createdAt, cell: (row) => <Instant at={row.createdAt} as="day" /> },
];

export function ServiceTable({ list, empty }: { list: List<Service>; empty: ReactNode }) {
  const [owning, setOwning] = useState<Service>();
  const canWrite = useCan("write");
  return (
    <>
      <DataTable of="services" list={list} columns={columns} keyOf={(row) => row.id} empty={empty} defaultSort="name" {...(canWrite ? { rowKeys: [{ keys: "o", about: "Assign an owner", run: setOwning }] } : {})} />
      {owning && <OwnerDialog service={owning} onClose={() => setOwning(undefined)} />}
    </>
  );
}
