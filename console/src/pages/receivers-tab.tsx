// Receivers: configured channels, what waits for them, and a test of each.
import { useState } from "react";
import { useCan, useChange, useResource } from "../api/queries.ts";
import type { Receiver } from "../api/shapes.ts";
import { formatCount } from "../app/format.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { ReceiverDialog } from "../forms/receiver-dialog.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { Skeleton } from "../lists/loading.tsx";
import { Facts } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";

export function ReceiversTab() {
  const { data, problem } = useResource<{ items: Receiver[] }>("/receivers");
  const [editing, setEditing] = useState<Receiver | "new">();
  const isAdmin = useCan("admin");
  if (problem) return <ProblemPanel problem={problem} what="The receivers could not be read" />;
  if (!data) return <Skeleton />;
  return (
    <div className="stack">
      {isAdmin && <div className="row"><button type="button" className="button button-main" onClick={() => setEditing("new")}>Add a receiver</button></div>}
      {data.items.length === 0 && <Empty title="Nobody can be told."><p>Findings are recorded, but no message leaves this server until a receiver and a route exist.</p></Empty>}
      <div className="cards">{data.items.map((receiver) => <ReceiverCard key={receiver.id} receiver={receiver} onEdit={() => setEditing(receiver)} />)}</div>
      {editing && <ReceiverDialog receiver={editing === "new" ? undefined : editing} onClose={() => setEditing(undefined)} />}
    </div>
  );
}

function ReceiverCard({ receiver, onEdit }: { receiver: Receiver; onEdit: () => void }) {
  const isAdmin = useCan("admin");
  const canWrite = useCan("write");
  const test = useChange<void>(() => ({ path: `/receivers/${receiver.id}/test`, method: "POST" }), ["/notices", "/receivers"]);
  const remove = useChange<void>(() => ({ path: `/receivers/${receiver.id}`, method: "DELETE" }), ["/receivers", "/routes"]);
  return (
    <section className="card">
      <h2>{receiver.id} <span className="muted">{receiver.channel}</span></h2>
      <Facts facts={[...Object.entries(receiver.settings).map(([name, value]) => [name, <code className="break">{value}</code>] as const), ["Waiting", formatCount(receiver.waiting)] as const, ["Dead", receiver.dead === 0 ? "0" : <span className="tone-text-critical">{formatCount(receiver.dead)}</span>] as const, ["Last sent", <Instant at={receiver.lastSentAt} />] as const]} />
      <div className="row">
        {canWrite && <button type="button" className="button" disabled={test.running} onClick={() => void test.run().then(() => tell(`A test notice is on its way to ${receiver.id}`), (cause: unknown) => tellProblem("The test could not be sent", cause))}>Send a test</button>}
        {isAdmin && <button type="button" className="button" onClick={onEdit}>Edit</button>}
        {isAdmin && <ConfirmButton text="Remove" confirm="Remove it now" disabled={remove.running} onConfirm={() => remove.run().then(() => tell(`${receiver.id} is removed`), (cause: unknown) => tellProblem("Removing failed", cause))} />}
      </div>
    </section>
  );
}
