// A scan as plain data: the shape of `-o json` and of each line of `-o jsonl`. Members in a fixed order, unknown as null.
import { toIso } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Component } from "../inventory/component.ts";
import { sentenceOf } from "../matching/reason-text.ts";
import type { AffectedComponent, OwnedComponent, ScanFinding, Suppression, UnknownComponent, Upgrade } from "../matching/scan-result.ts";
import { placesOf } from "./report-lines.ts";
import type { ScanReport } from "./report.ts";

/** A change that breaks readers raises it. */
export const schemaVersion = 1;

const iso = (at: Instant | undefined): string | null => (at === undefined ? null : toIso(at));

/** What was scanned, with what, and how far the answer reaches. */
export function headJson({ at, toolVersion, target, result, coverings }: ScanReport): Record<string, unknown> {
  const { status, asOf } = result.data;
  return {
    at: toIso(at), tool: { name: "aftwatch", version: toolVersion },
    target: { path: target.path, subject: target.subject ? { name: target.subject.name ?? null, version: target.subject.version ?? null, purl: target.subject.purl ?? null } : null, sources: target.sources, failed: target.failed, locals: target.locals, rejects: target.rejects.map(({ at: place, name, reason, detail }) => ({ at: place, name: name ?? null, reason, detail })), notes: target.notes },
    data: { asOf: iso(asOf), builtAt: iso(status.builtAt), generation: status.generation, advisories: status.counts.advisories, sources: status.sources.map(({ id, records, newestAt, syncedAt }) => ({ id, records, newestAt: iso(newestAt), syncedAt: iso(syncedAt) })) },
    counts: {
      components: result.counts.components, judged: result.counts.judged, rejected: target.rejects.length, findings: result.findings.length, malicious: result.malicious.length,
      undecided: result.undecided.length, suppressed: result.suppressed.length, unknowns: result.unknowns.length, owned: result.owned.length,
    },
    coverings: { documents: coverings.documents, statements: coverings.statements, rejects: coverings.rejects, expired: coverings.expired.map((rule) => ({ ...rule, until: iso(rule.until) })) },
  };
}

export function findingJson(finding: ScanFinding): Record<string, unknown> {
  const { vulnerability: known, packageKey, verdict, isMalicious, components, severity, severities, fix, clearedBy, disagreements, priority, suppression, remarks } = finding;
  return {
    vulnerability: known.id, aliases: known.aliases, package: packageKey, verdict, malicious: isMalicious, summary: known.summary,
    severity: { level: known.severity, score: known.cvss ?? null, vector: known.cvssVector ?? null, from: known.severityFrom ?? null, because: severity.because, all: severities.map(({ type, score, source }) => ({ type, score, source })) },
    kev: known.kev ? { addedAt: iso(known.kevAddedAt), ransomware: known.ransomware } : null,
    epss: known.epss === undefined ? null : { probability: known.epss, percentile: known.epssPercentile ?? null },
    priority: { outcome: priority.outcome, inputs: priority.inputs }, publishedAt: iso(known.publishedAt),
    fix: { state: fix.state, versions: fix.versions, knownSince: iso(fix.knownSince), needs: fix.needs ?? null, statements: fix.statements.map(({ advisory, source, state, version, after, needs }) => ({ advisory, source, state, version: version ?? null, after: after ?? null, needs: needs ?? null })) },
    clearedBy: clearedBy ?? null, disagreements, components: components.map(affectedJson),
    suppression: suppression ? suppressionJson(suppression) : null, remarks: remarks.map(suppressionJson),
  };
}

function affectedJson(at: AffectedComponent): Record<string, unknown> {
  return {
    ...componentJson(at.component), clearedBy: at.clearedBy ?? null,
    advisories: at.advisories.map((said) => ({ id: said.advisoryId, source: said.source, verdict: said.verdict, ecosystem: said.ecosystem, compared: said.version ?? null, why: sentenceOf(said), because: said.because, fixState: said.fixState ?? null, clearedBy: said.clearedBy ?? null })),
  };
}

const componentJson = (component: Component): Record<string, unknown> =>
  ({ purl: component.purl, name: component.name, version: component.version ?? null, locations: placesOf({ component }), scope: component.scope ?? null, direct: component.direct ?? null });

const suppressionJson = ({ by, status, justification, reason, statedBy, document, until }: Suppression): Record<string, unknown> =>
  ({ by, status, justification: justification ?? null, reason, statedBy, document, until: iso(until) });

export const unknownJson = ({ component, reason, detail, advisories }: UnknownComponent): Record<string, unknown> => ({ ...componentJson(component), reason, detail, advisories });

export const ownedJson = ({ component, ownedBy, vulnerabilities }: OwnedComponent): Record<string, unknown> => ({ ...componentJson(component), ownedBy, vulnerabilities });

export const upgradeJson = ({ components, packageKey, from, to, clears, leaves }: Upgrade): Record<string, unknown> => ({ purls: components.map(({ purl }) => purl), package: packageKey, from, to, clears, leaves });
