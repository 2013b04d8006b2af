// The one upgrade of a component that ends the most: the smallest version that none of its package's advisories affects.
import { evaluatePrepared, smallestClearing } from "../versions/range.ts";
import type { PreparedAffected } from "../versions/range.ts";
import type { Scheme } from "../versions/scheme.ts";
import { schemeFor } from "../versions/scheme-of.ts";
import type { ComponentName } from "../inventory/component-names.ts";
import type { Judged } from "./scan-judge.ts";
import type { ScanFinding, Upgrade } from "./scan-result.ts";

export function upgradesOf(judged: readonly Judged[], findings: readonly ScanFinding[]): Upgrade[] {
  const byPurl = Map.groupBy(findings.flatMap((finding) => finding.components.map(({ component }) => ({ finding, purl: component.purl }))), ({ purl }) => purl);
  const upgrades = judged.flatMap((one) => {
    const own = byPurl.get(one.component.purl)?.map(({ finding }) => finding) ?? [];
    return own.length > 0 ? (upgradeOf(one, own) ?? []) : [];
  });
  const same = Map.groupBy(upgrades, ({ packageKey, from, to, clears, leaves }) => JSON.stringify([packageKey, from, to, clears, leaves]));
  return [...same.values()].map((group) => ({ ...group[0]!, components: group.flatMap(({ components }) => components) }));
}

function upgradeOf({ component, named, parts, verdicts }: Judged, findings: readonly ScanFinding[]): Upgrade | undefined {
  const affecting = verdicts.filter(({ verdict }) => verdict === "affected");
  const unfixed = new Set(affecting.filter(({ clearedBy }) => clearedBy === undefined).map(({ advisoryId }) => advisoryId));
  const fixable = new Map(affecting.flatMap(({ advisoryId, clearedBy }) => (clearedBy === undefined ? [] : [[advisoryId, clearedBy] as const])));
  const name = named.names.find(({ packageKey }) => parts.some(({ part }) => part.packageKey === packageKey && fixable.has(part.advisoryId)));
  if (name?.packageVersion === undefined) return undefined;
  const entries = parts.filter(({ part }) => part.packageKey === name.packageKey && !unfixed.has(part.advisoryId)).map(({ prepared }) => prepared);
  const to = clearingAll(entries, [...fixable.values()], name);
  if (to === undefined) return undefined;
  const isCleared = ({ components }: ScanFinding): boolean => components.every(({ component: { purl }, clearedBy }) => purl !== component.purl || clearedBy !== undefined);
  const idsOf = (some: readonly ScanFinding[]): string[] => some.map(({ vulnerability }) => vulnerability.id);
  return { components: [component], packageKey: name.packageKey, from: name.packageVersion, to, clears: idsOf(findings.filter(isCleared)), leaves: idsOf(findings.filter((finding) => !isCleared(finding))) };
}

/** Nothing below the highest of the single fixes can clear them all, so the search starts there: a kernel has thousands of entries. */
function clearingAll(entries: readonly PreparedAffected[], fixes: readonly string[], { ecosystem, packageVersion = "" }: ComponentName): string | undefined {
  const scheme = schemeFor(ecosystem);
  const highest = scheme && highestOf(scheme, fixes);
  if (!highest) return scheme && smallestClearing(entries, scheme.parse(packageVersion));
  if (entries.every((entry) => evaluatePrepared(entry, highest.at, highest.text).verdict === "not-affected")) return highest.text;
  return smallestClearing(entries, highest.at);
}

function highestOf(scheme: Scheme, versions: readonly string[]): { text: string; at: unknown } | undefined {
  return versions.map((text) => ({ text, at: scheme.parse(text) })).filter(({ at }) => at !== undefined).toSorted((a, b) => scheme.compare(b.at, a.at))[0];
}
