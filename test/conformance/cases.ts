// Grades matching-cases.jsonl: a component against whole advisories, through what the product itself calls.
import type { Advisory } from "../../src/advisories/advisory.ts";
import type { AdvisedPart } from "../../src/advisories/advisory-store.ts";
import { clusters } from "../../src/advisories/alias-clusters.ts";
import { readOsv } from "../../src/advisories/feeds/osv/read.ts";
import { namesOfText } from "../../src/inventory/component-names.ts";
import type { NamedComponent } from "../../src/inventory/component-names.ts";
import { preparePart, verdictsOn } from "../../src/matching/match.ts";
import type { PreparedPart } from "../../src/matching/match.ts";
import { commitsOf } from "../../src/versions/commit-graph.ts";
import { packageKey } from "../../src/versions/ecosystem.ts";
import { canonicalPurl, parsePurl } from "../../src/versions/purl.ts";
import { evaluatePrepared, smallestClearing } from "../../src/versions/range.ts";
import { schemeFor } from "../../src/versions/scheme-of.ts";
import { graded, jsonLines } from "./row.ts";
import type { Family, Row } from "./row.ts";

interface CaseComponent { purl?: string; ecosystem: string; name: string; version?: string; commit?: string; source_name?: string; source_version?: string; rpm_modularity?: string }

interface Expected {
  affected: boolean; ids: readonly string[]; fix?: string | null; state?: string;
  groups?: readonly (readonly string[])[]; must_not_merge?: readonly (readonly string[])[]; withdrawn?: readonly string[]; cves?: readonly string[];
}

interface MatchingCase { id: string; component: CaseComponent; advisories: readonly { id: string }[]; expected: Expected; git_graph?: Readonly<Record<string, readonly string[]>> }

export const cases: Family = {
  id: "matching cases",
  claims: (path) => path === "matching-cases.jsonl",
  grade: (_path, text) => jsonLines<MatchingCase>(text).map(caseRow),
};

/** Only what the case expects something of is asked. */
function caseRow(row: MatchingCase): Row {
  return graded({ kind: "hand-written", required: true, question: row.id, expected: JSON.stringify(inOrder(row.expected)), ours: () => JSON.stringify(inOrder(answerOf(row))) });
}

const sorted = (ids: readonly string[] | undefined): readonly string[] | undefined => ids && [...ids].toSorted();

const inOrder = ({ affected, ids, fix, state, groups, must_not_merge: apart, withdrawn, cves }: Expected) => ({
  affected, ids: sorted(ids), fix, state, groups: groups?.map(sorted), apart: apart?.map(sorted), withdrawn: sorted(withdrawn), cves: sorted(cves),
});

function answerOf({ component, advisories: records, expected, git_graph: graph }: MatchingCase): Expected {
  const advisories = records.map(readRecord);
  const current = advisories.filter(({ withdrawnAt }) => withdrawnAt === undefined);
  const prepared = current.flatMap(partsOf).map((part) => preparePart(part));
  const hits = graph && component.commit !== undefined ? commitHits(component, component.commit, prepared, graph) : hitsOf(component, prepared);
  const ids = [...new Set(hits.map(({ id }) => id))];
  return {
    affected: ids.length > 0, ids,
    ...(expected.fix === undefined ? {} : { fix: clearingOf(component, prepared, ids) ?? null }),
    ...(expected.state === undefined ? {} : { state: hits.map(({ state }) => state).join() }),
    ...groupsOf(current, expected),
    ...(expected.withdrawn === undefined ? {} : { withdrawn: advisories.filter(({ withdrawnAt }) => withdrawnAt !== undefined).map(({ id }) => id) }),
    ...(expected.cves === undefined ? {} : { cves: cvesOf(current.filter(({ id }) => ids.includes(id))) }),
  };
}

function readRecord(record: { id: string }): Advisory {
  const reading = readOsv(JSON.stringify(record), { source: "osv", label: record.id });
  if (reading.kind === "reject") throw new TypeError(`${reading.record}: ${reading.reason}`);
  return reading.advisory;
}

const partsOf = ({ id, affected }: Advisory): AdvisedPart[] =>
  affected.map((part) => ({ ...part, advisoryId: id, packageKey: packageKey(part.ecosystem, part.name) }));

interface Hit { id: string; state: string }

function hitsOf(component: CaseComponent, prepared: readonly PreparedPart[]): Hit[] {
  return verdictsOn(namesOf(component), prepared).filter(({ verdict }) => verdict === "affected")
    .map(({ advisoryId, fixState }) => ({ id: advisoryId, state: (fixState ?? "").replaceAll("-", "_") }));
}

/** What the component's own tool would have written into the package URL stands beside it in some cases. */
function namesOf({ purl = "", ecosystem, name, version, commit, source_name: source, source_version: sourceVersion, rpm_modularity: stream }: CaseComponent): NamedComponent {
  const parsed = parsePurl(purl);
  if (!parsed) return { names: [{ ecosystem, packageKey: packageKey(ecosystem, name), packageVersion: commit ?? version, module: stream }], ownedBy: undefined };
  const upstream = source === undefined || source === name ? {} : { upstream: sourceVersion === undefined || sourceVersion === version ? source : `${source}@${sourceVersion}` };
  return namesOfText(canonicalPurl({ ...parsed, qualifiers: { ...upstream, ...(stream === undefined ? {} : { rpmmod: stream }), ...parsed.qualifiers } }));
}

/** A commit of a repository whose history is at hand. */
function commitHits({ ecosystem, name }: CaseComponent, commit: string, prepared: readonly PreparedPart[], graph: Readonly<Record<string, readonly string[]>>): Hit[] {
  const commits = commitsOf({ parentsOf: (one) => (Object.hasOwn(graph, one) ? graph[one] : undefined) });
  return prepared.filter(({ part }) => part.packageKey === packageKey(ecosystem, name))
    .filter(({ prepared: entry }) => evaluatePrepared(entry, undefined, commit, commits).verdict === "affected")
    .map(({ part }) => ({ id: part.advisoryId, state: part.fixState ?? "" }));
}

function clearingOf(component: CaseComponent, prepared: readonly PreparedPart[], ids: readonly string[]): string | undefined {
  const [name] = namesOf(component).names;
  const parsed = name?.packageVersion === undefined ? undefined : schemeFor(name.ecosystem)?.parse(name.packageVersion);
  return smallestClearing(prepared.filter(({ part }) => ids.includes(part.advisoryId)).map(({ prepared: entry }) => entry), parsed);
}

/** Clusters cut to the records of the case: ids without a record only tie. */
function groupsOf(advisories: readonly Advisory[], { groups, must_not_merge: apart }: Expected): Pick<Expected, "groups" | "must_not_merge"> {
  const clustered = clusters(advisories);
  const recordsWith = (id: string): readonly string[] => (clustered.get(id) ?? [id]).filter((member) => advisories.some((one) => one.id === member));
  return {
    ...(groups && { groups: groups.map(([first = ""]) => recordsWith(first)) }),
    ...(apart && { must_not_merge: apart.map((ids) => ids.filter((id) => recordsWith(id).filter((member) => ids.includes(member)).length === 1)) }),
  };
}

const cvesOf = (advisories: readonly Advisory[]): readonly string[] =>
  [...new Set(advisories.flatMap(({ id, aliases, upstream }) => [id, ...aliases, ...upstream]).filter((id) => id.startsWith("CVE-")))];
