// Deliveries: every message to people, what became of it, and sending it again.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Attempt, Delivery, DeliveryDetail } from "../api/alert-shapes.ts";
import { useCan, useChange, useResource } from "../api/queries.ts";
import type { List } from "../api/queries.ts";
import { formatCount, formatSpan } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { Badge } from "./badges.tsx";
import type { MarkName } from "./badges.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";
import { Skeleton } from "./loading.tsx";
import { Facts } from "./page.tsx";
import { PeekPanel } from "./peek-panel.tsx";
import { ProblemPanel } from "./problem-panel.tsx";

/** Those that need someone first. */
export const deliveryStates: Readonly<Record<string, readonly [tone: string, mark: MarkName]>> = { dead: ["critical", "octagon"], refused: ["high", "triangle"], "no-receiver": ["unknown", "question"], waiting: ["plain", "ring"], sending: ["accent", "half"], sent: ["good", "check"], suppressed: ["plain", "bar"] };

export function DeliveryStateBadge({ state }: { state: string }) {
  const [tone, mark] = deliveryStates[state] ?? ["unknown", "question"];
  return <Badge tone={tone} mark={mark}>{state === "no-receiver" ? "no receiver" : state}</Badge>;
}

const columnsFor = (onOpen: (row: Delivery) => void): readonly Column<Delivery>[] => [
  { id: "title", title: "Message", main: true, text: (row) => row.title, cell: (row) => <div className="two-lines"><button type="button" className="route-open" data-row-link onClick={() => onOpen(row)}>{row.title}</button><span className="muted small">{row.kind}, {row.severity}</span></div> },
  { id: "receiver", title: "Receiver", text: (row) => row.receiver ?? "", cell: (row) => row.receiver ?? <span className="gap">? no receiver</span> },
  { id: "state", title: "State", text: (row) => row.state, cell: (row) => <DeliveryStateBadge state={row.state} /> },
  { id: "attempts", title: "Attempts", align: "end", text: (row) => String(row.attempts), cell: (row) => formatCount(row.attempts) },
  { id: "why", title: "Why", text: (row) => row.why ?? "", cell: (row) => (row.why === null ? <span className="muted">nothing to say</span> : <span className="prose">{row.why}</span>) },
  { id: "created", title: "Made", text: (row) => row.createdAt, cell: (row) => <Instant at={row.createdAt} /> },
  { id: "sent", title: "Sent", text: (row) => row.sentAt ?? "", cell: (row) => <Instant at={row.sentAt} none="not sent" /> },
  { id: "next", title: "Next attempt", text: (row) => row.nextAttemptAt ?? "", cell: (row) => <Instant at={row.nextAttemptAt} none="none" /> },
  { id: "replay", title: "Action", cell: (row) => <ReplayButton delivery={row} /> },
];

/** The open one is in the URL, so that a link shows its attempts. */
export function DeliveryTable({ list, empty }: { list: List<Delivery>; empty: ReactNode }) {
  const { url, set } = useUrl();
  return (
    <>
      <DataTable of="deliveries" list={list} columns={columnsFor(({ id }) => set({ id: url.id === id ? undefined : id }))} keyOf={(row) => row.id} empty={empty} />
      {url.id !== undefined && <PeekPanel onClose={() => set({ id: undefined })}><DeliveryDrawer key={url.id} id={url.id} /></PeekPanel>}
    </>
  );
}

function ReplayButton({ delivery }: { delivery: Delivery }) {
  const canWrite = useCan("write");
  const { run, running } = useChange<void>(() => ({ path: `/deliveries/${encodeURIComponent(delivery.id)}/replay`, method: "POST" }), ["/deliveries", "/notices", "/receivers", "/now"]);
  if (!canWrite || !["dead", "refused", "sent"].includes(delivery.state)) return <span className="muted">none</span>;
  return <button type="button" className="button button-small" disabled={running} aria-label={`Send again: ${delivery.title}`} onClick={() => void run().then(() => tell("Queued again"), (cause: unknown) => tellProblem("It could not be queued", cause))}>Send again</button>;
}

function DeliveryDrawer({ id }: { id: string }) {
  const { data, problem } = useResource<DeliveryDetail>(`/deliveries/${encodeURIComponent(id)}`);
  const { url } = useUrl();
  if (problem) return <ProblemPanel problem={problem} what="This delivery could not be read" />;
  if (!data) return <Skeleton rows={5} />;
  const { delivery, attempts, together } = data;
  return (
    <div className="stack">
      <h2>{delivery.title}</h2>
      <p className="line"><DeliveryStateBadge state={delivery.state} /><span className="muted">{delivery.kind}, {delivery.severity}</span></p>
      {delivery.why !== null && <p className="note">{delivery.why}</p>}
      {delivery.state === "suppressed" && <Link to="/alerts" search={{ tab: "suppressed", id: delivery.groupKey }}>What held it</Link>}
      <Facts facts={[
        ["Receiver", delivery.receiver ?? <span className="gap">? no receiver</span>], ...(delivery.because === null ? [] : [["Why here", delivery.because] as const]), ["Made", <Instant at={delivery.createdAt} as="absolute" />], ["Sent", <Instant at={delivery.sentAt} as="absolute" none="not sent" />],
        ["Next attempt", <Instant at={delivery.nextAttemptAt} none="none" />], ...(delivery.handedAt === null ? [] : [["To fallback", <Instant at={delivery.handedAt} as="absolute" />] as const]), ["Story", <code className="break">{delivery.groupKey}</code>], ["Message", delivery.message === null ? <span className="muted">not made yet</span> : <code className="break">{delivery.message}</code>], ["Delivery", <code className="break">{delivery.id}</code>],
      ]} />
      <h3>Attempts</h3>
      {attempts.length === 0 ? <p className="muted">None was made.</p> : <ol className="attempts">{attempts.map((attempt) => <AttemptRow key={attempt.number} attempt={attempt} />)}</ol>}
      {together.length > 1 && <><h3>Went in the same message</h3><ul>{together.map((other) => <li key={other.id}><Link to="/deliveries" search={{ ...url, id: other.id }}>{other.title}</Link></li>)}</ul></>}
      <ReplayButton delivery={delivery} />
    </div>
  );
}

function AttemptRow({ attempt }: { attempt: Attempt }) {
  return (
    <li className={`attempt-${attempt.outcome ?? "running"}`}>
      <span><strong>{formatCount(attempt.number)}. {attempt.outcome ?? "under way"}</strong> <Instant at={attempt.at} as="absolute" /></span>
      <span className="muted small">{attempt.latencyMs === null ? "no answer so far" : `took ${formatSpan(attempt.latencyMs)}`}, by {attempt.worker}</span>
      {attempt.why !== null && <span className="break">{attempt.why}</span>}
    </li>
  );
}
