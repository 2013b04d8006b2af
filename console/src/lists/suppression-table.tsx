// What was not told, and what held it.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Suppression } from "../api/alert-shapes.ts";
import type { List } from "../api/queries.ts";
import { formatCount } from "../app/format.ts";
import { Instant } from "../shell/instant.tsx";
import { HolderLink } from "./alert-badges.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";

const columns: readonly Column<Suppression>[] = [
  { id: "title", title: "Not told", main: true, text: (row) => row.title, cell: (row) => <div className="two-lines"><strong>{row.title}</strong><span className="muted small break">{row.subject}</span></div> },
  { id: "by", title: "Held by", text: (row) => `${row.by} ${row.byId}`, cell: (row) => <HolderLink by={row.by} byId={row.byId} /> },
  { id: "why", title: "Why", text: (row) => row.why, cell: (row) => <span className="prose">{row.why}</span> },
  { id: "target", title: "Meant for", text: (row) => row.target, cell: (row) => (row.target === "" ? <span className="muted">everybody</span> : <Link to="/deliveries" search={{ receiver: row.target }}>{row.target}</Link>) },
  { id: "times", title: "Times", align: "end", text: (row) => String(row.times), cell: (row) => formatCount(row.times) },
  { id: "first", title: "First", text: (row) => row.firstAt, cell: (row) => <Instant at={row.firstAt} /> },
  { id: "last", title: "Last", text: (row) => row.lastAt, cell: (row) => <Instant at={row.lastAt} /> },
];

export const SuppressionTable = ({ list, empty }: { list: List<Suppression>; empty: ReactNode }) => <DataTable of="suppressions" list={list} columns={columns} keyOf={(row) => `${row.by} ${row.byId} ${row.subject} ${row.target}`} empty={empty} />;
