// Exposure: which running things are affected, and what single change removes most.
import type { ReactNode } from "react";
import { useList } from "../api/queries.ts";
import type { Query } from "../api/client.ts";
import type { Finding, Fix, VulnerabilityRow } from "../api/shapes.ts";
import { useAsOf, useUrl } from "../app/url.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { FilterBar } from "../lists/filter-bar.tsx";
import type { Facet } from "../lists/filter-bar.tsx";
import { FindingTable } from "../lists/finding-table.tsx";
import { FixTable } from "../lists/fix-table.tsx";
import { Page } from "../lists/page.tsx";
import { filterNames, readFilter } from "../lists/query-tokens.ts";
import type { FilterName } from "../lists/query-tokens.ts";
import { VulnerabilityTable } from "../lists/vulnerability-table.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";

interface Group { id: string; name: string; about: string; filters: readonly FilterName[]; facets: readonly Facet[]; list: (query: Query) => ReactNode }

const severity: Facet = { name: "Severity", tokens: ["severity:critical", "severity:high", "severity:medium", "severity:low", "severity:unknown"] };
const exploited: Facet = { name: "Exploited", tokens: ["is:kev"] };
const groups: readonly Group[] = [
  { id: "fix", name: "Fix", about: "One change per row, the one that removes most risk first.", filters: ["owner", "environment", "severity", "kev"], facets: [severity, exploited], list: (query) => <FixList query={query} /> },
  { id: "finding", name: "Finding", about: "A vulnerability in a package of a service.", filters: filterNames, facets: [{ name: "State", tokens: ["is:open", "is:accepted", "is:snoozed", "is:not-affected", "is:closed"] }, { name: "Priority", tokens: ["is:act", "is:attend", "is:track*", "is:track"] }, severity, { name: "Labels", tokens: ["is:kev", "is:malicious", "is:overdue", "is:new", "is:regressed", "is:partly-fixed", "is:unconfirmed"] }], list: (query) => <FindingList query={query} /> },
  { id: "advisory", name: "Advisory", about: "A vulnerability, wherever it runs.", filters: [], facets: [], list: (query) => <AdvisoryList query={query} /> },
];

export function ExposurePage() {
  const { url, set } = useUrl();
  const group = groups.find((each) => each.id === url.group) ?? groups[0];
  if (!group) return null;
  const filter = readFilter(url.q ?? "", group.filters);
  return (
    <Page title="Exposure" lead={<p>{group.about}</p>} actions={
      <div className="choices" role="group" aria-label="Group by">{groups.map((each) => <button key={each.id} type="button" className="button" aria-pressed={each === group} onClick={() => set({ group: each.id, sort: undefined })}>{each.name}</button>)}</div>
    }>
      <FilterBar label={`Filter by ${group.name.toLowerCase()}`} placeholder={group.filters.length === 0 ? "log4j, CVE-2026-1234" : "is:kev env:prod owner:payments log4j"} facets={group.facets} problems={filter.problems} />
      <div key={group.id}>{group.list(filter.query)}</div>
    </Page>
  );
}

const nothing = <Empty title="No known exposure matches." restsOnCoverage />;

const FixList = ({ query }: { query: Query }) => <><OnlyNow what="Fixes" /><FixTable list={useList<Fix>("/fixes", query)} empty={nothing} /></>;

function FindingList({ query }: { query: Query }) {
  const { url } = useUrl();
  return <FindingTable list={useList<Finding>("/findings", { ...query, sort: url.sort ?? "due", asof: useAsOf() })} empty={nothing} />;
}

const AdvisoryList = ({ query }: { query: Query }) => <><OnlyNow what="The list of advisories" /><VulnerabilityTable list={useList<VulnerabilityRow>("/vulnerabilities", { ...query, affected: "true" })} empty={nothing} /></>;
