// Deployments: which release runs on which endpoint, from when to when.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { List } from "../api/queries.ts";
import type { Deployment } from "../api/shapes.ts";
import { formatCount } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { Instant } from "../shell/instant.tsx";
import { Badge, ExposureBadge, Owner } from "./badges.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";

const columns: readonly Column<Deployment>[] = [
  { id: "release", title: "Release", main: true, text: (row) => `${row.service} ${row.version}`, cell: (row) => <Link to="/releases/$id" params={{ id: row.releaseId }} data-row-link>{row.service} {row.version}</Link> },
  { id: "endpoint", title: "Endpoint", text: (row) => row.endpoint, cell: (row) => <Link to="/endpoints/$id" params={{ id: row.endpointId }}>{row.endpoint}</Link> },
  { id: "environment", title: "Environment", text: (row) => row.environment, cell: (row) => row.environment },
  { id: "exposure", title: "Exposed to", text: (row) => row.exposure, cell: (row) => <ExposureBadge exposure={row.exposure} /> },
  { id: "owner", title: "Owner", text: (row) => row.owner ?? "", cell: (row) => <Owner owner={row.owner} /> },
  { id: "started", title: "Started", text: (row) => row.startedAt, cell: (row) => <Instant at={row.startedAt} /> },
  { id: "ended", title: "Ended", text: (row) => row.endedAt ?? "", cell: (row) => (row.endedAt === null ? <Badge tone="good" mark="circle">live</Badge> : <Instant at={row.endedAt} />) },
  { id: "open", title: "Open findings", align: "end", text: (row) => (row.hasSbom ? String(row.openFindings) : "unknown"), cell: (row) => (row.hasSbom ? formatCount(row.openFindings) : <Badge tone="unknown" mark="question" title="No SBOM: not zero, unknown">no SBOM</Badge>) },
];

export const DeploymentTable = ({ list, empty, hide = [] }: { list: List<Deployment>; empty: ReactNode; hide?: readonly string[] }) =>
  <DataTable of="deployments" list={list} columns={columns.filter((column) => !hide.includes(column.id))} keyOf={(row) => row.id} empty={empty} />;

/** Live, past or both: a choice in the URL. */
export function LiveChoice() {
  const { url, set } = useUrl();
  const options = [["true", "Live"], ["false", "Past"], ["", "Both"]] as const;
  return <div className="choices" role="group" aria-label="Live or past">{options.map(([value, name]) => <button key={name} type="button" className="button" aria-pressed={(url.live ?? "") === value} onClick={() => set({ live: value })}>{name}</button>)}</div>;
}
