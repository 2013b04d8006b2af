// One vulnerability: is it live here, why it matters, who acts, what the sources say.
import { Link, useParams } from "@tanstack/react-router";
import { useList, useResource } from "../api/queries.ts";
import type { Exposure, Finding, Vulnerability } from "../api/shapes.ts";
import { formatCount, formatNoun, formatShare } from "../app/format.ts";
import { useAsOf } from "../app/url.ts";
import { KevBadge, Known, Labels, SeverityBadge } from "../lists/badges.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { ExposureTable } from "../lists/exposure-table.tsx";
import { FindingTable } from "../lists/finding-table.tsx";
import { Loading } from "../lists/loading.tsx";
import { Card, Facts, Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { tokenFor } from "../lists/query-tokens.ts";
import { Tabs } from "../lists/tabs.tsx";
import { Instant } from "../shell/instant.tsx";
import { AdvisoryRecords, References } from "./advisory-records.tsx";

export function AdvisoryPage() {
  const { id } = useParams({ from: "/advisories/$id" });
  const asof = useAsOf();
  const { data, problem } = useResource<Vulnerability>(`/vulnerabilities/${encodeURIComponent(id)}`, { asof });
  if (problem) return <Page title={id}><ProblemPanel problem={problem} what={`${id} could not be read`} /></Page>;
  if (!data) return <Loading />;
  return (
    <Page title={data.id} name={<>{data.id} <SeverityBadge severity={data.severity} cvss={data.cvss} />{data.kev && <KevBadge />}{data.malicious && <Labels labels={["malicious"]} />}</>} lead={<><p className="verdict">{data.verdict}</p><p>{data.summary}</p></>}>
      <div className="cards">
        <WhyCard vulnerability={data} />
        <WhoCard vulnerability={data} />
        <NextCard vulnerability={data} />
      </div>
      <Tabs label="About this vulnerability" tabs={[
        { id: "live", title: `Live (${formatCount(data.live.deployments)})`, body: () => <Places id={data.id} live /> },
        { id: "past", title: `Past (${formatCount(data.past.deployments)})`, body: () => <Places id={data.id} live={false} /> },
        { id: "findings", title: "Findings", body: () => <Findings id={data.id} /> },
        { id: "sources", title: `Sources (${data.advisories.length})`, body: () => <AdvisoryRecords records={data.advisories} /> },
        { id: "names", title: `Names (${formatCount(data.aliases.length + 1)})`, body: () => <Names vulnerability={data} /> },
        { id: "references", title: "References", body: () => <References records={data.advisories} /> },
      ]} />
    </Page>
  );
}

function WhyCard({ vulnerability: { kev, kevAddedAt, ransomware, epss, epssPercentile, cvss, cvssVector, severityFrom, severityBecause, withdrawn } }: { vulnerability: Vulnerability }) {
  return (
    <Card title="Why">
      {withdrawn && <p className="note note-warn">Withdrawn by its sources.</p>}
      <Facts facts={[
        ["Exploited", kev ? <>in KEV since <Instant at={kevAddedAt} as="day" none="an unknown day" />{ransomware && ", used by ransomware"}</> : "not in CISA's catalogue"],
        ["EPSS", epss === null ? <Known>{null}</Known> : `${formatShare(epss)}${epssPercentile === null ? "" : `, above ${formatShare(epssPercentile)} of all`}`],
        ["CVSS", cvss === null ? <Known>{null}</Known> : <>{cvss.toFixed(1)} from {severityFrom ?? "an unnamed source"}</>],
        ["Chosen", severityBecause ?? "nobody rated it"],
        ["Vector", cvssVector === null ? <Known>{null}</Known> : <code className="break">{cvssVector}</code>],
      ]} />
    </Card>
  );
}

function WhoCard({ vulnerability: { live, past, publishedAt, ingestedAt, aliases } }: { vulnerability: Vulnerability }) {
  return (
    <Card title="Where and when">
      <Facts facts={[
        ["Live", live.deployments === 0 ? "on no deployment" : `${formatNoun(live.deployments, "deployment")} of ${formatNoun(live.services, "service")} on ${formatNoun(live.endpoints, "endpoint")}, ${formatCount(live.internet)} on the internet`],
        ["Past", past.deployments === 0 ? "never seen on a past deployment" : <>on {formatNoun(past.deployments, "past deployment")}{past.lastUntil !== null && <>, until <Instant at={past.lastUntil} as="day" /></>}</>],
        ["Published", <Instant at={publishedAt} as="absolute" none="unknown" />],
        ["Known here", <Instant at={ingestedAt} as="absolute" none="not from a feed" />],
        ["Also named", aliases.length === 0 ? "no other name" : aliases.join(", ")],
      ]} />
    </Card>
  );
}

function NextCard({ vulnerability: { id, live, advisories, malicious } }: { vulnerability: Vulnerability }) {
  const fixStates = [...new Set(advisories.flatMap((record) => record.packages.map((each) => each.fixState)).filter((state) => state !== null))];
  return (
    <Card title="Next">
      {live.deployments === 0 ? <p>Nothing to do: no live deployment is affected. It stays watched; a release that brings it back opens a finding.</p> : (
        <ul className="plain-list">
          {malicious && <li>The package is itself the attack: remove it, replace the secrets it could read, and look for what it did.</li>}
          <li><Link to="/exposure" search={{ group: "finding", q: `${tokenFor("vulnerability", id)} is:open` }}>Triage its open findings</Link></li>
          {!malicious && <li><Link to="/exposure" search={{ group: "fix" }}>See which single fix removes most</Link></li>}
          {fixStates.length > 0 && <li>Sources say of a fix: {fixStates.map((state) => state.replaceAll("-", " ")).join(", ")}</li>}
        </ul>
      )}
    </Card>
  );
}

/** What it goes by, and how that changed: findings and decisions follow the name. */
function Names({ vulnerability: { id, aliases, history } }: { vulnerability: Vulnerability }) {
  return (
    <>
      <p>{[id, ...aliases].map((name) => <code key={name} className="range">{name}</code>)}</p>
      {history.length === 0 ? <Empty title="None of its names ever went by another vulnerability." /> : (
        <div className="table-region" role="region" aria-label="Table of changed names" tabIndex={0}>
          <table role="table">
            <thead role="rowgroup"><tr role="row">{["When", "Name", "Was of", "Is of"].map((title) => <th key={title} role="columnheader" scope="col">{title}</th>)}</tr></thead>
            <tbody role="rowgroup">
              {history.map((change) => (
                <tr key={change.id + change.at} role="row">
                  <td role="cell" data-title="When" className="cell-main"><Instant at={change.at} as="absolute" /></td>
                  <td role="cell" data-title="Name">{change.id}</td>
                  <td role="cell" data-title="Was of">{change.from === id ? "this" : <Link to="/advisories/$id" params={{ id: change.from }}>{change.from}</Link>}</td>
                  <td role="cell" data-title="Is of">{change.to === id ? "this" : change.to === null ? "nothing any more" : <Link to="/advisories/$id" params={{ id: change.to }}>{change.to}</Link>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Places({ id, live }: { id: string; live: boolean }) {
  const asof = useAsOf();
  const list = useList<Exposure>("/exposures", { vulnerability: id, live: String(live), asof });
  return <ExposureTable list={list} hide={["vulnerability", ...(live ? ["until"] : ["due", "fix"])]} empty={<Empty title={live ? "No live deployment is affected." : "It was never on a past deployment."} restsOnCoverage={live} />} />;
}

function Findings({ id }: { id: string }) {
  const list = useList<Finding>("/findings", { vulnerability: id, asof: useAsOf() });
  return <FindingTable list={list} sortable={false} empty={<Empty title="It never became a finding here." restsOnCoverage />} />;
}
