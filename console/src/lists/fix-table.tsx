// Fixes: one change per row, the one that removes most risk first.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { List } from "../api/queries.ts";
import type { Fix } from "../api/shapes.ts";
import { formatCount, formatNoun, formatShare } from "../app/format.ts";
import { Due } from "../shell/instant.tsx";
import { OutcomeBadge } from "./badges.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";
import { tokenFor } from "./query-tokens.ts";

// The rows behind every number of a fix.
const rows = (fix: Fix): string => tokenFor("package", fix.packageKey);
const figure = (id: keyof Fix & string, title: string, of: (fix: Fix) => number): Column<Fix> => ({ id, title, align: "end", text: (fix) => String(of(fix)), cell: (fix) => formatCount(of(fix)) });

const columns: readonly Column<Fix>[] = [
  { id: "fix", title: "Change", main: true, text: (fix) => `${fix.packageKey} to ${fix.fixVersion ?? "no fix known"}`, cell: (fix) => <div className="two-lines"><Link to="/exposure" search={{ group: "finding", q: rows(fix) }} data-row-link>{fix.packageKey}</Link><span className="muted small">{fix.fixVersion === null ? "no fixed version is known" : <>to <code>{fix.fixVersion}</code></>}</span></div> },
  { id: "priority", title: "Priority", text: (fix) => fix.outcome, cell: (fix) => <OutcomeBadge outcome={fix.outcome} /> },
  { id: "findings", title: "Removes", align: "end", text: (fix) => String(fix.findings), cell: (fix) => <Link to="/exposure" search={{ group: "finding", q: rows(fix) }} className="nowrap">{formatNoun(fix.findings, "finding")}</Link> },
  figure("deployments", "Deployments", (fix) => fix.deployments),
  figure("services", "Services", (fix) => fix.services),
  figure("internet", "Internet", (fix) => fix.internet),
  { id: "kev", title: "KEV", align: "end", text: (fix) => String(fix.kev), cell: (fix) => (fix.kev === 0 ? <span className="muted">0</span> : <Link to="/exposure" search={{ group: "finding", q: `${rows(fix)} is:kev` }} className="tone-text-critical">{formatCount(fix.kev)}</Link>) },
  { id: "epss", title: "Max EPSS", align: "end", text: (fix) => fix.maxEpss?.toString() ?? "unknown", cell: (fix) => (fix.maxEpss === null ? <span className="muted">?</span> : formatShare(fix.maxEpss)) },
  { id: "due", title: "Due", text: (fix) => fix.dueAt ?? "next upgrade", cell: (fix) => <Due at={fix.dueAt} /> },
  { id: "owners", title: "Owners", text: (fix) => fix.owners.join(" "), cell: (fix) => (fix.owners.length === 0 ? <span className="gap">? none</span> : fix.owners.join(", ")) },
];

export const FixTable = ({ list, empty }: { list: List<Fix>; empty: ReactNode }) => <DataTable of="fixes" list={list} columns={columns} keyOf={(fix) => fix.key} empty={empty} />;
