// One scan: how far it is, what it tested and what it could not see, what it sent, and what it said of every finding.
import { Link, useParams } from "@tanstack/react-router";
import { dastNouns, dastPaths, useFollowed } from "../api/dast-acts.ts";
import { address } from "../api/client.ts";
import { isUnderWay } from "../api/dast-shapes.ts";
import type { DastFinding, RouteCoverage, ScanDetail } from "../api/dast-shapes.ts";
import { useFollow } from "../api/follow.ts";
import { useList, useResource } from "../api/queries.ts";
import { formatCount } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { StopScan } from "../forms/stop-scan.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { ScanStateBadge } from "../lists/dast-badges.tsx";
import { DastFindingTable } from "../lists/dast-finding-table.tsx";
import { dastFindingFacets, dastFindingWords, dastQueryOf } from "../lists/dast-tokens.ts";
import { FilterBar } from "../lists/filter-bar.tsx";
import { Loading, Skeleton } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { readWords } from "../lists/query-tokens.ts";
import { RequestLog } from "../lists/request-log.tsx";
import { reasonWords, ScanName } from "../lists/scan-table.tsx";
import { routesMatching } from "../lists/site-tree.ts";
import { SiteTreeGrid } from "../lists/site-tree-grid.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { Icon } from "../shell/icons.tsx";
import { Menu } from "../shell/menu.tsx";
import { Instant } from "../shell/instant.tsx";
import { TestsNav } from "../shell/tests-nav.tsx";
import { NumbersCard, Notes, OutcomeFilters, PhasesCard, WhoCard } from "./scan-cards.tsx";
import { ScanCoverage } from "./scan-coverage.tsx";
import { Progress } from "./tests-running.tsx";

export function ScanPage() {
  const { id } = useParams({ from: "/tests/scans/$id" });
  useFollow(dastNouns, dastPaths);
  const { data, problem } = useFollowed<ScanDetail>(`/scans/${encodeURIComponent(id)}`);
  if (problem && !data) return <Page title="Scan"><TestsNav /><ProblemPanel problem={problem} what="The scan could not be read" /></Page>;
  return data ? <Detail scan={data} /> : <Loading />;
}

function Detail({ scan }: { scan: ScanDetail }) {
  const live = isUnderWay(scan);
  return (
    <Page title={`Scan of ${scan.target}`} name={<>Scan of <Link to="/tests/targets/$id" params={{ id: scan.targetId }}>{scan.target}</Link></>}
      lead={<><p className="line"><ScanStateBadge scan={scan} /><span className="muted"><ScanName scan={scan} />, {scan.profile}, {reasonWords[scan.reason]}, by {scan.startedBy}{scan.authorisedBy !== null && `; authorised by ${scan.authorisedBy}`}</span></p>{scan.failure !== null && <p className="note note-bad">{scan.failure}</p>}</>}
      actions={<>{live && <StopScan scan={scan} withKey />}{!live && <><Link to="/tests/scans/$id/diff" params={{ id: scan.id }} className="button">Compare…</Link><Downloads scan={scan} /></>}</>}>
      <TestsNav />
      {live && <section className="card" aria-label="Progress"><Progress scan={scan} /></section>}
      <Notes scan={scan} />
      <OutcomeFilters scan={scan} />
      <Tabs label="About this scan" tabs={[
        { id: "overview", title: "Overview", body: () => <div className="cards incident-cards"><NumbersCard scan={scan} /><PhasesCard scan={scan} /><WhoCard scan={scan} /></div> },
        { id: "findings", title: "Findings", body: () => <Findings scan={scan} /> },
        { id: "coverage", title: `Coverage${scan.checks.length > 0 ? ` (${formatCount(scan.checks.length)} checks)` : ""}`, body: () => <ScanCoverage scan={scan} /> },
        { id: "site", title: "Site", body: () => <Site scan={scan} /> }, { id: "requests", title: "Requests", body: () => <RequestLog scan={scan} /> },
      ]} />
    </Page>
  );
}

const formats = [["json", "JSON", "everything, for machines"], ["sarif", "SARIF", "for code hosts and editors"], ["html", "HTML", "one page, to be read and printed"], ["junit", "JUnit", "for build servers"]] as const;

const Downloads = ({ scan }: { scan: ScanDetail }) => (
  <Menu label="Download the report" icon="download" text="Report">{() => <div className="menu-list">{formats.map(([format, name, about]) => <a key={format} className="button" href={address(`/scans/${encodeURIComponent(scan.id)}/report`, { format })} download><Icon name="download" size={14} />{name}<span className="muted small">{about}</span></a>)}</div>}</Menu>
);

/** Everything this scan said something of; outcomes are what it said, not what stands now. */
function Findings({ scan }: { scan: ScanDetail }) {
  const { url } = useUrl();
  const names = dastFindingWords.names.filter((name) => name !== "target" && name !== "scan");
  const filter = readWords(url.q ?? "", names, dastFindingWords);
  const list = useList<DastFinding>("/dast-findings", dastQueryOf({ ...filter.query, scan: scan.id }));
  return (
    <section className="stack" aria-label="Findings of this scan">
      <FilterBar label="Filter the findings" placeholder="outcome:new severity:high check:sql-injection" facets={dastFindingFacets} problems={filter.problems} words={dastFindingWords} />
      {filter.query.outcome !== undefined && <p className="muted small">Filtered by what this scan said; the rows show what the latest one did. Both stand in <Link to="/tests/scans/$id/diff" params={{ id: scan.id }}>the comparison</Link>.</p>}
      <DastFindingTable list={list} hide={["target"]} empty={<Empty title={url.q === undefined ? "It said nothing of any finding." : "No finding matches."}><p>{isUnderWay(scan) ? "Findings are kept when the scan ends." : <>It found nothing where it looked: <Link to="/tests/scans/$id" params={{ id: scan.id }} search={{ tab: "coverage" }}>where it looked</Link>.</>}</p></Empty>} />
    </section>
  );
}

function Site({ scan }: { scan: ScanDetail }) {
  const { url, set } = useUrl();
  const { data, problem } = useResource<{ items: RouteCoverage[]; why: string | null }>(`/scans/${encodeURIComponent(scan.id)}/site`);
  if (problem) return <ProblemPanel problem={problem} what="The site could not be read" />;
  if (!data) return <Skeleton />;
  if (data.items.length === 0) return <Empty title={isUnderWay(scan) ? "The tree is kept when the scan ends." : "No route is known."}>{data.why !== null && !isUnderWay(scan) && <p className="gap">? {data.why}</p>}</Empty>;
  const shown = routesMatching(data.items, url.q ?? "");
  return (
    <>
      <form className="filter-line" role="search" onSubmit={(event) => { event.preventDefault(); set({ q: String(new FormData(event.currentTarget).get("q") ?? "").trim() }); }}>
        <input key={url.q ?? ""} name="q" data-filter type="text" defaultValue={url.q ?? ""} aria-label="Filter the routes" placeholder="GET orders 403 is:finding" autoComplete="off" spellCheck={false} />{url.q !== undefined && <button type="button" className="button button-quiet" onClick={() => set({ q: undefined })}>Clear</button>}<button type="submit" className="button">Filter</button>
      </form>
      {shown.length === 0 ? <Empty title="No route matches." /> : <SiteTreeGrid key={url.q ?? ""} routes={shown} />}
      {scan.sockets.length > 0 && <section className="card"><h2>WebSockets and streams, seen but not tested</h2><ul>{scan.sockets.map((socket) => <li key={socket}><code className="break">{socket}</code></li>)}</ul></section>}
      <p className="muted small">Ended <Instant at={scan.endedAt} none="not yet" />.</p>
    </>
  );
}
