// Facts of the ledger in their order: what happened, to what, said by whom, and the hash that binds it.
import type { ReactNode } from "react";
import type { List } from "../api/queries.ts";
import type { Fact } from "../api/shapes.ts";
import { formatCount } from "../app/format.ts";
import { Instant } from "../shell/instant.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";

const columns: readonly Column<Fact>[] = [
  { id: "seq", title: "No.", align: "end", text: (row) => String(row.seq), cell: (row) => formatCount(row.seq) },
  { id: "kind", title: "Fact", main: true, text: (row) => row.kind, cell: (row) => <details className="fact"><summary data-row-link>{row.kind}</summary><pre>{JSON.stringify(row.body, null, 2)}</pre></details> },
  { id: "at", title: "At", text: (row) => row.at, cell: (row) => <Instant at={row.at} as="absolute" /> },
  { id: "subject", title: "Subject", text: (row) => row.subject, cell: (row) => <code className="break">{row.subject}</code> },
  { id: "actor", title: "By", text: (row) => row.actor, cell: (row) => row.actor },
  { id: "hash", title: "Hash", text: (row) => row.hash, cell: (row) => <code title={row.hash}>{row.hash.slice(0, 12)}…</code> },
];

export const FactTable = ({ list, empty }: { list: List<Fact>; empty: ReactNode }) => <DataTable of="facts" list={list} columns={columns} keyOf={(row) => String(row.seq)} empty={empty} />;
