// RFC 4180, one line for each component of each finding; cells that a spreadsheet would run are made text.
import { defineReport } from "../report.ts";
import { linesOf, whyText } from "../report-lines.ts";
import type { ReportLine } from "../report-lines.ts";
import { plain } from "../report-text.ts";

export const csv = defineReport({
  id: "csv",
  about: "RFC 4180; one line for each component of each finding, and one for each component that could not be judged.",
  mediaType: "text/csv; header=present",
  render(report) {
    const gaps = report.result.unknowns.map(({ component, reason, detail }) => ["not-covered", "", "", "", "", "", "", "", component.purl, component.version ?? "", "", "", component.location ?? "", `${reason}: ${detail}`, ""]);
    const owned = report.result.owned.map(({ component, ownedBy, vulnerabilities }) => ["owned", vulnerabilities.join(" "), "", "", "", "", "", "", component.purl, component.version ?? "", "", "", component.location ?? "", `its files belong to ${ownedBy}`, ""]);
    return [heads, ...linesOf(report).map(cellsOf), ...gaps, ...owned].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
  },
});

const heads = ["STATE", "VULNERABILITY", "ALIASES", "SEVERITY", "CVSS", "KEV", "EPSS", "PACKAGE", "PURL", "VERSION", "FIX", "CLEARED BY", "LOCATIONS", "WHY", "COVERED BY"];

function cellsOf({ section, finding, at, severity, fix, places }: ReportLine): string[] {
  const { id, aliases, cvss, kev, epss } = finding.vulnerability;
  const covered = finding.suppression ? `${finding.suppression.status} by ${finding.suppression.statedBy}: ${finding.suppression.reason}` : "";
  return [section, id, aliases.join(" "), severity, cvss === undefined ? "" : String(cvss), kev ? "yes" : "no", epss === undefined ? "" : String(epss), finding.packageKey, at.component.purl, at.component.version ?? "", fix, at.clearedBy ?? "", places.join(" "), whyText(at), covered];
}

/** A spreadsheet takes text that begins with one of these for a formula; an apostrophe before it keeps it text (OWASP, "CSV Injection"). */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  const shown = plain(safe);
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
};
