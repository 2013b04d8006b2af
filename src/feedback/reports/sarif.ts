// SARIF 2.1.0 for code scanning: one rule for each vulnerability, one result for each place a component was found in.
import { isAbsolute, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { toIso } from "../../kernel/clock.ts";
import type { ScanFinding } from "../../matching/scan-result.ts";
import { defineReport } from "../report.ts";
import type { ScanReport } from "../report.ts";
import { closingLines, linesOf, removalLine, whyText } from "../report-lines.ts";
import type { ReportLine } from "../report-lines.ts";
import { advisoryUrl, plain, sha256 } from "../report-text.ts";

export const sarif = defineReport({
  id: "sarif",
  about: "SARIF 2.1.0: rules, results with the line of the lock file, fingerprints that hold across scans, security-severity.",
  mediaType: "application/sarif+json",
  render(report) {
    const lines = linesOf(report);
    const rules = [...Map.groupBy(lines, ({ finding }) => ruleId(finding)).values()].map(([line]) => (line as ReportLine).finding);
    const places = new Map(rules.map((finding, at) => [ruleId(finding), at]));
    const run = {
      tool: { driver: { name: "Aftwatch", version: report.toolVersion, semanticVersion: report.toolVersion, rules: rules.map(ruleOf) } },
      columnKind: "utf16CodeUnits", invocations: [invocationOf(report)],
      results: lines.flatMap((line) => resultsOf(line, places, report)),
    };
    return `${JSON.stringify({ $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", version: "2.1.0", runs: [run] }, null, 2)}\n`;
  },
});

const ruleId = ({ vulnerability: { id } }: ScanFinding): string => id;

function ruleOf({ vulnerability: known, isMalicious }: ScanFinding): Record<string, unknown> {
  const url = advisoryUrl(known.id);
  const score = isMalicious ? 10 : known.cvss;
  const help = [plain(known.summary), ...(known.aliases.length > 0 ? [`Also known as ${known.aliases.join(", ")}.`] : []), ...(known.kev ? ["Exploited in the wild (CISA KEV)."] : []), ...(isMalicious ? [removalLine] : [])].join(" ");
  return {
    id: known.id, name: known.id.replaceAll(/[^A-Za-z0-9]/g, ""), shortDescription: { text: plain(`${known.id}: ${known.summary}`) }, fullDescription: { text: plain(known.summary) },
    help: { text: help }, ...(url === undefined ? {} : { helpUri: url }), defaultConfiguration: { level: isMalicious ? "error" : levelOf(known.severity) },
    properties: { tags: ["security", "vulnerability", ...(isMalicious ? ["malicious"] : []), ...(known.kev ? ["kev"] : [])], ...(score === undefined ? {} : { "security-severity": score.toFixed(1) }) },
  };
}

const levelOf = (severity: string): "error" | "warning" | "note" => (severity === "critical" || severity === "high" ? "error" : severity === "low" ? "note" : "warning");

function resultsOf(line: ReportLine, rules: ReadonlyMap<string, number>, report: ScanReport): Record<string, unknown>[] {
  const { finding, at, section, fix } = line;
  const name = `${at.component.name} ${at.component.version ?? "(no version)"}`;
  const message = section === "undecided" ? `Whether ${name} is affected by ${finding.vulnerability.id} cannot be told. ${whyText(at)}` : finding.isMalicious ? `${name} is malicious (${finding.vulnerability.id}). ${removalLine}` : `${name} is affected by ${finding.vulnerability.id}. Fix: ${fix}. ${whyText(at)}`;
  const kind = section === "undecided" ? { kind: "review", level: "none" } : { kind: "fail", level: finding.isMalicious ? "error" : levelOf(finding.vulnerability.severity) };
  const places = line.places.length > 0 ? line.places : [report.target.path];
  return places.map((place) => ({
    ruleId: ruleId(finding), ruleIndex: rules.get(ruleId(finding)), ...kind, message: { text: plain(message) }, locations: [locationOf(place, report.target)],
    // Nothing that can change is part of the identity: not the version, not the score, not the line.
    partialFingerprints: { "aftwatchFinding/v1": sha256(JSON.stringify([finding.vulnerability.id, finding.packageKey, fileOf(place, report.target.path).file])) },
    properties: { purl: at.component.purl, priority: finding.priority.outcome, fixState: finding.fix.state, ...(finding.fix.needs === undefined ? {} : { fixNeeds: finding.fix.needs }), ...(at.clearedBy === undefined ? {} : { clearedBy: at.clearedBy }) },
    ...(finding.suppression ? { suppressions: [{ kind: "external", status: "accepted", justification: plain(`${finding.suppression.status} (${finding.suppression.statedBy}): ${finding.suppression.reason}`) }] } : {}),
  }));
}

// Code scanning asks for a line; a place without one is shown at the first.
/** "package-lock.json:120" is a line of a file; "/components/3" a place within the document that was scanned. */
function fileOf(place: string, target: string): { file: string; line: number; within: string | undefined } {
  const [, file, line] = /^(.+?):(\d+)$/.exec(place) ?? [];
  if (file !== undefined && line !== undefined) return { file, line: Math.max(1, Number(line)), within: undefined };
  const [, holder, pointer] = /^([^#]*)#?(\/(?:components|packages|metadata|bom)[/[].*)$/.exec(place) ?? [];
  if (pointer !== undefined) return { file: holder === undefined || holder === "" ? target : holder, line: 1, within: pointer };
  const [, path, inside] = /^([^#]+)#(.+)$/.exec(place) ?? [];
  return path === undefined ? { file: place, line: 1, within: undefined } : { file: path, line: 1, within: inside };
}

function locationOf(place: string, { path, base }: ScanReport["target"]): Record<string, unknown> {
  const { file, line, within } = fileOf(place, path);
  const relative = file === path ? file : posix.join(base.replaceAll("\\", "/"), file);
  const uri = isAbsolute(file) ? pathToFileURL(file).href : isAbsolute(relative) ? pathToFileURL(relative).href : file === "-" ? "stdin" : relative.split("/").map(encodeURIComponent).join("/");
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine: line } }, ...(within === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: within }] }) };
}

function invocationOf(report: ScanReport): Record<string, unknown> {
  const gaps = report.result.unknowns.map(({ component, reason, detail }) => ({ level: "warning", message: { text: plain(`${component.purl} is not covered: ${detail}.`) }, descriptor: { id: reason } }));
  const rejects = report.target.rejects.map(({ at, name, reason, detail }) => ({ level: "warning", message: { text: plain(`${name ?? at} could not be read: ${detail}`) }, descriptor: { id: reason } }));
  const closing = closingLines(report).map((text) => ({ level: "note", message: { text: plain(text) } }));
  return { executionSuccessful: true, endTimeUtc: toIso(report.at), toolExecutionNotifications: [...closing, ...gaps, ...rejects] };
}
