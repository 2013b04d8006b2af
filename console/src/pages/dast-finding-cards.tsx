// The cards of a finding of a test: where it is, whose that is, and what to do; and the vulnerabilities of what the answer gave away.
import { Link } from "@tanstack/react-router";
import type { DastFindingDetail } from "../api/dast-shapes.ts";
import { useResource } from "../api/queries.ts";
import type { Check } from "../api/dast-shapes.ts";
import type { Severity } from "../api/shapes.ts";
import { formatCount } from "../app/format.ts";
import { Owner, SeverityBadge } from "../lists/badges.tsx";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { ServedText, verdictWords } from "../lists/dast-badges.tsx";
import { attackName } from "../lists/dast-words.ts";
import { DataTable } from "../lists/data-table.tsx";
import { heldList } from "../lists/held-list.ts";
import { Card, Facts } from "../lists/page.tsx";
import { Instant } from "../shell/instant.tsx";

export function PlaceCard({ finding }: { finding: DastFindingDetail }) {
  const { targetId, target, place, about, check, count, firstAt, lastAt, retestedAt, fixedAt, component } = finding;
  const attackClass = useResource<{ items: Check[] }>("/checks").data?.items.find(({ id }) => id === check)?.attackClass;
  return (
    <Card title="Where, and since when">
      <Facts facts={[
        ["Target", <Link to="/tests/targets/$id" params={{ id: targetId }}>{target}</Link>], ["Route", place.method === null ? <span>the whole of <code className="break">{place.origin}</code></span> : <code className="break">{place.method} {place.template}</code>],
        ...(place.point === null ? [] : [["Point", <code className="break">{place.point}</code>] as const]), ...(about === null ? [] : [["About", <span className="break">{about}</span>] as const]), ...(component === null ? [] : [["Component", <Link to="/components/$purl" params={{ purl: component }} className="break">{component}</Link>] as const]),
        ["Check", <span className="line"><Link to="/tests/checks" search={{ q: check }}>{check}</Link>{attackClass !== undefined && <span className="muted small">{attackName(attackClass)}</span>}</span>],
        ["Seen", <><Instant at={firstAt} as="absolute" /> to <Instant at={lastAt} as="absolute" />, {formatCount(count)} ×</>], ["Retested", <Instant at={retestedAt} none="never with an answer" />], ...(fixedAt === null ? [] : [["Fixed", <Instant at={fixedAt} as="absolute" />] as const]),
      ]} />
    </Card>
  );
}

export function OwnerCard({ finding: { served, verdict, verdictUntil, judgedBy, note } }: { finding: DastFindingDetail }) {
  return (
    <Card title="Whose it is">
      <Facts facts={[
        ["Served by", <ServedText served={served} />], ["Owner", <Owner owner={served.owner} />], ["Deployed", <Instant at={served.deployedAt} none="? not known" />],
        ["Verdict", verdict === null ? <span className="muted">nobody has judged it</span> : <span>{verdictWords[verdict].word}, by {judgedBy ?? "someone"}{verdictUntil === null ? ", for good" : <>, until <Instant at={verdictUntil} as="absolute" /></>}</span>],
        ...(note === null ? [] : [["Note", <span className="told">{note}</span>] as const]),
      ]} />
    </Card>
  );
}

export const CweLink = ({ cwe }: { cwe: number }) => (cwe === 0 ? <span className="muted">no CWE</span> : <a href={`https://cwe.mitre.org/data/definitions/${cwe}.html`} target="_blank" rel="noreferrer">CWE-{cwe}</a>);

/** "A03" is of the Top 10 of 2021, "API1" of the API Security Top 10 of 2023. */
export function OwaspLink({ category }: { category: string }) {
  const [, api] = /^API(\d+)$/.exec(category) ?? [], [, top] = /^A(\d\d)$/.exec(category) ?? [];
  const href = api !== undefined ? "https://owasp.org/API-Security/editions/2023/en/0x11-t10/" : top !== undefined ? "https://owasp.org/Top10/2021/" : undefined;
  return href === undefined ? <span>{category}</span> : <a href={href} target="_blank" rel="noreferrer">{api === undefined ? `OWASP ${category}:2021` : `OWASP ${category}:2023`}</a>;
}

export function MendCard({ finding: { remediation, cwe, owasp } }: { finding: DastFindingDetail }) {
  return <Card title="What to do"><p>{remediation}</p><p className="line small"><CweLink cwe={cwe} />{owasp.map((category) => <OwaspLink key={category} category={category} />)}</p></Card>;
}

type Vulnerable = DastFindingDetail["vulnerabilities"][number];
const severities: readonly string[] = ["critical", "high", "medium", "low", "unknown"] satisfies readonly Severity[];
const columns: readonly Column<Vulnerable>[] = [
  { id: "id", title: "Vulnerability", main: true, text: (row) => row.id, cell: (row) => <Link to="/advisories/$id" params={{ id: row.id }} data-row-link>{row.id}</Link> },
  { id: "severity", title: "Severity", text: (row) => row.severity, cell: (row) => <SeverityBadge severity={severities.includes(row.severity) ? row.severity as Severity : "unknown"} /> },
  { id: "fix", title: "Fixed in", text: (row) => row.fixVersion ?? "", cell: (row) => row.fixVersion ?? <span className="gap">? no fix is known</span> },
  { id: "finding", title: "In the inventory", text: (row) => row.findingId ?? "", cell: (row) => (row.findingId === null ? <span className="gap">? not in any SBOM</span> : <Link to="/findings/$id" params={{ id: row.findingId }}>its finding</Link>) },
];

export const VulnerabilityTable = ({ finding: { component, vulnerabilities } }: { finding: DastFindingDetail }) => <DataTable of="vulnerabilities of the component" list={heldList(vulnerabilities, "/dast-findings")} columns={columns} keyOf={(row) => row.id} empty={<Empty title="No vulnerability is joined to it."><p>{component === null ? "The answers did not give away a component with its version." : `No source knows one of ${component}.`}</p></Empty>} />;
