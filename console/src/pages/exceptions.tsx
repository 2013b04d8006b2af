// Exceptions: what is left out of detections, by whom, why and until when, how often, and which of them hide an attack.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import "../app/styles/alerts.css";
import { useFollow } from "../api/follow.ts";
import { useCan, useChange, useResource } from "../api/queries.ts";
import type { Exception } from "../api/runtime-shapes.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { Badge } from "../lists/badges.tsx";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DataTable } from "../lists/data-table.tsx";
import { ExceptionBadge } from "../lists/detection-badges.tsx";
import { heldList } from "../lists/held-list.ts";
import { Skeleton } from "../lists/loading.tsx";
import { Card, Facts, Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Due, Instant } from "../shell/instant.tsx";
import { RuntimeNav } from "../shell/runtime-nav.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";

export function ExceptionsPage() {
  const { url, set } = useUrl();
  useFollow(["exception", "detection"], ["/exceptions"]);
  return (
    <Page title="Exceptions" lead={<p>What is left out of detections, by whom, why and until when. What they leave out is kept and counted; it only tells nobody.</p>} actions={<Link to="/runtime" search={{ q: "is:open" }} className="button">From detections…</Link>}>
      <RuntimeNav />
      <OnlyNow what="Exceptions" />
      {url.id === undefined ? <All /> : <One id={url.id} onClose={() => set({ id: undefined })} />}
    </Page>
  );
}

const Idle = ({ exception: { idle } }: { exception: Exception }) => (idle ? <Badge tone="medium" mark="bar" title="It has left nothing out for 90 days: revoke it">idle</Badge> : null);

const Forced = ({ exception: { forced } }: { exception: Exception }) => (forced === null ? null : <Badge tone="critical" mark="octagon" title={`It hides samples of attacks: ${forced}`}>hides an attack</Badge>);

const columns = (open: (id: string) => void): readonly Column<Exception>[] => [
  { id: "state", title: "State", text: (row) => row.state, cell: (row) => <span className="line"><ExceptionBadge state={row.state} /><Idle exception={row} /><Forced exception={row} /></span> },
  { id: "title", title: "Exception", main: true, text: (row) => row.title, cell: (row) => <div className="two-lines"><button type="button" className="route-open" data-row-link onClick={() => open(row.id)}>{row.title}</button><span className="muted small prose">{row.reason}</span>{row.forced !== null && <span className="small tone-text-critical prose">Forced: {row.forced}</span>}</div> },
  { id: "reason", title: "Reason", text: (row) => row.reason, exportOnly: true }, { id: "forced", title: "Forced", text: (row) => row.forced ?? "", exportOnly: true }, { id: "text", title: "Filter", text: (row) => row.text, exportOnly: true },
  { id: "owner", title: "Owner", text: (row) => row.owner, cell: (row) => <div className="two-lines"><span>{row.owner}</span><span className="muted small">made by {row.createdBy}</span></div> },
  { id: "expires", title: "Ends", text: (row) => row.expiresAt, cell: (row) => (row.state === "in-force" ? <Due at={row.expiresAt} /> : row.revokedAt !== null ? <span>revoked <Instant at={row.revokedAt} /></span> : <Instant at={row.expiresAt} />) },
  { id: "hits", title: "Left out", align: "end", text: (row) => String(row.hits), cell: (row) => formatCount(row.hits) },
  { id: "last", title: "Last", text: (row) => row.lastHitAt ?? "", cell: (row) => <Instant at={row.lastHitAt} none="nothing yet" /> },
  { id: "act", title: "Action", cell: (row) => <Revoke exception={row} /> },
];

function Revoke({ exception }: { exception: Exception }) {
  const canWrite = useCan("write");
  const change = useChange<void>(() => ({ path: `/exceptions/${encodeURIComponent(exception.id)}/revoke`, method: "POST" }), ["/exceptions", "/runtime"]);
  if (exception.state !== "in-force") return <span className="muted">over</span>;
  if (!canWrite) return <span className="muted">needs write</span>;
  return <ConfirmButton text="Revoke" confirm="Revoke now" disabled={change.running} onConfirm={() => change.run().then(() => tell("Revoked: from the next event on it is detected again"), (cause: unknown) => tellProblem("It was not revoked", cause))} />;
}

const states = ["in-force", "expired", "revoked"] as const;

function All() {
  const { url, set } = useUrl();
  const { data, problem } = useResource<{ items: Exception[] }>("/exceptions");
  const state = states.find((each) => each === url.state);
  if (problem) return <ProblemPanel problem={problem} what="The exceptions could not be read" />;
  if (!data) return <Skeleton />;
  const shown = data.items.filter((row) => state === undefined || row.state === state);
  return (
    <>
      <div className="choices" role="group" aria-label="State">
        <button type="button" className="button" aria-pressed={state === undefined} onClick={() => set({ state: undefined })}>All {formatCount(data.items.length)}</button>
        {states.map((each) => <button key={each} type="button" className="button" aria-pressed={state === each} onClick={() => set({ state: each })}>{each.replace("-", " ")} {formatCount(data.items.filter((row) => row.state === each).length)}</button>)}
      </div>
      <DataTable of="exceptions" list={heldList(shown, "/exceptions")} columns={columns((id) => set({ id }))} keyOf={(row) => row.id} empty={<Empty title={state === undefined ? "Nothing is left out of detections." : "None stands so."}><p>An exception is made from detections: choose them in the list, and the narrowest filter that covers them is drafted, with what it would remove and which attacks it would hide.</p></Empty>} />
    </>
  );
}

function One({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: exception, problem } = useResource<Exception>(`/exceptions/${encodeURIComponent(id)}`);
  const [isShown, setShown] = useState(true);
  const back = <div className="row"><button type="button" className="button" onClick={onClose}>All exceptions</button></div>;
  if (problem) return <>{back}<ProblemPanel problem={problem} what="This exception could not be read" /></>;
  if (!exception) return <Skeleton />;
  return (
    <>
      {back}
      <Card title={exception.title}>
        <p className="line"><ExceptionBadge state={exception.state} /><Idle exception={exception} /><Forced exception={exception} /></p>
        {exception.forced !== null && <p className="note note-bad"><strong>It hides samples of attacks.</strong> {exception.forced}</p>}
        <Facts facts={[["Reason", exception.reason], ["Owner", exception.owner], ["Made", <><Instant at={exception.createdAt} as="absolute" /> by {exception.createdBy}</>], ["Ends", <Instant at={exception.expiresAt} as="absolute" />], ["Revoked", exception.revokedAt === null ? "no" : <><Instant at={exception.revokedAt} as="absolute" /> by {exception.revokedBy ?? "someone"}</>], ["Left out", <>{formatNoun(exception.hits, "hit")}, the last <Instant at={exception.lastHitAt} none="never" />; <Link to="/runtime" search={{ q: "is:excepted", range: "30d" }}>excepted detections</Link></>], ["Id", <code className="break">{exception.id}</code>]]} />
        <div className="row"><Revoke exception={exception} /><button type="button" className="button" aria-pressed={isShown} onClick={() => setShown(!isShown)}>{isShown ? "Hide the filter" : "Show the filter"}</button></div>
        {isShown && <pre className="raw" tabIndex={0} aria-label="Filter">{exception.text}</pre>}
      </Card>
    </>
  );
}
