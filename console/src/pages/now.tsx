// Now: what needs someone, by when, and what an empty list rests on.
import { Link } from "@tanstack/react-router";
import type { Clock } from "../api/incident-shapes.ts";
import { useResource } from "../api/queries.ts";
import type { Finding, Now } from "../api/shapes.ts";
import { formatCount } from "../app/format.ts";
import { CoverageSentence, Empty } from "../lists/coverage-sentence.tsx";
import { FindingTable } from "../lists/finding-table.tsx";
import { heldList } from "../lists/held-list.ts";
import { Skeleton } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { ClockStrip } from "../plots/clock-strip.tsx";
import { Pulse } from "../plots/pulse.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Checklist } from "./checklist.tsx";
import { NowIncidents } from "./now-incidents.tsx";

export function NowPage() {
  const now = useResource<Now>("/now", {}, { refetchIntervalMs: 60_000 });
  const clocks = useResource<{ items: Clock[] }>("/clocks", {}, { refetchIntervalMs: 60_000 }).data?.items ?? [];
  if (now.problem && !now.data) return <Page title="Now"><ProblemPanel problem={now.problem} what="What needs someone could not be read" /></Page>;
  if (!now.data) return <Page title="Now"><Skeleton /></Page>;
  const { coverage, counts, due, pulse, checklist } = now.data;
  return (
    <Page title="Now" lead={<CoverageSentence coverage={coverage} />}>
      <OnlyNow what="This page" />
      <NowIncidents />
      {checklist.some((step) => !step.done) && <Checklist steps={checklist} />}
      <Counts counts={counts} />
      <div className="strips">
        <ClockStrip clocks={clocks} findings={due} overdue={counts.overdue} dueSoon={counts.dueIn72h} />
        <Pulse pulse={pulse} />
      </div>
      <DueList due={due} open={counts.open} />
    </Page>
  );
}

function Counts({ counts }: { counts: Now["counts"] }) {
  const tiles = [
    { name: "Overdue", count: counts.overdue, q: "is:overdue is:open", tone: "critical" },
    { name: "Due in 72 h", count: counts.dueIn72h, q: "is:open", tone: "high" },
    { name: "Act", count: counts.act, q: "is:act is:open", tone: "critical" },
    { name: "Attend", count: counts.attend, q: "is:attend is:open", tone: "high" },
    { name: "Open", count: counts.open, q: "is:open", tone: "plain" },
    { name: "Not acknowledged", count: counts.unacknowledged, q: "is:open", tone: "plain" },
  ];
  return (
    <ul className="tiles" aria-label="Counts">
      {tiles.map(({ name, count, q, tone }) => <li key={name}><Link to="/exposure" search={{ group: "finding", q, sort: "due" }} className={count > 0 ? `tile tile-${tone}` : "tile"}><span className="tile-count">{formatCount(count)}</span><span className="tile-name">{name}</span></Link></li>)}
      <li><Link to="/deliveries" search={{ state: "dead" }} className={counts.deadNotices > 0 ? "tile tile-critical" : "tile"}><span className="tile-count">{formatCount(counts.deadNotices)}</span><span className="tile-name">Dead notices</span></Link></li>
    </ul>
  );
}

function DueList({ due, open }: { due: Finding[]; open: number }) {
  return (
    <section>
      <header className="section-head"><h2>Due next</h2><Link to="/exposure" search={{ group: "finding", q: "is:open", sort: "due" }}>All {formatCount(open)} open findings</Link></header>
      <FindingTable list={heldList(due, "/findings")} sortable={false} empty={<Empty title="Nothing is waiting for you." restsOnCoverage />} />
    </section>
  );
}
