// JUnit XML for continuous integration: one test case for each check; its findings are failures, what was not tested is skipped with its reason.
import { toIso } from "../../kernel/clock.ts";
import { placeText } from "../finding.ts";
import type { DastFinding } from "../finding.ts";
import type { CheckCoverage, DastScan } from "../scan.ts";
import { defineReport } from "./report.ts";
import { count, cweText, escaped, gapsOf, headLine, inOrder, isOpen } from "./report-words.ts";

interface Case { name: string; ms: number; failures: readonly DastFinding[]; skipped: string | undefined }

/** The dialect that Jenkins, GitLab and the others share: testsuites/testsuite/testcase with failure, skipped and system-out. */
export const junit = defineReport({
  id: "junit", about: "JUnit XML: one test case for each check, for continuous integration.", mediaType: "application/xml", extension: "xml",
  write({ scan, findings }) {
    const cases = casesOf(scan, inOrder(findings));
    const [failures, skipped] = [cases.filter((one) => one.failures.length > 0).length, cases.filter((one) => one.failures.length === 0 && one.skipped !== undefined).length];
    const seconds = scan.startedAt === undefined || scan.endedAt === undefined ? "0" : ((scan.endedAt - scan.startedAt) / 1000).toFixed(3);
    const figures = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${seconds}"`;
    const properties = [["scan", scan.scanId], ["url", scan.url], ["profile", scan.profile], ["seed", scan.spec.seed], ["ended-because", scan.report?.endedBecause ?? scan.state]] as const;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="aftwatch dast" ${figures}>`,
      `  <testsuite name="${escaped(scan.url)}" ${figures}${scan.startedAt === undefined ? "" : ` timestamp="${toIso(scan.startedAt)}"`}>`,
      "    <properties>", ...properties.map(([name, value]) => `      <property name="${name}" value="${escaped(value)}"/>`), "    </properties>",
      ...cases.flatMap(caseLines), `    <system-out>${escaped([headLine(scan), ...gapsOf(scan, findings).map(({ subject, why }) => `${subject}: ${why}`)].join("\n"))}</system-out>`,
      "  </testsuite>", "</testsuites>", "",
    ].join("\n");
  },
});

/** Every check that the scan had on its list, and every one that found something; the scan itself is a case, so that one that was refused is no green build. */
function casesOf(scan: DastScan, findings: readonly DastFinding[]): Case[] {
  const open = Map.groupBy(findings.filter(isOpen), ({ check }) => check);
  const checks = new Map((scan.report?.coverage.checks ?? []).map((one) => [one.check, one]));
  const names = [...new Set([...checks.keys(), ...open.keys()])].toSorted();
  const whole = scan.report?.endedBecause === "complete" ? undefined : scan.report?.detail ?? scan.failure ?? `The scan ended because: ${scan.report?.endedBecause ?? scan.state}.`;
  return [{ name: "scan", ms: 0, failures: [], skipped: whole }, ...names.map((name) => ({ name, ms: 0, failures: open.get(name) ?? [], skipped: skippedBecause(checks.get(name)) }))];
}

// Passive checks plan nothing: they look at whatever came, and are skipped only when something says so.
function skippedBecause(check: CheckCoverage | undefined): string | undefined {
  if (check === undefined) return undefined;
  const reasons = Object.keys(check.unable).toSorted();
  const left = check.planned - check.done;
  if (left > 0) return [`${left} of ${count(check.planned, "place")} were not tested`, ...reasons].join("; ");
  const unable = Object.values(check.unable).reduce((sum, times) => sum + times, 0);
  return reasons.length > 0 && unable >= check.planned ? reasons.join("; ") : undefined;
}

function caseLines({ name, failures, skipped }: Case): string[] {
  const open = `    <testcase classname="aftwatch.dast" name="${escaped(name)}"`;
  if (failures.length === 0 && skipped === undefined) return [`${open}/>`];
  if (failures.length === 0) return [`${open}>`, `      <skipped message="${escaped(skipped ?? "")}"/>`, "    </testcase>"];
  return [`${open}>`, ...failures.flatMap(failureLines), "    </testcase>"];
}

function failureLines(one: DastFinding): string[] {
  const attack = one.evidence.exchanges.find(({ role }) => role === "attack");
  const lines = [`${one.title} at ${placeText(one.place)}`, one.evidence.because, [cweText(one.cwe), ...one.owasp].filter(Boolean).join(", "), one.remediation, attack?.curl ?? "", `aftwatch dast replay ${one.findingId}`];
  return [`      <failure type="${one.severity}" message="${escaped(`${one.severity}: ${one.title} at ${placeText(one.place)} (${one.confidence}, ${one.lastOutcome})`)}">${escaped(lines.filter((line) => line !== "").join("\n"))}</failure>`];
}
