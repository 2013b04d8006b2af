// Checks: what tests look for, what each may do to the target, and which profile runs it; and the profiles themselves.
import { Link } from "@tanstack/react-router";
import { dastSeverities, profileIds, risks } from "../api/dast-shapes.ts";
import type { Check, Profile } from "../api/dast-shapes.ts";
import { useResource } from "../api/queries.ts";
import { formatCount } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { Mark } from "../lists/badges.tsx";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DastSeverityBadge, RiskBadge } from "../lists/dast-badges.tsx";
import { attackName, budgetSentence, profileSentences, riskSentences } from "../lists/dast-words.ts";
import { DataTable } from "../lists/data-table.tsx";
import { FilterBar } from "../lists/filter-bar.tsx";
import { heldList } from "../lists/held-list.ts";
import { Skeleton } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { readWords } from "../lists/query-tokens.ts";
import type { Vocabulary } from "../lists/query-tokens.ts";
import { Tabs } from "../lists/tabs.tsx";
import { TestsNav } from "../shell/tests-nav.tsx";
import { CweLink, OwaspLink } from "./dast-finding-cards.tsx";

export function ChecksPage() {
  return (
    <Page title="Checks" lead={<p>What tests look for. A check says the least that it does to the target; a profile says what may be done at all.</p>}>
      <TestsNav />
      <Tabs label="Checks and profiles" tabs={[{ id: "checks", title: "Checks", body: () => <Checks /> }, { id: "profiles", title: "Profiles", body: () => <Profiles /> }]} />
    </Page>
  );
}

const names = ["risk", "profile", "severity", "class", "cwe", "owasp"] as const;
const words: Vocabulary<(typeof names)[number]> = { names, short: {}, is: ["severity", "risk"], sets: { risk: risks, profile: profileIds, severity: dastSeverities } };
const facets = [{ name: "Runs in", tokens: profileIds.map((profile) => `profile:${profile}`) }, { name: "Risk", tokens: risks.map((risk) => `risk:${risk}`) }] as const;

export function checksMatching(checks: readonly Check[], { q, ...given }: Partial<Record<(typeof names)[number] | "q", string>>): Check[] {
  const wanted = (q ?? "").toLowerCase().split(/\s+/).filter((word) => word !== "");
  const fits = (name: keyof typeof given, values: readonly (string | null)[]): boolean => given[name] === undefined || values.includes(given[name] ?? null);
  return checks.filter((check) => fits("risk", [check.risk]) && fits("profile", check.profiles) && fits("severity", [check.severity]) && fits("class", [check.attackClass]) && fits("cwe", [String(check.cwe), `CWE-${check.cwe}`]) && fits("owasp", check.owasp) && wanted.every((word) => `${check.id} ${check.title} ${check.about} cwe-${check.cwe} ${check.attackClass ?? ""}`.toLowerCase().includes(word)));
}

function Checks() {
  const { url } = useUrl();
  const { data, problem } = useResource<{ items: Check[] }>("/checks");
  if (problem) return <ProblemPanel problem={problem} what="The checks could not be read" />;
  if (!data) return <Skeleton />;
  const filter = readWords(url.q ?? "", names, words);
  return (
    <>
      <FilterBar label="Filter the checks" placeholder="profile:production risk:marker class:sqli words of the title" facets={facets} problems={filter.problems} words={words} />
      <DataTable of="checks" list={heldList(checksMatching(data.items, filter.query), "/checks")} columns={columns} keyOf={(row) => row.id} empty={<Empty title="No check matches." />} peek={(row) => <CheckPeek check={row} />} />
    </>
  );
}

const columns: readonly Column<Check>[] = [
  { id: "title", title: "Check", main: true, text: (row) => row.title, cell: (row) => <div className="two-lines"><Link to="/tests" search={{ tab: "findings", q: `is:all check:${row.id}` }} data-row-link title="Findings of it">{row.title}</Link><span className="muted small prose">{row.about}</span><code className="small">{row.id}</code></div> },
  { id: "id", title: "Id", text: (row) => row.id, exportOnly: true },
  { id: "severity", title: "Severity", text: (row) => row.severity, cell: (row) => <DastSeverityBadge severity={row.severity} /> },
  { id: "risk", title: "Risk", text: (row) => row.risk, cell: (row) => <RiskBadge risk={row.risk} /> },
  { id: "class", title: "Class of attack", text: (row) => row.attackClass ?? "", cell: (row) => <div className="two-lines"><span className="nowrap">{attackName(row.attackClass)}</span><span className="muted small nowrap">{looksAt[row.looksAt]}</span></div> },
  { id: "looks", title: "Looks at", text: (row) => row.looksAt, exportOnly: true },
  { id: "cwe", title: "CWE, OWASP", text: (row) => `CWE-${row.cwe} ${row.owasp.join(" ")}`, cell: (row) => <span className="line small"><CweLink cwe={row.cwe} />{row.owasp.map((category) => <OwaspLink key={category} category={category} />)}</span> },
  { id: "profiles", title: "Runs in", text: (row) => row.profiles.join(" "), cell: (row) => <span className="small">{row.profiles.length === 0 ? <span className="gap">? only by opt-in</span> : row.profiles.join(", ")}</span> },
];

const looksAt: Readonly<Record<Check["looksAt"], string>> = { exchange: "in every answer", point: "in every input", route: "in every route", origin: "once an origin" };

const CheckPeek = ({ check }: { check: Check }) => <div className="stack"><h2>{check.title}</h2><p className="line"><DastSeverityBadge severity={check.severity} /><RiskBadge risk={check.risk} /></p><p>{check.about}</p><p className="muted">{riskSentences[check.risk]}</p><h3>What to do when it finds something</h3><p>{check.remediation}</p><Link to="/tests" search={{ tab: "findings", q: `is:all check:${check.id}` }} className="button button-main">Findings of it</Link></div>;

function Profiles() {
  const { data, problem } = useResource<{ items: Profile[] }>("/scan-profiles");
  if (problem) return <ProblemPanel problem={problem} what="The profiles could not be read" />;
  if (!data) return <Skeleton />;
  return (
    <>
      <div className="cards">{data.items.map((profile) => { const { sends, never } = profileSentences(profile); return <section key={profile.id} className="card"><h2>{profile.id}{profile.id === "production" && <span className="muted small"> the default</span>}</h2><p>{profile.about}</p><p className="small"><strong>{sends}</strong> {never}</p><p className="muted small">For each host {budgetSentence(profile.budget)}, {formatCount(profile.budget["concurrency"] ?? 1)} at once.</p></section>; })}</div>
      <RiskTable profiles={data.items} />
    </>
  );
}

const RiskTable = ({ profiles }: { profiles: readonly Profile[] }) => (
  <div className="table-region" role="region" aria-label="Classes of risk by profile" tabIndex={0}>
    <table className="risk-table">
      <thead><tr><th scope="col">Class of risk</th>{profiles.map(({ id }) => <th key={id} scope="col">{id}</th>)}</tr></thead>
      <tbody>{risks.map((risk) => <tr key={risk}><th scope="row"><span className="two-lines"><strong>{risk}</strong><span className="muted small">{riskSentences[risk]}</span></span></th>{profiles.map((profile) => <td key={profile.id} data-title={profile.id}>{profile.risks.includes(risk) ? <span className="nowrap tone-text-medium"><Mark name="check" /> yes</span> : <span className="muted nowrap"><Mark name="bar" /> by opt-in</span>}</td>)}</tr>)}</tbody>
    </table>
  </div>
);
