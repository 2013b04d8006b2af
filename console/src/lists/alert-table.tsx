// Alerts: the table, a peek, and the way to a silence.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Alert } from "../api/alert-shapes.ts";
import { useCan } from "../api/queries.ts";
import type { List } from "../api/queries.ts";
import { severities } from "../api/incident-shapes.ts";
import { Instant } from "../shell/instant.tsx";
import { alertName, AlertStateBadge, Holders, Labels, Names } from "./alert-badges.tsx";
import { SeverityBadge } from "./badges.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";
import { labelsText } from "./matchers.ts";
import { Facts } from "./page.tsx";

/** A severity we know gets its mark; any other word of the sender stands as it is. */
export function AlertSeverity({ severity }: { severity: string | undefined }) {
  const known = severities.find((each) => each === severity);
  return known ? <SeverityBadge severity={known} /> : <span className={severity === undefined ? "gap" : ""}>{severity ?? "? not said"}</span>;
}

const columnsFor = (onPeek: (row: Alert) => void): readonly Column<Alert>[] => [
  { id: "state", title: "State", text: (row) => row.state, cell: (row) => <AlertStateBadge state={row.state} /> },
  { id: "alert", title: "Alert", main: true, text: (row) => `${alertName(row.labels)} ${labelsText(row.labels)}`, cell: (row) => <div className="two-lines"><button type="button" className="route-open" data-row-link onClick={() => onPeek(row)}>{alertName(row.labels)}</button><Labels labels={row.labels} without={["alertname", "severity"]} /></div> },
  { id: "severity", title: "Severity", text: (row) => row.labels["severity"] ?? "", cell: (row) => <AlertSeverity severity={row.labels["severity"]} /> },
  { id: "receivers", title: "Receivers", text: (row) => row.receivers.join(" "), cell: (row) => <Names names={row.receivers} none="? nobody" /> },
  { id: "held", title: "Kept quiet by", text: (row) => row.suppressedBy.map(({ why }) => why).join("; "), cell: (row) => <Holders holders={row.suppressedBy} /> },
  { id: "since", title: "Since", text: (row) => row.startsAt, cell: (row) => <Instant at={row.startsAt} /> },
  { id: "until", title: "Ended", text: (row) => row.endsAt ?? "", cell: (row) => <Instant at={row.state === "resolved" ? row.endsAt : null} none="goes on" /> },
];

export function AlertTable({ list, empty, peeked, onPeek, onSilence }: { list: List<Alert>; empty: ReactNode; peeked: Alert | undefined; onPeek: (alert: Alert | undefined) => void; onSilence: (labels: Alert["labels"]) => void }) {
  const canWrite = useCan("write");
  return <DataTable of="alerts" list={list} columns={columnsFor((row) => onPeek(peeked?.fingerprint === row.fingerprint ? undefined : row))} keyOf={(row) => row.fingerprint} empty={empty}
    rowKeys={[{ keys: "space", about: "Peek at the row", run: (row: Alert) => onPeek(row) }, ...(canWrite ? [{ keys: "z", about: "Silence the alert", run: (row: Alert) => onSilence(row.labels) }] : [])]} />;
}

export function AlertPeek({ alert, onSilence }: { alert: Alert; onSilence: (labels: Alert["labels"]) => void }) {
  const canWrite = useCan("write");
  const { summary, description, ...annotations } = alert.annotations;
  return (
    <div className="stack">
      <h2>{alertName(alert.labels)}</h2>
      <p className="line"><AlertStateBadge state={alert.state} /><AlertSeverity severity={alert.labels["severity"]} /></p>
      {(summary ?? description) !== undefined && <p>{summary ?? description}</p>}
      {summary !== undefined && description !== undefined && <p className="muted">{description}</p>}
      <Labels labels={alert.labels} />
      <Facts facts={[
        ["Receivers", <Names names={alert.receivers} none="? nobody" />], ["Routes", <Names names={alert.routes} none="? none" />], ["Kept quiet by", <Holders holders={alert.suppressedBy} />],
        ["Since", <Instant at={alert.startsAt} as="absolute" />], ["Ends", <Instant at={alert.endsAt} as="absolute" none="unknown until it is told" />], ["Last report", <Instant at={alert.updatedAt} />],
        ...Object.entries(annotations).map(([name, value]) => [name, <span className="break">{value}</span>] as const),
      ]} />
      <div className="row">
        {canWrite && alert.state !== "resolved" && <button type="button" className="button button-main" onClick={() => onSilence(alert.labels)}>Silence this</button>}
        <Link className="button" to="/routes" search={{ tab: "simulate", labels: labelsText(alert.labels) }}>Who gets this?</Link>
        <Link className="button" to="/alerts" search={{ tab: "suppressed", id: alert.fingerprint }}>What was not told</Link>
        {/^https?:/.test(alert.generatorUrl) && <a className="button" href={alert.generatorUrl} rel="noreferrer">Where it came from</a>}
      </div>
    </div>
  );
}
