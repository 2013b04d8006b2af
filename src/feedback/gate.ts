// The gate: a policy over an answer; which rule fired on what, what it could not decide, and what an exemption let through.
import { severities } from "../findings/finding.ts";
import type { Instant } from "../kernel/clock.ts";
import type { ScanFinding } from "../matching/scan-result.ts";
import { openOf } from "../matching/scan.ts";
import { purlCovers } from "../findings/vex-purl.ts";
import type { Exemption, FindingCondition, Policy, PolicyRule } from "./policy.ts";
import type { ScanReport } from "./report.ts";
import { ageText } from "./report-text.ts";

/** What a rule looked at. clearedBy: the smallest upgrade that would end it. */
export interface GateHit { subject: string; package: string | undefined; purls: readonly string[]; why: string; clearedBy: string | undefined }
interface ExemptedHit extends GateHit { reason: string; until: Instant }

/** state: fired; undecided when data is missing to say no; quiet. ended: exemptions that have run out and let nothing through. */
export interface RuleResult { id: string; action: PolicyRule["action"]; state: "fired" | "undecided" | "quiet"; hits: readonly GateHit[]; undecided: readonly GateHit[]; exempted: readonly ExemptedHit[]; ended: readonly Exemption[] }

/** A rule that fired fails the gate whatever else is not known; without one, a rule that could fire leaves it undecided. */
export interface GateResult { verdict: "pass" | "fail" | "undecided"; rules: readonly RuleResult[] }

/** Do the licences of a component fit? undefined: none is told. Handed in, because reading expressions is not needed where no rule asks. */
export type LicenceFits = (licences: readonly string[] | undefined, rule: { allowed: readonly string[] | undefined; denied: readonly string[] | undefined }) => boolean | undefined;

export function evaluateGate(policy: Policy, report: Pick<ScanReport, "at" | "result" | "target" | "components">, licenceFits: LicenceFits = () => undefined): GateResult {
  const rules = policy.rules.map((rule) => resultOf(rule, report, licenceFits));
  const failing = rules.filter(({ action }) => action === "fail");
  const verdict = failing.some(({ state }) => state === "fired") ? "fail" : failing.some(({ state }) => state === "undecided") ? "undecided" : "pass";
  return { verdict, rules };
}

type Answer = "yes" | "no" | "maybe";
interface Looked { answer: Answer; hit: GateHit; ids: readonly string[] }

function resultOf(rule: PolicyRule, report: Pick<ScanReport, "at" | "result" | "target" | "components">, licenceFits: LicenceFits): RuleResult {
  const looked = lookedAt(rule, report, licenceFits).filter(({ answer }) => answer !== "no");
  const holding = rule.exempt.filter(({ until }) => report.at < until);
  const exempted = looked.flatMap((one) => { const by = holding.find((exemption) => isExempt(exemption, one)); return by ? [{ ...one.hit, reason: by.reason, until: by.until }] : []; });
  const standing = looked.filter((one) => !holding.some((exemption) => isExempt(exemption, one)));
  const [hits, undecided] = [standing.filter(({ answer }) => answer === "yes"), standing.filter(({ answer }) => answer === "maybe")];
  return {
    id: rule.id, action: rule.action, state: hits.length > 0 ? "fired" : undecided.length > 0 ? "undecided" : "quiet",
    hits: hits.map(({ hit }) => hit), undecided: undecided.map(({ hit }) => hit), exempted, ended: rule.exempt.filter(({ until }) => until <= report.at),
  };
}

function isExempt({ vulnerability, package: named }: Exemption, { ids, hit }: Looked): boolean {
  if (vulnerability !== undefined && !ids.some((id) => id.toUpperCase() === vulnerability.toUpperCase())) return false;
  return named === undefined || named === hit.package || hit.purls.some((purl) => purlCovers(named, purl));
}

function lookedAt(rule: PolicyRule, report: Pick<ScanReport, "at" | "result" | "target" | "components">, licenceFits: LicenceFits): Looked[] {
  const { when } = rule;
  const whole = (answer: Answer, subject: string, why: string): Looked[] => [{ answer, ids: [], hit: { subject, package: undefined, purls: [], why, clearedBy: undefined } }];
  switch (when.kind) {
    case "finding": {
      const findings = [...openOf(report.result), ...report.result.undecided].map((finding): Looked => ({ answer: answerOn(when.on, finding, rule.unscored, report.at), hit: hitOf(finding), ids: idsOf(finding) }));
      // Without the source nothing is in the catalogue, and that would be an all clear.
      const unread = report.target.failed.flatMap(({ path, detail }) => whole("maybe", path, `it could not be read, so what it lists is not known: ${detail}`));
      return [...findings, ...unread, ...silentSources(when.on, report).flatMap((id) => whole("maybe", id, "no source of it is in the advisory index"))];
    }
    case "unknown-share": {
      const all = report.result.counts.components + report.target.rejects.length;
      const missing = report.result.unknowns.length + report.target.rejects.length;
      return whole(missing > when.above * all ? "yes" : "no", "components", `${missing} of ${all} are not covered`);
    }
    // Old data decides nothing, so this never says that something is wrong with the target.
    case "data-age": {
      const { asOf } = report.result.data;
      return whole(asOf === undefined || report.at - asOf > when.aboveMs ? "maybe" : "no", "advisories", asOf === undefined ? "the index holds none" : `they are as of ${ageText(report.at - asOf)} ago, ${ageText(when.aboveMs)} are allowed`);
    }
    case "licences": return report.components.map((component) => {
      const fits = licenceFits(component.licences, when);
      const why = fits === undefined ? "its licence is not told" : `its licence ${component.licences?.join(", ") ?? "?"} is not allowed`;
      return { answer: fits === undefined ? "maybe" : fits ? "no" : "yes", ids: [], hit: { subject: "licence", package: component.purl, purls: [component.purl], why, clearedBy: undefined } };
    });
    default: return when satisfies never;
  }
}

function silentSources({ kev, epss }: FindingCondition, { result: { data } }: Pick<ScanReport, "result">): string[] {
  const asked = [...(kev === undefined ? [] : ["kev"]), ...(epss === undefined ? [] : ["epss"])];
  return asked.filter((id) => !data.status.sources.some((source) => source.id === id));
}

const idsOf = ({ vulnerability: { id, aliases }, components }: ScanFinding): string[] => [id, ...aliases, ...components.flatMap(({ advisories }) => advisories.map(({ advisoryId }) => advisoryId))];

function hitOf({ vulnerability: { id, severity, kev, epss, summary }, packageKey, components, clearedBy, isMalicious }: ScanFinding): GateHit {
  const facts = [isMalicious ? "malicious" : severity === "unknown" ? "unscored" : severity, ...(kev ? ["KEV"] : []), ...(epss === undefined ? [] : [`EPSS ${epss.toFixed(2)}`])];
  return { subject: id, package: packageKey, purls: components.map(({ component: { purl } }) => purl), why: `${facts.join(", ")}: ${summary}`, clearedBy };
}

/** Every condition must hold; a finding that is itself undecided can at most make a rule undecided. */
function answerOn(on: FindingCondition, finding: ScanFinding, unscored: PolicyRule["unscored"], now: Instant): Answer {
  const { vulnerability: { kev, epss, severity, cvss }, fix, clearedBy, isMalicious, components, verdict } = finding;
  const answers: Answer[] = [
    ...(on.severity === undefined ? [] : [isMalicious ? "yes" : severity === "unknown" ? forUnscored[unscored] : said(severities.indexOf(severity) <= severities.indexOf(on.severity))]),
    ...(on.cvss === undefined ? [] : [isMalicious ? "yes" : cvss === undefined ? forUnscored[unscored] : said(cvss >= on.cvss)]),
    ...(on.kev === undefined ? [] : [said(kev === on.kev)]), ...(on.epss === undefined ? [] : [said(epss !== undefined && epss >= on.epss)]),
    ...(on.fixable === undefined ? [] : [said((clearedBy !== undefined) === on.fixable)]), ...(on.malicious === undefined ? [] : [said(isMalicious === on.malicious)]),
    ...(on.fixKnownForMs === undefined ? [] : [said(fix.knownSince !== undefined && now - fix.knownSince >= on.fixKnownForMs)]),
    ...(on.scope === undefined ? [] : [said(components.some(({ component: { scope } }) => scope === undefined || scope === "runtime"))]),
    ...(verdict === "unknown" ? ["maybe" as const] : []),
  ];
  return answers.includes("no") ? "no" : answers.includes("maybe") ? "maybe" : "yes";
}

const said = (holds: boolean): Answer => (holds ? "yes" : "no");
const forUnscored = { undecided: "maybe", fires: "yes", ignored: "no" } as const;
