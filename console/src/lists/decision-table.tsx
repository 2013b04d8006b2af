// Decisions: what was said, about how much, by whom, and whether it still holds.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useCan, useChange } from "../api/queries.ts";
import type { List } from "../api/queries.ts";
import type { Decision } from "../api/shapes.ts";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { Badge } from "./badges.tsx";
import type { Column } from "./column.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { DataTable } from "./data-table.tsx";

export const scopeText = (decision: Pick<Decision, "packageKey" | "service">): string => [decision.packageKey ?? "every package", decision.service === null ? "every service" : `in ${decision.service}`].join(", ");

const columns: readonly Column<Decision>[] = [
  { id: "kind", title: "Decision", main: true, text: (row) => row.kind, cell: (row) => <div className="two-lines"><strong>{row.kind.replaceAll("-", " ")}</strong>{row.justification !== null && <span className="muted small">{row.justification.replaceAll("_", " ")}</span>}</div> },
  { id: "about", title: "About", text: (row) => row.vulnerability, cell: (row) => <div className="two-lines"><Link to="/advisories/$id" params={{ id: row.vulnerability }} data-row-link>{row.vulnerability}</Link><span className="muted small">{scopeText(row)}</span></div> },
  { id: "reason", title: "Reason", text: (row) => row.reason, cell: (row) => <span className="prose">{row.reason}</span> },
  { id: "actor", title: "By", text: (row) => row.actor, cell: (row) => row.actor },
  { id: "from", title: "From", text: (row) => row.fromAt, cell: (row) => <Instant at={row.fromAt} as="day" /> },
  { id: "until", title: "Until", text: (row) => row.untilAt ?? "", cell: (row) => <Instant at={row.revokedAt ?? row.untilAt} as="day" none="no end" /> },
  { id: "holds", title: "Holds", text: (row) => String(row.holds), cell: (row) => (row.holds ? <Badge tone="good" mark="check">holds</Badge> : <Badge tone="plain" mark="bar">{row.revokedAt === null ? "expired" : "revoked"}</Badge>) },
  { id: "revoke", title: "Action", cell: (row) => <RevokeButton decision={row} /> },
];

export const DecisionTable = ({ list, empty }: { list: List<Decision>; empty: ReactNode }) => <DataTable of="decisions" list={list} columns={columns} keyOf={(row) => row.id} empty={empty} />;

function RevokeButton({ decision }: { decision: Decision }) {
  const canWrite = useCan("write");
  const { run, running } = useChange<void>(() => ({ path: `/decisions/${decision.id}/revoke`, method: "POST" }), ["/decisions", "/findings", "/fixes", "/now", "/exposures", "/vulnerabilities"]);
  if (!canWrite || !decision.holds) return <span className="muted">none</span>;
  return <ConfirmButton text="Revoke" confirm="Revoke now" disabled={running} onConfirm={() => run().then(() => tell("Revoked: the findings it covered are open again"), (cause: unknown) => tellProblem("Revoking failed", cause))} />;
}
