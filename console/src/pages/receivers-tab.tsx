// Receivers: configured channels, how each fares, and a test of each.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ReactNode } from "react";
import { useCan, useChange, useResource } from "../api/queries.ts";
import type { Receiver } from "../api/shapes.ts";
import { formatCount, formatNoun, formatSpan } from "../app/format.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { ReceiverDialog } from "../forms/receiver-dialog.tsx";
import { Badge } from "../lists/badges.tsx";
import type { MarkName } from "../lists/badges.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { Skeleton } from "../lists/loading.tsx";
import { Facts } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";

const states = {
  off: ["critical", "octagon", "It is gone or was switched off: nothing is sent there. Saving or testing it switches it on again."],
  failing: ["critical", "triangle", "Nothing arrives while something waits."],
  paused: ["high", "half", "Its host is left alone for a moment after failures in a row."],
  unused: ["unknown", "question", "Nothing was ever sent there: whether it works is not known. Send a test."],
  good: ["good", "check", "What was sent arrived."],
} as const satisfies Record<Receiver["state"], readonly [string, MarkName, string]>;
const order = Object.keys(states);

export function ReceiversTab() {
  const { data, problem } = useResource<{ items: Receiver[] }>("/receivers");
  const [editing, setEditing] = useState<Receiver | "new">();
  const isAdmin = useCan("admin");
  if (problem) return <ProblemPanel problem={problem} what="The receivers could not be read" />;
  if (!data) return <Skeleton />;
  const worstFirst = data.items.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.dead - a.dead);
  return (
    <div className="stack">
      {isAdmin && <div className="row"><button type="button" className="button button-main" onClick={() => setEditing("new")}>Add a receiver</button></div>}
      {data.items.length === 0 && <Empty title="Nobody can be told."><p>Findings and incidents are recorded, but no message leaves this server until there is a receiver.</p></Empty>}
      <div className="cards">{worstFirst.map((receiver) => <ReceiverCard key={receiver.id} receiver={receiver} onEdit={() => setEditing(receiver)} />)}</div>
      {editing && <ReceiverDialog receiver={editing === "new" ? undefined : editing} others={data.items.filter((other) => other !== editing).map(({ id }) => id)} onClose={() => setEditing(undefined)} />}
    </div>
  );
}

function ReceiverCard({ receiver, onEdit }: { receiver: Receiver; onEdit: () => void }) {
  const isAdmin = useCan("admin");
  const canWrite = useCan("write");
  const id = encodeURIComponent(receiver.id);
  const test = useChange<void>(() => ({ path: `/receivers/${id}/test`, method: "POST" }), ["/notices", "/deliveries", "/receivers"]);
  const replay = useChange<void, { deliveries: number }>(() => ({ path: `/receivers/${id}/replay`, method: "POST" }), ["/notices", "/deliveries", "/receivers", "/now"]);
  const remove = useChange<void>(() => ({ path: `/receivers/${id}`, method: "DELETE" }), ["/receivers", "/routes"]);
  const [tone, mark, about] = states[receiver.state];
  return (
    <section className="card">
      <h2>{receiver.id} <span className="muted">{receiver.channel}</span> <Badge tone={tone} mark={mark} title={about}>{receiver.state}</Badge></h2>
      {receiver.state !== "good" && <p className={receiver.state === "unused" ? "muted" : "note note-bad"}>{receiver.offWhy ?? about}</p>}
      <Facts facts={[...Object.entries(receiver.settings).map(([name, value]) => [name, <code className="break">{value}</code>] as const), ...healthOf(receiver)]} />
      <div className="row">
        {canWrite && <button type="button" className="button" disabled={test.running} onClick={() => void test.run().then(() => tell(`A test notice is on its way to ${receiver.id}`), (cause: unknown) => tellProblem("The test could not be sent", cause))}>Send a test</button>}
        {canWrite && receiver.dead + receiver.refused > 0 && <ConfirmButton text="Send all of it again" confirm="Send it now" disabled={replay.running} onConfirm={() => replay.run().then(({ deliveries }) => tell(`${formatNoun(deliveries, "message")} queued again`), (cause: unknown) => tellProblem("It could not be queued", cause))} />}
        {isAdmin && <button type="button" className="button" aria-label={`Edit ${receiver.id}`} onClick={onEdit}>Edit</button>}
        {isAdmin && <ConfirmButton text="Remove" confirm="Remove it now" disabled={remove.running} onConfirm={() => remove.run().then(() => tell(`${receiver.id} is removed`), (cause: unknown) => tellProblem("Removing failed", cause))} />}
      </div>
    </section>
  );
}

type FactRow = readonly [string, ReactNode];

function healthOf({ id, common, waiting, oldestAt, dead, refused, lastSentAt, lastFailureAt, lastFailure, openSince, resumeAt, failingSince, offSince, heartbeatAt, p50Ms, p99Ms, limit }: Receiver): FactRow[] {
  const lost = (state: string, count: number): ReactNode => (count === 0 ? "0" : <Link to="/deliveries" search={{ tab: "deliveries", state, receiver: id }} className="tone-text-critical">{formatCount(count)}</Link>);
  const fallback = (common as { fallback?: string } | undefined)?.fallback;
  return [
    ["Waiting", waiting === 0 ? "0" : <>{formatCount(waiting)}, the oldest <Instant at={oldestAt} /></>], ["Given up", lost("dead", dead)], ["Refused", lost("refused", refused)], ["Last sent", <Instant at={lastSentAt} />],
    ["Latency", p50Ms === null || p99Ms === null ? <span className="muted">not known yet</span> : `${formatSpan(p50Ms)} median, ${formatSpan(p99Ms)} p99`],
    ...(lastFailureAt === null ? [] : [["Last failure", <><Instant at={lastFailureAt} /> <span className="break">{lastFailure}</span></>] as const]),
    ...(offSince === null ? [] : [["Off since", <Instant at={offSince} />] as const]), ...(failingSince === null ? [] : [["Failing since", <Instant at={failingSince} />] as const]),
    ...(openSince === null ? [] : [["Host left alone", <>since <Instant at={openSince} />, tried again <Instant at={resumeAt} /></>] as const]),
    ["Fallback", fallback ?? <span className="muted">none</span>], ["Limit", limit === null ? <span className="muted">none</span> : `${formatNoun(limit.messages, "message")} in ${formatSpan(limit.perMs)}`], ...(heartbeatAt === null ? [] : [["Heartbeat", <Instant at={heartbeatAt} />] as const]),
  ];
}
