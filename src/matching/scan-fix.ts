// How a vulnerability is fixed in a package, from the ranges and the word of each source, with what they disagree on.
import type { FixState, Severity } from "../advisories/advisory.ts";
import { chooseSeverity } from "../advisories/severity.ts";
import { subscriptionFor } from "../versions/release-scope.ts";
import { schemeFor } from "../versions/scheme-of.ts";
import type { AffectedComponent, Disagreement, FixStatement, FixSummary, SourceVerdict } from "./scan-result.ts";
import type { Vulnerabilities } from "./scan-vulnerabilities.ts";

/** A fix anywhere is the answer people look for; then the word that says most about what will come. */
const order: readonly (FixState | "unknown")[] = ["fixed", "will-not-fix", "end-of-life", "deferred", "under-investigation", "not-fixed", "not-affected", "unknown"];

export function fixOf(components: readonly AffectedComponent[], vulnerabilities: Vulnerabilities): FixSummary {
  const statements = distinct(components.flatMap(({ advisories }) => advisories.filter(({ verdict }) => verdict === "affected").map(statementOf)));
  const fixes = statements.filter(({ state }) => state === "fixed");
  const since = fixes.flatMap(({ advisory }) => { const told = vulnerabilities.advisory(advisory); return told ? [told.publishedAt ?? told.modifiedAt] : []; });
  return {
    state: order.find((state) => statements.some((statement) => statement.state === state)) ?? "unknown",
    versions: inOrder(fixes.flatMap(({ version }) => version ?? []), components[0]?.advisories[0]?.ecosystem ?? ""),
    statements, knownSince: since.length > 0 ? Math.min(...since) : undefined, needs: needsOf(fixes),
  };
}

/** Several subscriptions are told together: which of them is at hand only the reader knows. */
function needsOf(fixes: readonly FixStatement[]): string | undefined {
  const needs = new Set(fixes.map((fix) => fix.needs));
  return fixes.length === 0 || needs.has(undefined) ? undefined : [...needs].toSorted().join(" or ");
}

/** What ranges say stands above a word: a version that the source itself does not affect is a fix, whatever was planned. */
function statementOf({ advisoryId, source, ecosystem, because, fixState, clearedBy }: SourceVerdict): FixStatement {
  const base = { advisory: advisoryId, source, version: clearedBy, after: undefined, needs: undefined };
  if (clearedBy !== undefined) return { ...base, state: "fixed", needs: subscriptionFor(ecosystem) };
  if (fixState !== undefined) return { ...base, state: fixState };
  if (because.kind !== "range") return { ...base, state: "unknown" };
  if (because.next === undefined) return { ...base, state: "not-fixed" };
  return { ...base, state: "unknown", after: "last_affected" in because.next ? because.next.last_affected : undefined };
}

function distinct(statements: readonly FixStatement[]): FixStatement[] {
  return [...new Map(statements.map((one) => [`${one.advisory}\n${one.version ?? ""}\n${one.needs ?? ""}`, one])).values()].toSorted((a, b) => (a.advisory < b.advisory ? -1 : a.advisory > b.advisory ? 1 : 0));
}

function inOrder(versions: readonly string[], ecosystem: string): string[] {
  const scheme = schemeFor(ecosystem);
  const parsed = [...new Set(versions)].map((text) => ({ text, at: scheme?.parse(text) }));
  return parsed.toSorted((a, b) => (scheme && a.at !== undefined && b.at !== undefined ? scheme.compare(a.at, b.at) : a.text < b.text ? -1 : 1)).map(({ text }) => text);
}

/** One component at a time: two components of other versions may rightly have other fixes. */
export function disagreementsOf(components: readonly AffectedComponent[], severities: readonly Severity[]): Disagreement[] {
  const differs = (of: (verdict: SourceVerdict) => string | undefined): boolean => components.some(({ advisories }) => new Set(advisories.flatMap((one) => of(one) ?? [])).size > 1);
  const bySource = Map.groupBy(severities, ({ source }) => source);
  const levels = bySource.size < 2 ? [] : [...bySource.values()].map((own) => chooseSeverity(own).level).filter((level) => level !== "unknown");
  return [
    ...(differs(({ verdict }) => verdict) ? ["verdict" as const] : []),
    ...(differs((one) => (one.verdict === "affected" ? fixWord(one) : undefined)) ? ["fix" as const] : []),
    ...(new Set(levels).size > 1 ? ["severity" as const] : []),
  ];
}

function fixWord(verdict: SourceVerdict): string {
  const { state, version, after } = statementOf(verdict);
  return `${state} ${version ?? after ?? ""}`;
}
