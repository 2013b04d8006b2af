// CycloneDX 1.6 as a vulnerability disclosure report: every component that was read, and what was found in them.
import { toIso } from "../../kernel/clock.ts";
import type { Severity } from "../../advisories/advisory.ts";
import { chooseSeverity } from "../../advisories/severity.ts";
import type { Component } from "../../inventory/component.ts";
import type { ScanFinding, Suppression } from "../../matching/scan-result.ts";
import { defineReport } from "../report.ts";
import type { ScanReport } from "../report.ts";
import { advisoryUrl, contentUuid } from "../report-text.ts";

export const cyclonedx = defineReport({
  id: "cyclonedx",
  about: "CycloneDX 1.6 (ECMA-424) with components and vulnerabilities: ratings, affects, analysis.",
  mediaType: "application/vnd.cyclonedx+json; version=1.6",
  render(report) {
    const { malicious, findings, undecided, suppressed } = report.result;
    const body = {
      version: 1, metadata: metadataOf(report), components: report.components.map(componentOf),
      vulnerabilities: [...malicious, ...findings, ...undecided, ...suppressed].map(vulnerabilityOf),
    };
    return `${JSON.stringify({ $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", bomFormat: "CycloneDX", specVersion: "1.6", serialNumber: `urn:uuid:${contentUuid(JSON.stringify(body))}`, ...body }, null, 2)}\n`;
  },
});

function metadataOf({ at, toolVersion, target: { subject, path } }: ScanReport): Record<string, unknown> {
  const component = { type: "application", "bom-ref": "target", name: subject?.name ?? path, ...(subject?.version === undefined ? {} : { version: subject.version }), ...(subject?.purl === undefined ? {} : { purl: subject.purl }) };
  return { timestamp: toIso(at), tools: { components: [{ type: "application", name: "aftwatch", version: toolVersion }] }, component };
}

/** bom-refs must be unique; a canonical purl is. */
function componentOf({ purl, name, version, location, locations = [], scope }: Component): Record<string, unknown> {
  const places = [...new Set([...(location === undefined ? [] : [location]), ...locations])];
  return {
    type: "library", "bom-ref": purl, name, ...(version === undefined ? {} : { version }), ...(scope === undefined ? {} : { scope: scope === "runtime" ? "required" : scope === "optional" ? "optional" : "excluded" }), purl,
    ...(places.length > 0 ? { evidence: { occurrences: places.map((place) => ({ location: place })) } } : {}),
  };
}

function vulnerabilityOf(finding: ScanFinding): Record<string, unknown> {
  const { vulnerability: known, components, severities, clearedBy, fix, packageKey, isMalicious } = finding;
  const advisories = [...new Set(components.flatMap((one) => one.advisories.map(({ advisoryId }) => advisoryId)))];
  const urls = advisories.flatMap((id) => { const url = advisoryUrl(id); return url === undefined ? [] : [{ title: id, url }]; });
  return {
    "bom-ref": `${known.id}/${packageKey}`, id: known.id, source: sourceOf(known.id),
    ...(known.aliases.length > 0 ? { references: known.aliases.map((id) => ({ id, source: sourceOf(id) })) } : {}),
    ...(severities.length > 0 ? { ratings: severities.map(ratingOf) } : {}),
    description: known.summary, recommendation: isMalicious ? "Remove the package and treat secrets in its reach as taken." : clearedBy === undefined ? `State of a fix: ${fix.state}.` : `Upgrade to ${clearedBy} or later.`,
    ...(urls.length > 0 ? { advisories: urls } : {}), ...(known.publishedAt === undefined ? {} : { published: toIso(known.publishedAt) }),
    ...analysisOf(finding), affects: components.map(({ component: { purl, version } }) => ({ ref: purl, ...(version === undefined ? {} : { versions: [{ version, status: finding.suppression && isEnded(finding.suppression) ? "unaffected" : finding.verdict === "unknown" ? "unknown" : "affected" }] }) })),
    properties: propertiesOf(finding),
  };
}

const sourceOf = (id: string): Record<string, string> => { const url = advisoryUrl(id); return { name: id.slice(0, id.indexOf("-")) || id, ...(url === undefined ? {} : { url }) }; };

function ratingOf(severity: Severity): Record<string, unknown> {
  const { level, score } = chooseSeverity([severity]);
  const method = { CVSS_V2: "CVSSv2", CVSS_V3: severity.score.startsWith("CVSS:3.1") ? "CVSSv31" : "CVSSv3", CVSS_V4: "CVSSv4", Ubuntu: "other", word: "other" }[severity.type];
  return { source: { name: severity.source }, ...(score === undefined ? {} : { score }), severity: level, method, ...(method === "other" ? { justification: severity.score } : { vector: severity.score }) };
}

/** An open finding is found, not analysed: it gets no state that nobody has stated. */
function analysisOf({ suppression, verdict }: ScanFinding): Record<string, unknown> {
  if (suppression) return { analysis: analysisFrom(suppression) };
  return verdict === "unknown" ? { analysis: { state: "in_triage", detail: "An advisory speaks of the package; whether this version is affected could not be told." } } : {};
}

const isEnded = ({ status }: Suppression): boolean => status === "not_affected" || status === "fixed";

// OpenVEX "Status Justifications" in the words of ECMA-424, vulnerabilities[].analysis.justification.
const justifications: Readonly<Record<string, string>> = {
  component_not_present: "code_not_present", vulnerable_code_not_present: "code_not_present", vulnerable_code_not_in_execute_path: "code_not_reachable",
  vulnerable_code_cannot_be_controlled_by_adversary: "requires_environment", inline_mitigations_already_exist: "protected_by_mitigating_control",
};
const ownWords = new Set(["code_not_present", "code_not_reachable", "requires_configuration", "requires_dependency", "requires_environment", "protected_by_compiler", "protected_at_runtime", "protected_at_perimeter", "protected_by_mitigating_control"]);

function analysisFrom({ status, justification = "", reason, statedBy }: Suppression): Record<string, unknown> {
  const detail = `${reason} (${statedBy})`;
  if (status === "ignored") return { state: "exploitable", response: ["will_not_fix"], detail };
  const word = ownWords.has(justification) ? justification : justifications[justification];
  return { state: status === "fixed" ? "resolved" : "not_affected", ...(status === "not_affected" && word !== undefined ? { justification: word } : {}), detail };
}

function propertiesOf({ vulnerability: { kev, epss }, priority, isMalicious, fix }: ScanFinding): { name: string; value: string }[] {
  return [
    { name: "aftwatch:kev", value: String(kev) }, ...(epss === undefined ? [] : [{ name: "aftwatch:epss", value: String(epss) }]), { name: "aftwatch:priority", value: priority.outcome },
    { name: "aftwatch:fix-state", value: fix.state }, ...(isMalicious ? [{ name: "aftwatch:malicious", value: "true" }] : []),
  ];
}
