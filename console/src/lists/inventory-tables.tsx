// Releases, components and endpoints: what was built, what is in it, where it can run.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { List } from "../api/queries.ts";
import type { Component, Endpoint, Release } from "../api/shapes.ts";
import { formatCount, formatNoun, shortDigest } from "../app/format.ts";
import { Instant } from "../shell/instant.tsx";
import { Badge, CriticalityBadge, ExposureBadge, Known } from "./badges.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";

interface TableProps<Row> { list: List<Row>; empty: ReactNode }

const figure = <Row,>(id: string, title: string, of: (row: Row) => number): Column<Row> => ({ id, title, align: "end", text: (row) => String(of(row)), cell: (row) => formatCount(of(row)) });

const releaseColumns: readonly Column<Release>[] = [
  { id: "release", title: "Release", main: true, text: (row) => `${row.service} ${row.version}`, cell: (row) => <Link to="/releases/$id" params={{ id: row.id }} data-row-link>{row.service} {row.version}</Link> },
  { id: "digest", title: "Digest", text: (row) => row.digest ?? "", cell: (row) => <Known>{row.digest && <code title={row.digest}>{shortDigest(row.digest)}</code>}</Known> },
  { id: "commit", title: "Commit", text: (row) => row.commit ?? "", cell: (row) => <Known>{row.commit && <code title={row.commit}>{row.commit.slice(0, 12)}</code>}</Known> },
  { id: "sbom", title: "SBOM", text: (row) => (row.sbom ? `${row.sbom.format} ${row.sbom.specVersion}` : "none"), cell: (row) => (row.sbom ? <span className="nowrap">{row.sbom.format} {row.sbom.specVersion}, {formatNoun(row.sbom.components, "component")}</span> : <Badge tone="unknown" mark="question" title="Nothing can be said about this release">no SBOM</Badge>) },
  figure("live", "Live deployments", (row) => row.liveDeployments),
  { id: "open", title: "Open findings", align: "end", text: (row) => (row.sbom ? String(row.openFindings) : "unknown"), cell: (row) => (row.sbom ? formatCount(row.openFindings) : <span className="gap" title="No SBOM: not zero, unknown">?</span>) },
  { id: "created", title: "First seen", text: (row) => row.createdAt, cell: (row) => <Instant at={row.createdAt} as="day" /> },
];
export const ReleaseTable = ({ list, empty }: TableProps<Release>) => <DataTable of="releases" list={list} columns={releaseColumns} keyOf={(row) => row.id} empty={empty} />;

const componentColumns: readonly Column<Component>[] = [
  { id: "component", title: "Component", main: true, text: (row) => row.purl, cell: (row) => <div className="two-lines"><Link to="/components/$purl" params={{ purl: row.purl }} data-row-link>{row.name} {row.version ?? ""}</Link><code className="muted small break">{row.purl}</code></div> },
  { id: "ecosystem", title: "Ecosystem", text: (row) => row.ecosystem ?? "", cell: (row) => (row.ecosystem === null ? <Badge tone="unknown" mark="question" title="No source covers it: taken, but not matched">not covered</Badge> : row.ecosystem) },
  figure("releases", "Releases", (row) => row.releases),
  figure("live", "Live deployments", (row) => row.liveDeployments),
  figure("open", "Open findings", (row) => row.openFindings),
];
export const ComponentTable = ({ list, empty }: TableProps<Component>) => <DataTable of="components" list={list} columns={componentColumns} keyOf={(row) => row.purl} empty={empty} />;

const endpointColumns: readonly Column<Endpoint>[] = [
  { id: "endpoint", title: "Endpoint", main: true, text: (row) => row.name, cell: (row) => <Link to="/endpoints/$id" params={{ id: row.id }} data-row-link>{row.name}</Link> },
  { id: "environment", title: "Environment", text: (row) => row.environment, cell: (row) => row.environment },
  { id: "exposure", title: "Exposed to", text: (row) => row.exposure, cell: (row) => <ExposureBadge exposure={row.exposure} /> },
  { id: "criticality", title: "Criticality", text: (row) => row.criticality, cell: (row) => <CriticalityBadge criticality={row.criticality} /> },
  figure("live", "Live deployments", (row) => row.liveDeployments),
  figure("open", "Open findings", (row) => row.openFindings),
  { id: "created", title: "First seen", text: (row) => row.createdAt, cell: (row) => <Instant at={row.createdAt} as="day" /> },
];
export const EndpointTable = ({ list, empty }: TableProps<Endpoint>) => <DataTable of="endpoints" list={list} columns={endpointColumns} keyOf={(row) => row.id} empty={empty} />;
