// From verdicts to findings: one for each vulnerability in each package, with every source's word kept.
import type { Severity } from "../advisories/advisory.ts";
import { isMaliciousPackage } from "../advisories/vulnerability.ts";
import { contextOf, prioritise } from "../findings/priority.ts";
import { outcomes, severities as levels } from "../findings/finding.ts";
import { laterVersion } from "../versions/later.ts";
import { smallestClearing } from "../versions/range.ts";
import { schemeFor } from "../versions/scheme-of.ts";
import type { Verdict } from "./match.ts";
import type { Cover } from "./scan-cover.ts";
import { disagreementsOf, fixOf } from "./scan-fix.ts";
import type { Judged } from "./scan-judge.ts";
import type { AffectedComponent, ScanFinding, Suppression } from "./scan-result.ts";
import type { Vulnerabilities } from "./scan-vulnerabilities.ts";

/** One vulnerability on one component, before components of a package come together. */
interface Hit { vulnerabilityId: string; packageKey: string; verdict: "affected" | "unknown"; judged: Judged; affected: AffectedComponent; suppression: Suppression | undefined; remarks: readonly Suppression[] }

/** Most urgent first; suppressed ones among them, marked. What covers one version and not another makes two findings of it. */
export function findingsOf(judged: readonly Judged[], vulnerabilities: Vulnerabilities, cover: Cover): ScanFinding[] {
  const hits = judged.flatMap((one) => hitsOf(one, vulnerabilities, cover));
  const groups = Map.groupBy(hits, ({ vulnerabilityId, packageKey, verdict, suppression }) => JSON.stringify([vulnerabilityId, packageKey, verdict, suppression]));
  return [...groups.values()].map((group) => findingOf(group, vulnerabilities)).toSorted(byUrgency);
}

function hitsOf(judged: Judged, vulnerabilities: Vulnerabilities, cover: Cover): Hit[] {
  const speaking = judged.verdicts.filter(({ verdict }) => verdict !== "not-affected");
  if (speaking.length === 0) return [];
  const pairs = speaking.flatMap((verdict) => vulnerabilities.subjectsOf(verdict.advisoryId).map((id) => ({ id, verdict })));
  const silent = silentByName(judged.verdicts);
  return [...Map.groupBy(pairs, ({ id }) => id)].map(([vulnerabilityId, own]) => {
    const members = vulnerabilities.membersOf(vulnerabilityId);
    const verdicts = [...own.map(({ verdict }) => verdict), ...new Set(members.flatMap((member) => silent.get(member) ?? []))];
    const affected = componentOf(judged, verdicts, vulnerabilities);
    const verdict = own.some((one) => one.verdict.verdict === "affected") ? "affected" : "unknown";
    const covered = cover(judged, [...members, ...verdicts.map(({ advisoryId }) => advisoryId)]);
    return { vulnerabilityId, packageKey: judged.named.names[0]?.packageKey ?? "", verdict, judged, affected, suppression: covered.suppression, remarks: covered.remarks };
  });
}

/** Verdicts of "not affected", by the ids they may be meant for: a distribution's record is named for the CVE ("DEBIAN-CVE-2024-1"). */
function silentByName(verdicts: readonly Verdict[]): Map<string, Verdict[]> {
  const byName = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    if (verdict.verdict !== "not-affected") continue;
    const cve = /CVE-\d{4}-\d+$/.exec(verdict.advisoryId)?.[0];
    for (const name of new Set([verdict.advisoryId, ...(cve === undefined ? [] : [cve])])) byName.set(name, [...(byName.get(name) ?? []), verdict]);
  }
  return byName;
}

function componentOf({ component, named, partsOf }: Judged, verdicts: readonly Verdict[], vulnerabilities: Vulnerabilities): AffectedComponent {
  const deciding = verdicts.flatMap(({ verdict, advisoryId }) => (verdict === "affected" ? partsOf(advisoryId) : []));
  const name = named.names.find(({ packageKey }) => packageKey === deciding[0]?.part.packageKey);
  const entries = deciding.filter(({ part }) => part.packageKey === name?.packageKey).map(({ prepared }) => prepared);
  return {
    component, advisories: verdicts.map((verdict) => ({ ...verdict, source: vulnerabilities.advisory(verdict.advisoryId)?.source ?? "?" })),
    clearedBy: name?.packageVersion === undefined ? undefined : smallestClearing(entries, schemeFor(name.ecosystem)?.parse(name.packageVersion)),
  };
}

function findingOf(group: readonly Hit[], vulnerabilities: Vulnerabilities): ScanFinding {
  const [{ vulnerabilityId, packageKey, verdict, suppression }] = group as [Hit, ...Hit[]];
  const components = group.map(({ affected }) => affected);
  const advisories = new Set(components.flatMap((one) => one.advisories.map(({ advisoryId }) => advisoryId)));
  const ecosystem = group[0]?.judged.named.names[0]?.ecosystem;
  const { record, severity, severities } = vulnerabilities.describe(vulnerabilityId, { advisories: [...advisories], ratings: ratingsOf(group, advisories), ecosystem });
  return {
    vulnerability: record, packageKey, verdict, components, severity, severities, suppression,
    isMalicious: components.some((one) => one.advisories.some((said) => said.verdict === verdict && isMaliciousPackage(said.advisoryId))),
    fix: fixOf(components, vulnerabilities), clearedBy: clearingEvery(components), disagreements: disagreementsOf(components, severities),
    priority: prioritise({ kev: record.kev, exploitKnown: false, epss: record.epss, cvssVector: record.cvssVector }, contextOf([])),
    remarks: [...new Map(group.flatMap(({ remarks }) => remarks).map((remark) => [JSON.stringify(remark), remark])).values()],
  };
}

function ratingsOf(group: readonly Hit[], advisories: ReadonlySet<string>): Map<string, readonly Severity[]> {
  const ratings = new Map<string, readonly Severity[]>();
  for (const id of advisories) {
    const part = group.flatMap(({ judged }) => judged.partsOf(id)).find(({ part: { severities } }) => severities.length > 0);
    if (part) ratings.set(id, part.part.severities);
  }
  return ratings;
}

/** The version that every component must reach; undefined when one of them has none. */
function clearingEvery(components: readonly AffectedComponent[]): string | undefined {
  const [first, ...others] = components;
  return others.reduce<string | undefined>((best, { clearedBy, advisories }) =>
    (best === undefined || clearedBy === undefined ? undefined : laterVersion(advisories[0]?.ecosystem ?? "", best, clearedBy)), first?.clearedBy);
}

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function byUrgency(a: ScanFinding, b: ScanFinding): number {
  return Number(b.isMalicious) - Number(a.isMalicious) || Number(b.vulnerability.kev) - Number(a.vulnerability.kev)
    || levels.indexOf(a.vulnerability.severity) - levels.indexOf(b.vulnerability.severity)
    || outcomes.indexOf(a.priority.outcome) - outcomes.indexOf(b.priority.outcome)
    || (b.vulnerability.cvss ?? -1) - (a.vulnerability.cvss ?? -1) || (b.vulnerability.epss ?? -1) - (a.vulnerability.epss ?? -1)
    || text(a.vulnerability.id, b.vulnerability.id) || text(a.packageKey, b.packageKey);
}
