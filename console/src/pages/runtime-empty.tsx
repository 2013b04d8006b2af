// No detection: what that rests on. Only canaries that were seen, sources that are live and rules that are loaded make silence good news.
import { Link } from "@tanstack/react-router";
import { useResource } from "../api/queries.ts";
import type { EventSource, RuntimeOverview } from "../api/runtime-shapes.ts";
import { formatNoun, formatSpan } from "../app/format.ts";
import { CopyCommand } from "../forms/copy-command.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { Instant } from "../shell/instant.tsx";

export function NoDetections({ span, overview, hasFilter }: { span: string; overview: RuntimeOverview | undefined; hasFilter: boolean }) {
  const sources = useResource<{ items: EventSource[] }>("/event-sources").data?.items;
  if (hasFilter) return <Empty title="No detection matches."><p>{span} is looked at; the range control and the filter widen it. <Link to="/runtime" search={{ q: "is:all" }}>All detections of the range</Link></p></Empty>;
  if (sources?.length === 0) return <NothingConnected />;
  return (
    <Empty title={`No open detection in ${span}.`}>
      {overview && <p><Canary overview={overview} /> <Sources overview={overview} sources={sources ?? []} /> <Link to="/runtime/rules">{formatNoun(overview.rules + overview.correlations, "rule")}</Link> {overview.rules + overview.correlations === 1 ? "is" : "are"} loaded{overview.rejectedRules > 0 && <>, <Link to="/runtime/rules" search={{ tab: "rejects" }}><span className="gap">{formatNoun(overview.rejectedRules, "rule")} could not be</span></Link></>}.</p>}
      <p className="muted small">Dismissed and excepted ones are not shown: <Link to="/runtime" search={{ q: "is:all" }}>show them, too</Link>.</p>
    </Empty>
  );
}

function Canary({ overview: { lastCanaryAt, lastCanaryMs } }: { overview: RuntimeOverview }) {
  if (lastCanaryAt === null) return <Link to="/runtime/sources"><span className="gap">No canary was seen yet: nobody knows whether an attack would be.</span></Link>;
  return <><Link to="/runtime/sources">Canary</Link> seen <Instant at={lastCanaryAt} />{lastCanaryMs !== null && `, ${formatSpan(lastCanaryMs)}`}.</>;
}

function Sources({ overview: { staleSources }, sources }: { overview: RuntimeOverview; sources: readonly EventSource[] }) {
  const missing = sources.filter(({ canary }) => canary === "missing").length;
  return <><Link to="/runtime/sources">{formatNoun(sources.length, "source")}</Link>{staleSources > 0 ? <>, <Link to="/runtime/sources"><span className="gap">{formatNoun(staleSources, "of them is", "of them are")} stale</span></Link></> : ", none of them stale"}{missing > 0 && <>; <Link to="/runtime/sources"><span className="gap">{formatNoun(missing, "canary is", "canaries are")} missing</span></Link></>}.</>;
}

const NothingConnected = () => (
  <Empty title="Nothing sends events yet: nothing can be detected.">
    <p>Falco, Tetragon, Kubernetes audit, OpenTelemetry logs, CloudEvents, auditd, syslog and access logs are taken as they are sent today; each has its own address below /api/v1/ingest. To begin with a log of this machine:</p>
    <CopyCommand command="aftwatch watch /var/log/nginx/access.log" />
    <p className="muted small">To look at files once, without keeping anything: <code>aftwatch detect FILE</code></p>
  </Empty>
);
