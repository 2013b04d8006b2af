// What every report for people shows: one line for each finding and component, and the sentences that say what the answer rests on.
import { sentenceOf } from "../matching/reason-text.ts";
import type { AffectedComponent, FixSummary, ScanFinding, UnknownReason } from "../matching/scan-result.ts";
import type { ScanReport } from "./report.ts";
import { ageText, count } from "./report-text.ts";

export type Section = "malicious" | "affected" | "undecided" | "suppressed";

/** One component of one finding. */
export interface ReportLine { section: Section; finding: ScanFinding; at: AffectedComponent; severity: string; fix: string; marks: readonly string[]; places: readonly string[] }

export function linesOf({ result }: Pick<ScanReport, "result">): ReportLine[] {
  const sections: readonly (readonly [Section, readonly ScanFinding[]])[] = [["malicious", result.malicious], ["affected", result.findings], ["undecided", result.undecided], ["suppressed", result.suppressed]];
  return sections.flatMap(([section, findings]) => findings.flatMap((finding) => finding.components.map((at): ReportLine => ({
    section, finding, at, severity: finding.isMalicious ? "malicious" : finding.vulnerability.severity, fix: fixText(finding, at), marks: marksOf(finding), places: placesOf(at),
  }))));
}

/** A line for people: components of one version that a distribution builds from one source stand in one, with their names. */
export interface MergedLine extends ReportLine { package: string }

/** Packages of a distribution: their advisories name the source, people know what is installed. */
const isBuilt = /^pkg:(?:deb|rpm|apk)\//;

export function mergedLinesOf(report: Pick<ScanReport, "result">): MergedLine[] {
  const groups = Map.groupBy(linesOf(report), ({ finding, at, fix }) => finding.components.length === 1 ? at : JSON.stringify([idOf(finding), at.component.version, at.clearedBy, fix]));
  return [...groups.values()].map((group) => {
    const [first] = group as [ReportLine, ...ReportLine[]];
    const names = [...new Set(group.flatMap(({ at: { component } }) => (isBuilt.test(component.purl) ? [component.name] : [])))].filter((name) => name !== first.finding.packageKey.split(":")[1]);
    return { ...first, places: [...new Set(group.flatMap(({ places }) => places))], package: `${first.finding.packageKey}${names.length > 0 ? ` (${names.join(", ")})` : ""}` };
  });
}

const idOf = ({ vulnerability: { id }, packageKey, verdict, suppression }: ScanFinding): string => JSON.stringify([id, packageKey, verdict, suppression]);

const words = { "not-fixed": "not fixed", "will-not-fix": "will not be fixed", "end-of-life": "end of life", deferred: "fix deferred", "under-investigation": "under investigation", "not-affected": "not affected", unknown: "unknown" } as const;

/** The smallest version that clears this component, else what the sources say. */
function fixText({ fix, isMalicious }: ScanFinding, { clearedBy }: AffectedComponent): string {
  if (isMalicious) return "remove it";
  if (clearedBy !== undefined) return `${clearedBy}${needsText(fix, clearedBy)}`;
  return fix.state === "fixed" ? (fix.versions.length > 0 ? `${fix.versions.join(" or ")}, not by every source${needsText(fix)}` : "fixed, version not told") : fixStateText(fix);
}

/** The higher of two fixes may need a subscription that the lower does not: those who name this very version decide. */
function needsText({ needs, statements }: FixSummary, version?: string): string {
  const own = statements.filter((statement) => statement.version !== undefined && statement.version === version);
  const asked = own.length === 0 ? [needs] : [...new Set(own.map((statement) => statement.needs))].toSorted();
  return asked.includes(undefined) ? "" : ` (needs ${asked.join(" or ")})`;
}

export function fixStateText({ state, statements }: FixSummary): string {
  const after = statements.find((statement) => statement.after !== undefined)?.after;
  return state === "fixed" ? "fixed" : after === undefined || state !== "unknown" ? words[state] : `above ${after}`;
}

function marksOf({ vulnerability: { kev, ransomware, epss }, disagreements }: ScanFinding): string[] {
  return [...(kev ? ["KEV"] : []), ...(ransomware ? ["ransomware"] : []), ...(epss !== undefined && epss >= 0.01 ? [`EPSS ${epss.toFixed(2)}`] : []), ...(disagreements.length > 0 ? [`sources differ: ${disagreements.join(", ")}`] : [])];
}

export const placesOf = ({ component }: Pick<AffectedComponent, "component">): readonly string[] =>
  [...new Set([...(component.location === undefined ? [] : [component.location]), ...(component.locations ?? [])])];

/** Why one component of a finding is affected or cannot be told, advisory by advisory. */
export const whyText = ({ advisories }: AffectedComponent): string => advisories.map((said) => `${said.advisoryId}: ${sentenceOf(said)}`).join(" ");

const gapWords: Readonly<Record<UnknownReason, string>> = {
  "no-ecosystem": "of a type no database of advisories knows", "no-data": "of an ecosystem the index holds no advisories of", "no-release": "of a distribution whose release is not told", "no-version": "without version",
  "unreadable-version": "with a version that cannot be read", "no-scheme": "of an ecosystem without a known order of versions", git: "with advisories that name commits only",
};

/** Why each component that is not covered is not, with how many. */
function gapsOf({ result, target }: Pick<ScanReport, "result" | "target">): string[] {
  const byReason = Map.groupBy(result.unknowns, ({ reason }) => reason);
  const rejected = Map.groupBy(target.rejects, ({ reason }) => reason);
  const failed = target.failed.length > 0 ? [`all of ${count(target.failed.length, "file")} that could not be read: ${target.failed.map(({ path }) => path).join(", ")}`] : [];
  return [...failed, ...[...byReason].map(([reason, own]) => `${own.length} ${gapWords[reason]}`), ...[...rejected].map(([reason, own]) => `${own.length} that could not be read (${reason})`)];
}

/** @example "312 components, 3 not covered (3 of a type no database of advisories knows); advisories as of 12 min ago." */
export function closingLines(report: Pick<ScanReport, "at" | "result" | "target" | "coverings">): string[] {
  const { result, target, coverings, at } = report;
  const gaps = gapsOf(report);
  const all = result.counts.components + target.rejects.length;
  const uncovered = result.unknowns.length + target.rejects.length;
  const asOf = result.data.asOf === undefined ? "the index holds no advisories yet" : `advisories as of ${ageText(at - result.data.asOf)} ago`;
  const hidden = result.suppressed.length > 0 ? [`${count(result.suppressed.length, "finding")} covered by statements or ignore rules.`] : [];
  const owned = result.owned.length > 0 ? [`${count(result.owned.length, "package")} left to the distribution's package that owns ${result.owned.length === 1 ? "it" : "them"}.`] : [];
  const expired = coverings.expired.length > 0 ? [`${count(coverings.expired.length, "ignore rule")} ended and ${coverings.expired.length === 1 ? "hides" : "hide"} nothing: ${coverings.expired.map(({ vulnerability }) => vulnerability).join(", ")}.`] : [];
  const unread = coverings.rejects.length > 0 ? [`${count(coverings.rejects.length, "VEX statement")} could not be used.`] : [];
  const missing = uncovered === 0 ? `not covered: ${gaps.join(", ")}` : `${uncovered} not covered (${gaps.join(", ")})`;
  return [`${count(all, "component")}, ${gaps.length === 0 ? "all covered" : missing}; ${asOf}.`, ...hidden, ...owned, ...expired, ...unread];
}

/** @example "14 findings: 1 malicious, 2 critical, 3 high, 8 medium; 5 can be cleared by an upgrade." */
export function headLine({ result }: Pick<ScanReport, "result">): string {
  const { malicious, findings, undecided } = result;
  if (malicious.length + findings.length === 0) return `No finding${undecided.length > 0 ? `; ${undecided.length} cannot be told` : ""}.`;
  const levels = Map.groupBy(findings, ({ vulnerability }) => vulnerability.severity);
  const parts = [...(malicious.length > 0 ? [`${malicious.length} malicious`] : []), ...(["critical", "high", "medium", "low", "unknown"] as const).flatMap((level) => { const own = levels.get(level); return own ? [`${own.length} ${level === "unknown" ? "unscored" : level}`] : []; })];
  const cleared = findings.filter(({ clearedBy }) => clearedBy !== undefined).length;
  return `${count(malicious.length + findings.length, "finding")}: ${parts.join(", ")}; ${cleared} can be cleared by an upgrade${undecided.length > 0 ? `; ${undecided.length} more cannot be told` : ""}.`;
}

export const removalLine = "Made to harm: remove it, and treat every secret that was in its reach as taken.";
