// The activity lane: every fact about an incident as the ledger holds it, which nobody can edit; a fact can be pinned to the story.
import { Link } from "@tanstack/react-router";
import type { Incident } from "../api/incident-shapes.ts";
import { useChange, useList } from "../api/queries.ts";
import type { Fact } from "../api/shapes.ts";
import { formatCount } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { factSentence } from "./incident-facts.ts";
import { Skeleton } from "./loading.tsx";
import { ProblemPanel } from "./problem-panel.tsx";

export function ActivityLane({ incident, pinned, canWrite }: { incident: Incident; pinned: ReadonlySet<number>; canWrite: boolean }) {
  const { url, set } = useUrl();
  const oldest = url.sort === "oldest";
  const list = useList<Fact>(`/incidents/${encodeURIComponent(incident.id)}/activity`, { order: oldest ? "oldest" : "newest" });
  return (
    <section aria-label="Activity" className="lane">
      <header className="section-head"><h2>Activity</h2><span className="line"><span className="muted small">from the ledger, in order; nobody can edit it</span><button type="button" className="button button-small" onClick={() => set({ sort: oldest ? undefined : "oldest" })}>{oldest ? "Oldest first" : "Newest first"}</button></span></header>
      <OnlyNow what="The activity" />
      {list.problem && <ProblemPanel problem={list.problem} what="The activity could not be read" />}
      {list.loading && <Skeleton rows={5} />}
      <ol className="activity">{list.items.map((fact) => <Row key={fact.seq} fact={fact} incident={incident} pinned={pinned.has(fact.seq)} canWrite={canWrite} />)}</ol>
      <footer className="list-footer"><span>{formatCount(list.items.length)} of {formatCount(list.total ?? list.items.length)} facts</span>{list.more && <button type="button" className="button" disabled={list.loadingMore} onClick={list.more}>{list.loadingMore ? "Loading…" : "Load more"}</button>}</footer>
    </section>
  );
}

function Row({ fact, incident, pinned, canWrite }: { fact: Fact; incident: Incident; pinned: boolean; canWrite: boolean }) {
  const pin = useChange<object>((body) => ({ path: `/incidents/${encodeURIComponent(incident.id)}/story`, method: "POST", body }), ["/incidents"]);
  const sentence = factSentence(fact);
  return (
    <li className="activity-row">
      <p className="muted small"><Instant at={fact.at} as="absolute" /> · {fact.actor}</p>
      <details className="fact"><summary>{sentence}</summary>
        <pre tabIndex={0} aria-label={`Fact ${fact.seq}`}>{JSON.stringify(fact.body, null, 2)}</pre>
        <p className="small">Fact {formatCount(fact.seq)}, <code>{fact.kind}</code> about <code className="break">{fact.subject}</code>, bound by hash <code className="break">{fact.hash}</code>. <Link to="/ledger" search={{ subject: fact.subject }}>In the ledger</Link></p>
      </details>
      {canWrite && (pinned ? <span className="muted small">in the story</span> : <button type="button" className="button button-small" disabled={pin.running} aria-label={`Pin to the story: ${sentence}`} onClick={() => void pin.run({ text: sentence, factSeq: fact.seq }).then(() => tell("Pinned to the story"), (cause: unknown) => tellProblem("It was not pinned", cause))}>Pin</button>)}
    </li>
  );
}
