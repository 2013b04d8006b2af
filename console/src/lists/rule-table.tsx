// Rules: what each looks at, where it stands, and how often it fired in 30 days.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { List } from "../api/queries.ts";
import type { Rule } from "../api/runtime-shapes.ts";
import { formatCount } from "../app/format.ts";
import { Instant } from "../shell/instant.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";
import { LevelBadge, Techniques } from "./detection-badges.tsx";
import { techniquesOf } from "./detection-tags.ts";
import { tokenFor } from "./query-tokens.ts";

export const logsourceText = ({ logsource: { product, category, service }, kind }: Pick<Rule, "logsource" | "kind">): string => [product, category, service].filter((part) => part !== null).join(" / ") || (kind === "correlation" ? "what its rules look at" : "every event");

const count = (id: "detections" | "dismissed" | "excepted", title: string): Column<Rule> => ({
  id, title, align: "end", text: (row) => String(row[id]),
  cell: (row) => (row[id] === 0 ? <span className="muted">0</span> : <Link to="/runtime" search={{ q: `${id === "detections" ? "is:all" : `is:${id}`} ${tokenFor("rule", row.id)}`, range: "30d" }}>{formatCount(row[id])}</Link>),
});

const columns: readonly Column<Rule>[] = [
  { id: "level", title: "Level", text: (row) => row.level, cell: (row) => <LevelBadge level={row.level} /> },
  { id: "title", title: "Rule", main: true, text: (row) => row.title, cell: (row) => <div className="two-lines"><Link to="/runtime/rules/$id" params={{ id: row.id }} data-row-link>{row.title}</Link><span className="muted small line"><span>{row.kind === "correlation" ? "correlation, " : ""}{logsourceText(row)}</span><Techniques tags={row.tags} none="" /></span></div> },
  { id: "id", title: "Id", text: (row) => row.id, exportOnly: true },
  { id: "attack", title: "ATT&CK", text: (row) => techniquesOf(row.tags).join(" "), exportOnly: true },
  { id: "status", title: "Status", text: (row) => row.status ?? "", cell: (row) => row.status ?? <span className="muted">not said</span> },
  count("detections", "Detections"),
  { id: "hits", title: "Hits", align: "end", text: (row) => String(row.hits), cell: (row) => (row.hits === 0 ? <span className="muted">0</span> : formatCount(row.hits)) },
  count("dismissed", "Dismissed"), count("excepted", "Excepted"),
  { id: "last", title: "Fired last", text: (row) => row.lastAt ?? "", cell: (row) => <Instant at={row.lastAt} none="not in 30 days" /> },
  { id: "place", title: "Where it stands", text: (row) => `${row.file}:${row.line}`, cell: (row) => <code className="small break">{row.file}:{row.line}</code> },
];

export const RuleTable = ({ list, empty }: { list: List<Rule>; empty: ReactNode }) => <DataTable of="rules" list={list} columns={columns} keyOf={(row) => row.id} empty={empty} />;
