// Exposures: one row per deployment at risk, live or past.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { List } from "../api/queries.ts";
import type { Exposure } from "../api/shapes.ts";
import { Due, Instant } from "../shell/instant.tsx";
import { ExposureBadge, OutcomeBadge, Owner, StateBadge } from "./badges.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";

const columns: readonly Column<Exposure>[] = [
  { id: "place", title: "Deployment", main: true, text: (row) => `${row.service} ${row.version} on ${row.endpoint}`, cell: (row) => <div className="two-lines"><Link to="/findings/$id" params={{ id: row.findingId }} data-row-link>{row.service} {row.version}</Link><span className="muted small">on <Link to="/endpoints/$id" params={{ id: row.endpointId }}>{row.endpoint}</Link>, {row.environment}</span></div> },
  { id: "vulnerability", title: "Advisory", text: (row) => row.vulnerability, cell: (row) => <Link to="/advisories/$id" params={{ id: row.vulnerability }} className="nowrap">{row.vulnerability}</Link> },
  { id: "component", title: "Component", text: (row) => row.component, cell: (row) => <Link to="/components/$purl" params={{ purl: row.component }}><code className="break">{row.component}</code></Link> },
  { id: "exposure", title: "Exposed to", text: (row) => row.exposure, cell: (row) => <ExposureBadge exposure={row.exposure} /> },
  { id: "priority", title: "Priority", text: (row) => row.outcome, cell: (row) => <OutcomeBadge outcome={row.outcome} /> },
  { id: "since", title: "Since", text: (row) => row.since, cell: (row) => <Instant at={row.since} as="day" /> },
  { id: "until", title: "Until", text: (row) => row.until ?? "", cell: (row) => (row.until === null ? <span className="muted">running</span> : <Instant at={row.until} as="day" />) },
  { id: "known", title: "Known", text: (row) => row.knownAt, cell: (row) => <Instant at={row.knownAt} /> },
  { id: "owner", title: "Owner", text: (row) => row.owner ?? "", cell: (row) => <Owner owner={row.owner} /> },
  { id: "due", title: "Due", text: (row) => row.dueAt ?? "", cell: (row) => <span title={row.clause}><Due at={row.dueAt} /></span> },
  { id: "fix", title: "Fix", text: (row) => row.fixVersion ?? "", cell: (row) => (row.fixVersion === null ? <span className="muted">none known</span> : <code>{row.fixVersion}</code>) },
  { id: "state", title: "State", text: (row) => row.state, cell: (row) => <StateBadge state={row.state} /> },
];

/** hide: columns that the page's own heading already says. */
export function ExposureTable({ list, empty, hide = [] }: { list: List<Exposure>; empty: ReactNode; hide?: readonly string[] }) {
  return <DataTable of="exposures" list={list} columns={columns.filter((column) => !hide.includes(column.id))} keyOf={(row) => `${row.findingId} ${row.deploymentId} ${row.component} ${row.since}`} empty={empty} />;
}
