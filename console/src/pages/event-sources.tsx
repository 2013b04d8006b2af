// Event sources: who sends events, when each was last heard, and whether its path to a detection is proven by a canary.
import { Link } from "@tanstack/react-router";
import { useFollow } from "../api/follow.ts";
import { useCan, useChange, useResource } from "../api/queries.ts";
import type { EventSource } from "../api/runtime-shapes.ts";
import { formatCount, formatNoun, formatSpan } from "../app/format.ts";
import { CopyCommand } from "../forms/copy-command.tsx";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DataTable } from "../lists/data-table.tsx";
import { CanaryBadge, SourceStateBadge } from "../lists/detection-badges.tsx";
import { heldList } from "../lists/held-list.ts";
import { Skeleton } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { tokenFor } from "../lists/query-tokens.ts";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Instant } from "../shell/instant.tsx";
import { RuntimeNav } from "../shell/runtime-nav.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";

const waitingRefreshMs = 2_000, restRefreshMs = 30_000;

export function EventSourcesPage() {
  const first = useResource<{ items: EventSource[] }>("/event-sources");
  const waits = first.data?.items.some(({ canary }) => canary === "waiting") ?? false;
  const { data, problem } = useResource<{ items: EventSource[] }>("/event-sources", {}, { refetchIntervalMs: waits ? waitingRefreshMs : restRefreshMs });
  useFollow(["source"], ["/event-sources"]);
  return (
    <Page title="Event sources" lead={<p>Who sends events, and whether they are heard. A canary goes the whole way of a source's events: without one that was seen, silence proves nothing.</p>} actions={<TestNow />}>
      <RuntimeNav />
      <OnlyNow what="Event sources" />
      {problem && !data ? <ProblemPanel problem={problem} what="The event sources could not be read" /> : data ? <Sources sources={data.items} /> : <Skeleton />}
    </Page>
  );
}

function TestNow() {
  const canWrite = useCan("write");
  const change = useChange<void, { sent: number }>(() => ({ path: "/event-sources/test", method: "POST" }), ["/event-sources", "/runtime"]);
  if (!canWrite) return null;
  const test = (): void => void change.run().then(({ sent }) => tell(sent === 0 ? "There is no source to test" : `Sent ${formatNoun(sent, "canary", "canaries")}`), (cause: unknown) => tellProblem("No canary was sent", cause));
  return <button type="button" className="button button-main" disabled={change.running} onClick={test}>{change.running ? "Sending…" : "Test now"}</button>;
}

const Silence = ({ source: { lastAt, state, staleSince } }: { source: EventSource }) =>
  <div className="two-lines"><Instant at={lastAt} />{state === "stale" && <span className="gap small">{staleSince === null ? "longer silent than usual" : <>stale since <Instant at={staleSince} /></>}</span>}</div>;

const columns: readonly Column<EventSource>[] = [
  { id: "source", title: "Source", main: true, text: (row) => row.name, cell: (row) => <div className="two-lines"><Link to="/runtime" search={{ q: `is:all ${tokenFor("decoder", row.decoder)}` }} data-row-link>{row.name}</Link><span className="muted small">read by the decoder {row.decoder}, first heard <Instant at={row.firstAt} /></span></div> },
  { id: "decoder", title: "Decoder", text: (row) => row.decoder, exportOnly: true },
  { id: "state", title: "State", text: (row) => row.state, cell: (row) => <SourceStateBadge state={row.state} /> },
  { id: "last", title: "Last heard", text: (row) => row.lastAt, cell: (row) => <Silence source={row} /> },
  { id: "pause", title: "Stale after", text: (row) => String(row.staleAfterMs), cell: (row) => <span className="nowrap" title="Of what it usually pauses">{formatSpan(row.staleAfterMs)}</span> },
  { id: "canary", title: "Canary", text: (row) => row.canary, cell: (row) => <CanaryBadge source={row} /> },
  { id: "canary-ms", title: "Canary ms", text: (row) => String(row.canaryMs ?? ""), exportOnly: true },
  { id: "events", title: "Events", align: "end", text: (row) => String(row.events), cell: (row) => formatCount(row.events) },
  { id: "detections", title: "Detections", align: "end", text: (row) => String(row.detections), cell: (row) => formatCount(row.detections) },
  { id: "rejected", title: "Not read", text: (row) => String(row.rejected), cell: (row) => (row.rejected === 0 ? <span className="muted">none</span> : <div className="two-lines"><span>{formatNoun(row.rejected, "event")}</span>{row.lastReject !== null && <span className="small prose">{row.lastReject}</span>}</div>) },
];

const Sources = ({ sources }: { sources: EventSource[] }) => (
  <DataTable of="event sources" list={heldList(sources.toSorted(byNeed), "/event-sources")} columns={columns} keyOf={(row) => row.id}
    empty={<Empty title="Nobody has sent an event yet."><p>Point what already runs at this address; each format has a door of its own below /api/v1/ingest. For the log files of a host:</p><CopyCommand command="aftwatch watch /var/log/nginx/access.log /var/log/auth.log" /></Empty>} />
);

/** What cannot be trusted first. */
const need = ({ state, canary }: EventSource): number => (canary === "missing" ? 0 : state === "stale" ? 1 : canary === "ok" ? 3 : 2);
const byNeed = (a: EventSource, b: EventSource): number => need(a) - need(b) || (a.name < b.name ? -1 : 1);
