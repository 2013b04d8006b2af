// The report for people: one file without scripts or anything from elsewhere, readable on a screen and on paper; what was not tested stands on page one.
import { toIso } from "../../kernel/clock.ts";
import { dastSeverities, scanOutcomes } from "../finding.ts";
import type { DastFinding } from "../finding.ts";
import type { DastScan, ScanCoverage } from "../scan.ts";
import { findingHtml } from "./html-finding.ts";
import { style } from "./html-style.ts";
import { defineReport } from "./report.ts";
import { count, escaped, gapsOf, headLine, inOrder, isOpen } from "./report-words.ts";
import type { Gap } from "./report-words.ts";

export const html = defineReport({
  id: "html", about: "One page for people: findings with their evidence, coverage, and what was not tested.", mediaType: "text/html; charset=utf-8", extension: "html",
  write({ scan, findings, at, publicUrl }) {
    const ordered = inOrder(findings);
    const [open, fixed, dismissed] = [ordered.filter(isOpen), ordered.filter(({ state }) => state === "fixed"), ordered.filter(({ state }) => state === "dismissed")];
    return [
      "<!doctype html>", '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
      // The evidence is other people's text: were any of it to become markup, it still could not run or load anything.
      '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; base-uri \'none\'; form-action \'none\'">',
      `<title>${escaped(`Test of ${scan.url}`)}</title>`, `<style>${style}</style></head><body>`,
      `<h1>${escaped(`Test of ${scan.url}`)}</h1>`, `<p>${escaped(headLine(scan))}</p>`, talliesOf(open, scan), factsOf(scan, at), gapsHtml(gapsOf(scan, findings)),
      section("Open findings", open, publicUrl, "None was proved. What was not tested stands above."), section("Fixed", fixed, publicUrl), section("Dismissed", dismissed, publicUrl),
      ...(scan.report === undefined ? [] : [coverageHtml(scan.report.coverage)]), "</body></html>", "",
    ].filter((part) => part !== "").concat("").join("\n");
  },
});

function talliesOf(open: readonly DastFinding[], { counts }: DastScan): string {
  const bySeverity = dastSeverities.map((level) => `<li><b class="${level}">${open.filter(({ severity }) => severity === level).length}</b> ${level}</li>`);
  return `<ul class="tally">${bySeverity.join("")}</ul>\n<ul class="tally">${scanOutcomes.map((one) => `<li><b>${counts[one]}</b> ${one.replace("-", " ")}</li>`).join("")}</ul>`;
}

function factsOf({ scanId, profile, spec, startedAt, endedAt, report, reason, startedBy }: DastScan, at: number): string {
  const facts: [string, string | undefined][] = [
    ["Scan", `${scanId} (${reason}, by ${startedBy})`], ["Profile", [profile, ...spec.optIn.map((one) => `+${one}`)].join(" ")], ["Time", startedAt === undefined ? undefined : `${toIso(startedAt)} to ${endedAt === undefined ? "now" : toIso(endedAt)}`],
    ["Sent", report === undefined ? undefined : `${count(report.requests, "request")}, ${(report.bytes / 1e6).toFixed(1)} MB received`], ["Authorised by", report?.authorisedBy], ["Seed", spec.seed], ["Written", toIso(at)],
  ];
  return `<table>${facts.map(([name, text]) => (text === undefined ? "" : `<tr><th scope="row">${name}</th><td>${escaped(text)}</td></tr>`)).join("")}</table>`;
}

const gapsHtml = (gaps: readonly Gap[]): string => `<section class="gaps"><h2>What was not tested</h2>${gaps.length === 0 ? "<p>Everything that the profile allows was tested.</p>" : `<table>${gaps.map(({ subject, why }) => `<tr><th scope="row">${escaped(subject)}</th><td>${escaped(why)}</td></tr>`).join("\n")}</table>`}</section>`;

function section(title: string, findings: readonly DastFinding[], publicUrl: string | undefined, none?: string): string {
  if (findings.length === 0) return none === undefined ? "" : `<h2>${title}</h2><p>${none}</p>`;
  return `<h2>${title} (${findings.length})</h2>\n${findings.map((one) => findingHtml(one, publicUrl)).join("\n")}`;
}

function coverageHtml({ checks, identities, routes }: ScanCoverage): string {
  const checkRows = checks.map(({ check, planned, done, proofs, requests }) => [check, planned, done, proofs, requests]);
  const identityRows = identities.map(({ identity, state, reached, denied, says }) => [identity, state, reached, denied, says]);
  const routeRows = routes.map(({ method, origin, template, source, status, done, planned, findings }) => [`${method} ${origin}${template}`, source, status ?? "no answer", `${done}/${planned}`, findings]);
  return [
    "<h2>Coverage</h2>", tableOf(["Identity", "State", "Reached", "Denied", "In words"], identityRows), `<details><summary>${count(checkRows.length, "check")}</summary>${tableOf(["Check", "Planned", "Done", "Proofs", "Requests"], checkRows)}</details>`,
    ...(routeRows.length === 0 ? [] : [`<details><summary>${count(routeRows.length, "route")}</summary>${tableOf(["Route", "Found by", "Status", "Tested", "Findings"], routeRows)}</details>`]),
  ].join("\n");
}

const tableOf = (heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  `<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(String(cell))}</td>`).join("")}</tr>`).join("\n")}</tbody></table>`;
