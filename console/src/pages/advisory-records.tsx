// What each source says about a vulnerability: scores, ranges, references; disagreements stay visible.
import type { AdvisoryRecord } from "../api/shapes.ts";
import { Badge } from "../lists/badges.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { Facts } from "../lists/page.tsx";
import { Instant } from "../shell/instant.tsx";
import { Icon } from "../shell/icons.tsx";

export function AdvisoryRecords({ records }: { records: readonly AdvisoryRecord[] }) {
  if (records.length === 0) return <Empty title="No advisory of a source is stored."><p>It is known by name only, for example from CISA's catalogue.</p></Empty>;
  return <div className="stack">{records.map((record) => <Record key={record.source + record.id} record={record} />)}</div>;
}

function Record({ record }: { record: AdvisoryRecord }) {
  return (
    <article className="card">
      <h3>{record.source}: {record.id} {record.withdrawnAt !== null && <Badge tone="plain" mark="bar">withdrawn</Badge>}</h3>
      <p>{record.summary}</p>
      <Facts facts={[
        ["Published", <Instant at={record.publishedAt} as="absolute" none="not said" />], ["Modified", <Instant at={record.modifiedAt} as="absolute" />], ["Read here", <Instant at={record.ingestedAt} as="absolute" />],
        ["Scores", record.severities.length === 0 ? "none given" : <ul className="plain-list">{record.severities.map((severity) => <li key={severity.type + severity.source + severity.score}>{severity.type.replace("_V", " ")} from {severity.source}: {severity.level}{severity.cvss !== null && ` ${severity.cvss.toFixed(1)}`}, <code className="break">{severity.score}</code></li>)}</ul>],
      ]} />
      <Packages packages={record.packages} source={record.source} />
    </article>
  );
}

function Packages({ packages, source }: { packages: AdvisoryRecord["packages"]; source: string }) {
  if (packages.length === 0) return <p className="muted">Names no package.</p>;
  return (
    <div className="table-region" role="region" aria-label={`Packages named by ${source}`} tabIndex={0}>
      <table role="table">
        <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Package</th><th role="columnheader" scope="col">Affected versions</th><th role="columnheader" scope="col">Fix</th></tr></thead>
        <tbody role="rowgroup">{packages.map((each) => <tr key={each.ecosystem + each.name} role="row"><td role="cell" data-title="Package" className="cell-main">{each.ecosystem}: {each.name}</td><td role="cell" data-title="Affected versions">{each.ranges.length === 0 ? <span className="gap">? no range given</span> : each.ranges.map((range) => <code key={range} className="range">{range}</code>)}</td><td role="cell" data-title="Fix">{each.fixState?.replaceAll("-", " ") ?? <span className="muted">not said</span>}</td></tr>)}</tbody>
      </table>
    </div>
  );
}

export function References({ records }: { records: readonly AdvisoryRecord[] }) {
  const references = [...new Map(records.flatMap((record) => record.references.map((reference) => [reference.url, reference] as const))).values()];
  if (references.length === 0) return <Empty title="No source gives a reference." />;
  return <ul className="references">{references.map(({ type, url }) => <li key={url}><span className="muted">{type}</span> {/^https?:\/\//.test(url) ? <a href={url} rel="noreferrer noopener" target="_blank">{url} <Icon name="external" size={12} /><span className="visually-hidden"> (opens in a new tab)</span></a> : <code>{url}</code>}</li>)}</ul>;
}
