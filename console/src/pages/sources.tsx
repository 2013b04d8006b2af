// Sources: can I trust what I see; every feed with its age, lag and what it could not read.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useCan, useChange, useList, useResource } from "../api/queries.ts";
import type { Coverage, FeedReject, FeedStatus } from "../api/shapes.ts";
import { useNow } from "../app/clock.ts";
import { formatCount, formatNoun, formatShare, formatSpan } from "../app/format.ts";
import { FeedBadge } from "../lists/badges.tsx";
import type { Column } from "../lists/column.ts";
import { CoverageSentence, Empty } from "../lists/coverage-sentence.tsx";
import { DataTable } from "../lists/data-table.tsx";
import { Skeleton } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";

const runningRefreshMs = 2_000;

export function SourcesPage() {
  const [rejectsOf, setRejectsOf] = useState<string>();
  const [busy, setBusy] = useState(false);
  const feeds = useResource<{ items: FeedStatus[] }>("/feeds", {}, busy ? { refetchIntervalMs: runningRefreshMs } : {});
  const coverage = useResource<Coverage>("/coverage");
  const running = feeds.data?.items.some((feed) => feed.state === "running") ?? false;
  if (running !== busy) setBusy(running);
  return (
    <Page title="Sources" lead={coverage.data && <CoverageSentence coverage={coverage.data} />} actions={<Link to="/preview" className="button">Preview an advisory…</Link>}>
      <OnlyNow what="Sources" />
      {feeds.problem ? <ProblemPanel problem={feeds.problem} what="The feeds could not be read" /> : feeds.data ? <FeedTable feeds={feeds.data.items} onRejects={setRejectsOf} /> : <Skeleton />}
      {rejectsOf !== undefined && <Dialog title={`What ${rejectsOf} could not read`} onClose={() => setRejectsOf(undefined)} wide><Rejects feed={rejectsOf} /></Dialog>}
    </Page>
  );
}

const FeedTable = ({ feeds, onRejects }: { feeds: readonly FeedStatus[]; onRejects: (feed: string) => void }) => (
  <div className="table-region" role="region" aria-label="Table of feeds" tabIndex={0}>
    <table role="table">
      <thead role="rowgroup"><tr role="row">{["Feed", "State", "Last success", "Age of limit", "Records", "Not read", "Action"].map((title) => <th key={title} role="columnheader" scope="col">{title}</th>)}</tr></thead>
      <tbody role="rowgroup">{feeds.map((feed) => <FeedRow key={feed.id} feed={feed} onRejects={() => onRejects(feed.id)} />)}</tbody>
    </table>
  </div>
);

function FeedRow({ feed, onRejects }: { feed: FeedStatus; onRejects: () => void }) {
  return (
    <tr role="row">
      <td role="cell" data-title="Feed" className="cell-main"><div className="two-lines"><strong>{feed.id}</strong><span className="muted small prose">{feed.about}</span><details className="small"><summary>From where</summary><code className="break">{feed.baseUrl}</code>, licence {feed.licence}, asked every {formatSpan(feed.pollSeconds * 1000)}</details></div></td>
      <td role="cell" data-title="State"><div className="two-lines">{feed.enabled ? <FeedBadge state={feed.state} /> : <span className="muted">switched off; AFTWATCH_FEEDS turns it on</span>}<Progress feed={feed} />{feed.lastError !== null && feed.state !== "fresh" && <span className="small tone-text-critical prose">{feed.lastError}</span>}</div></td>
      <td role="cell" data-title="Last success"><Instant at={feed.lastSuccessAt} /></td>
      <td role="cell" data-title="Age of limit"><Lag feed={feed} /></td>
      <td role="cell" data-title="Records">{formatCount(feed.records)}</td>
      <td role="cell" data-title="Not read">{feed.rejects === 0 ? <span className="muted">none</span> : <button type="button" className="button button-small" onClick={onRejects}>{formatNoun(feed.rejects, "record")}</button>}</td>
      <td role="cell" data-title="Action"><SyncButton feed={feed} /></td>
    </tr>
  );
}

function Progress({ feed: { progress, id } }: { feed: FeedStatus }) {
  if (progress === null) return null;
  return <span className="small"><progress {...(progress.total === null ? {} : { value: progress.done, max: progress.total })} aria-label={`Sync of ${id}`} /> {formatCount(progress.done)}{progress.total !== null && ` of ${formatCount(progress.total)}`}</span>;
}

/** How much of its time a feed has used up before it counts as stale. */
function Lag({ feed: { lastSuccessAt, staleAfterSeconds } }: { feed: FeedStatus }) {
  const now = useNow();
  if (lastSuccessAt === null) return <span className="gap">? never read</span>;
  const ageMs = Math.max(0, now - Date.parse(lastSuccessAt));
  const share = ageMs / (staleAfterSeconds * 1000);
  return <span className={share > 1 ? "tone-text-critical nowrap" : "nowrap"}>{formatSpan(ageMs)} of {formatSpan(staleAfterSeconds * 1000)} ({formatShare(share)})</span>;
}

function SyncButton({ feed }: { feed: FeedStatus }) {
  const canWrite = useCan("write");
  const { run, running } = useChange<void>(() => ({ path: `/feeds/${feed.id}/sync`, method: "POST" }), ["/feeds", "/coverage"]);
  if (!canWrite) return <span className="muted">needs write</span>;
  return <button type="button" className="button" disabled={running || feed.state === "running" || !feed.enabled} onClick={() => void run().then(() => tell(`${feed.id} is being read`), (cause: unknown) => tellProblem(`${feed.id} could not be read`, cause))}>{feed.state === "running" ? "Running" : "Sync now"}<span className="visually-hidden">: {feed.id}</span></button>;
}

const rejectColumns: readonly Column<FeedReject>[] = [
  { id: "record", title: "Record", main: true, text: (row) => row.record, cell: (row) => <code className="break">{row.record}</code> },
  { id: "reason", title: "Reason", text: (row) => row.reason, cell: (row) => <span className="prose">{row.reason}</span> },
  { id: "at", title: "At", text: (row) => row.at, cell: (row) => <Instant at={row.at} /> },
];
const Rejects = ({ feed }: { feed: string }) => <DataTable of="records not read" list={useList<FeedReject>(`/feeds/${feed}/rejects`)} columns={rejectColumns} keyOf={(row) => row.record + row.at} empty={<Empty title="Every record was read." />} />;
