// OpenVEX 0.2.0: what was found, as statements about the packages of the target.
import { toIso } from "../../kernel/clock.ts";
import type { ScanFinding, Suppression } from "../../matching/scan-result.ts";
import { defineReport } from "../report.ts";
import type { ScanReport } from "../report.ts";
import { fixStateText } from "../report-lines.ts";
import { contentUuid } from "../report-text.ts";

export const openvex = defineReport({
  id: "openvex",
  about: "OpenVEX 0.2.0: affected, not affected and under investigation, one statement for each finding.",
  mediaType: "application/vnd.openvex+json",
  render(report) {
    const { malicious, findings, undecided, suppressed } = report.result;
    const statements = [...malicious, ...findings, ...undecided, ...suppressed].map((finding) => statementOf(finding, report));
    const base = { "@context": "https://openvex.dev/ns/v0.2.0" };
    const rest = { author: "Aftwatch", role: "Scanner", timestamp: toIso(report.at), version: 1, tooling: `aftwatch ${report.toolVersion}`, statements };
    return `${JSON.stringify({ ...base, "@id": `urn:uuid:${contentUuid(JSON.stringify(rest))}`, ...rest }, null, 2)}\n`;
  },
});

function statementOf(finding: ScanFinding, { target: { subject } }: ScanReport): Record<string, unknown> {
  const { vulnerability: { id, aliases, summary }, components } = finding;
  const parts = components.map(({ component: { purl } }) => ({ "@id": purl, identifiers: { purl } }));
  const products = subject?.purl === undefined ? parts : [{ "@id": subject.purl, identifiers: { purl: subject.purl }, subcomponents: parts }];
  return { vulnerability: { name: id, ...(summary === id ? {} : { description: summary }), ...(aliases.length > 0 ? { aliases } : {}) }, products, ...wordsOf(finding) };
}

/** A statement of affected needs an action, one of not affected a justification or an impact (OpenVEX 0.2.0, "Status Labels"). */
function wordsOf({ suppression, verdict, isMalicious, clearedBy, fix }: ScanFinding): Record<string, string> {
  if (suppression) return coveredWords(suppression);
  if (verdict === "unknown") return { status: "under_investigation", status_notes: "An advisory speaks of the package; whether this version is affected could not be told." };
  if (isMalicious) return { status: "affected", action_statement: "Remove the package and treat secrets in its reach as taken." };
  return { status: "affected", action_statement: clearedBy === undefined ? `No version is known that every source calls clear; the state of a fix is: ${fixStateText(fix)}.` : `Upgrade to ${clearedBy} or later.` };
}

const justifications = new Set(["component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path", "vulnerable_code_cannot_be_controlled_by_adversary", "inline_mitigations_already_exist"]);

function coveredWords({ status, justification, reason, statedBy, until }: Suppression): Record<string, string> {
  const said = `${reason} (${statedBy})`;
  switch (status) {
    case "not_affected": return { status, ...(justification !== undefined && justifications.has(justification) ? { justification } : {}), impact_statement: said };
    case "fixed": return { status, status_notes: said };
    // An accepted risk is affected all the same.
    case "ignored": return { status: "affected", action_statement: `Accepted${until === undefined ? "" : ` until ${toIso(until)}`}: ${said}` };
    case "affected": return { status, action_statement: said };
    case "under_investigation": return { status, status_notes: said };
    default: return status satisfies never;
  }
}
