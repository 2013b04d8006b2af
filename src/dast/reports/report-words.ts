// What every report of a scan says alike: which findings count, what was not tested, and text made safe for its format.
import { dastSeverities, placeText } from "../finding.ts";
import type { DastFinding } from "../finding.ts";
import type { DastScan, ScanReport } from "../scan.ts";

/** Controls but tab and line feed, and what turns the direction of text around: answers of a target may hold them. */
export const plain = (text: string): string => text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, "\ufffd").toWellFormed();

/** For text and attribute values of XML 1.0 (section 2.2: other controls may not stand in it at all) and HTML alike. */
export const escaped = (text: string): string => plain(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** Worst first, then by check, place and id: the same order in every report of the same scan. */
export const inOrder = (findings: readonly DastFinding[]): DastFinding[] => findings.toSorted((a, b) =>
  dastSeverities.indexOf(a.severity) - dastSeverities.indexOf(b.severity) || compared(a.check, b.check) || compared(placeText(a.place), placeText(b.place)) || compared(a.findingId, b.findingId));

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Those that are there now: neither fixed nor put aside. */
export const isOpen = ({ state }: Pick<DastFinding, "state">): boolean => state === "open";

/** subject: what it is about; why: in a sentence. */
export interface Gap { subject: string; why: string }

const endings: Readonly<Record<ScanReport["endedBecause"], string | undefined>> = {
  complete: undefined, stopped: "The scan was stopped before its end.", budget: "The budget was spent before the end.", window: "The change window closed before the end.",
  distress: "The target was unwell, and the scan gave way.", refused: "The scan was not allowed to begin.",
};

/** Everything that this scan cannot speak of, the broadest first; a report without it would pass silence off as safety. */
export function gapsOf(scan: DastScan, findings: readonly DastFinding[]): Gap[] {
  const { report, failure } = scan;
  if (report === undefined) return [{ subject: "Scan", why: failure ?? `It is ${scan.state}: there is no report of it yet.` }];
  const ending = endings[report.endedBecause];
  return [
    ...(ending === undefined ? [] : [{ subject: "Scan", why: report.detail === undefined ? ending : `${ending} ${report.detail}` }]),
    ...report.coverage.identities.filter(({ state, reached, routes }) => state === "logged-out" || (routes > 0 && reached === 0)).map(({ identity, says }) => ({ subject: `Identity ${identity}`, why: says })),
    ...report.coverage.checks.flatMap((check) => checkGaps(check)),
    ...findings.filter(({ lastOutcome }) => lastOutcome === "not-retested").map((one) => ({ subject: `${one.title} at ${placeText(one.place)}`, why: `not retested: ${one.notRetestedBecause ?? "no reason is kept"}` })),
    ...report.notes.map((note) => ({ subject: "Note", why: note })),
  ];
}

function checkGaps({ check, planned, done, unable, unrepeated }: ScanReport["coverage"]["checks"][number]): Gap[] {
  const reasons = Object.entries(unable).toSorted(([a], [b]) => compared(a, b));
  return [
    ...reasons.map(([why, times]) => ({ subject: `Check ${check}`, why: planned === 0 ? why : `${why} (${times} of ${count(planned, "place")})` })),
    ...(done < planned ? [{ subject: `Check ${check}`, why: `${planned - done} of ${count(planned, "place")} were not reached` }] : []),
    ...(unrepeated > 0 ? [{ subject: `Check ${check}`, why: `${count(unrepeated, "sign")} did not repeat and ${unrepeated === 1 ? "is" : "are"} not reported` }] : []),
  ];
}

/** Gaps with one reason as one: "a, b, c: needs a browser". The reason is told without its counts. */
export function gapLines(gaps: readonly Gap[]): string[] {
  const groups = Map.groupBy(gaps, ({ subject, why }) => (subject === "Note" || subject === "Scan" ? `${subject}: ${why}` : why.replace(/ \(\d+ of \d+ places?\)$/, "")));
  return [...groups].map(([why, all]) => (all.length === 1 ? `${all[0]?.subject}: ${all[0]?.why}` : `${[...new Set(all.map(({ subject }) => subject.replace(/^Check /, "")))].join(", ")}: ${why}`));
}

/** "CWE-89", none for what a report of another tool left open. */
export const cweText = (cwe: number): string | undefined => (cwe > 0 ? `CWE-${cwe}` : undefined);

/** One sentence of how the scan ended and how much it sent. */
export function headLine({ url, profile, state, report, counts }: DastScan): string {
  const sent = report === undefined ? "" : `, ${count(report.requests, "request")}`;
  return `${url}, profile ${profile}: ${report?.endedBecause ?? state}${sent}; ${counts.new} new, ${counts.same} same, ${counts.regressed} regressed, ${counts.fixed} fixed, ${counts["not-retested"]} not retested.`;
}
