// Notices: what was sent to whom, what waits, what failed and can be sent again.
import { useCan, useChange, useList } from "../api/queries.ts";
import type { Delivery } from "../api/shapes.ts";
import { useUrl } from "../app/url.ts";
import { Badge } from "../lists/badges.tsx";
import type { MarkName } from "../lists/badges.tsx";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DataTable } from "../lists/data-table.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";

const states: Readonly<Record<string, readonly [tone: string, mark: MarkName]>> = { sent: ["good", "check"], waiting: ["plain", "half"], sending: ["accent", "half"], refused: ["high", "triangle"], dead: ["critical", "octagon"], "no-receiver": ["unknown", "question"] };

const columns: readonly Column<Delivery>[] = [
  { id: "title", title: "Notice", main: true, text: (row) => row.title, cell: (row) => <div className="two-lines"><strong>{row.title}</strong><span className="muted small">{row.kind}, {row.severity}</span></div> },
  { id: "receiver", title: "Receiver", text: (row) => row.receiver ?? "", cell: (row) => row.receiver ?? <span className="gap">? no receiver</span> },
  { id: "state", title: "State", text: (row) => row.state, cell: (row) => { const [tone, mark] = states[row.state] ?? ["unknown", "question"]; return <Badge tone={tone} mark={mark}>{row.state}</Badge>; } },
  { id: "attempts", title: "Attempts", align: "end", text: (row) => String(row.attempts), cell: (row) => row.attempts },
  { id: "why", title: "Why", text: (row) => row.why ?? "", cell: (row) => <span className="prose">{row.why ?? <span className="muted">nothing to say</span>}</span> },
  { id: "created", title: "Made", text: (row) => row.createdAt, cell: (row) => <Instant at={row.createdAt} /> },
  { id: "sent", title: "Sent", text: (row) => row.sentAt ?? "", cell: (row) => <Instant at={row.sentAt} none="not sent" /> },
  { id: "next", title: "Next attempt", text: (row) => row.nextAttemptAt ?? "", cell: (row) => <Instant at={row.nextAttemptAt} none="none" /> },
  { id: "replay", title: "Action", cell: (row) => <ReplayButton delivery={row} /> },
];

export function NoticesTab() {
  const { url, set } = useUrl();
  const state = url.state !== undefined && url.state in states ? url.state : undefined;
  const list = useList<Delivery>("/notices", { state });
  return (
    <div className="stack">
      <div className="choices" role="group" aria-label="State">
        <button type="button" className="button" aria-pressed={state === undefined} onClick={() => set({ state: undefined })}>All</button>
        {Object.keys(states).map((each) => <button key={each} type="button" className="button" aria-pressed={state === each} onClick={() => set({ state: each })}>{each}</button>)}
      </div>
      <DataTable of="notices" list={list} columns={columns} keyOf={(row) => row.id} empty={<Empty title={state === undefined ? "No notice was raised yet." : `No notice is ${state}.`}><p>A notice is raised when a finding opens, escalates or is fixed, and when a source goes stale.</p></Empty>} />
    </div>
  );
}

function ReplayButton({ delivery }: { delivery: Delivery }) {
  const canWrite = useCan("write");
  const { run, running } = useChange<void>(() => ({ path: `/deliveries/${delivery.id}/replay`, method: "POST" }), ["/notices", "/receivers", "/now"]);
  if (!canWrite || !["dead", "refused", "sent"].includes(delivery.state)) return <span className="muted">none</span>;
  return <button type="button" className="button button-small" disabled={running} aria-label={`Send again: ${delivery.title}`} onClick={() => void run().then(() => tell("Queued again"), (cause: unknown) => tellProblem("It could not be queued", cause))}>Send again</button>;
}
