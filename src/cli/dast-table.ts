// Findings of tests from outside as rows.
import { placeText } from "../dast/finding.ts";
import type { DastFinding } from "../dast/finding.ts";
import type { Column } from "./output.ts";

/** The members that lists of the server and of this machine have alike. */
export interface FindingLine { id: string; severity: string; confidence: string; state: string; lastOutcome: string; title: string; where: string; check: string; cwe: number; because: string; notRetestedBecause: string | null | undefined; target: string }

export const lineOf = (one: DastFinding, target: string): FindingLine => ({
  id: one.findingId, severity: one.severity, confidence: one.confidence, state: one.state, lastOutcome: one.lastOutcome, title: one.title, where: placeText(one.place), check: one.check, cwe: one.cwe, because: one.evidence.because, notRetestedBecause: one.notRetestedBecause, target,
});

export const findingColumns: readonly Column<FindingLine>[] = [
  { head: "SEVERITY", of: (row) => row.severity }, { head: "OUTCOME", of: (row) => (row.state === "open" ? row.lastOutcome : row.state) }, { head: "CONFIDENCE", of: (row) => row.confidence }, { head: "WEAKNESS", of: (row) => row.title }, { head: "WHERE", of: (row) => row.where }, { head: "ID", of: (row) => row.id },
  { head: "CHECK", isWide: true, of: (row) => row.check }, { head: "CWE", isWide: true, of: (row) => (row.cwe > 0 ? row.cwe : undefined) }, { head: "BECAUSE", isWide: true, of: (row) => row.because }, { head: "NOT RETESTED", isWide: true, of: (row) => row.notRetestedBecause }, { head: "TARGET", isWide: true, of: (row) => row.target },
];
