// A scan's report in one of the formats, from what the store keeps.
import type { DastFinding } from "../../dast/finding.ts";
import { findReport } from "../../dast/reports/index.ts";
import { Fault } from "../../kernel/fault.ts";
import type { LoopContext } from "../loop/context.ts";

/** Findings of which the scan said something, with what it said. Throws request.invalid for a format that there is not. */
export async function reportOf({ store, clock, publicUrl }: LoopContext, org: string, scanId: string, format: string): Promise<{ text: string; mediaType: string }> {
  const scan = await store.read.dast.findScan(org, scanId);
  if (scan === undefined) throw new Fault("request.not-found", { detail: `There is no scan ${scanId}.` });
  const report = findReport(format);
  if (report === undefined) throw new Fault("request.invalid", { places: [{ at: "/format", rule: "is json, sarif, html or junit" }] });
  const said = new Map((await store.read.dast.scanFindings(org, scanId)).map((one) => [one.findingId, one]));
  const findings = (await store.read.dast.findingsOfTarget(org, scan.targetId)).flatMap((one): DastFinding[] => { const own = said.get(one.findingId); return own === undefined ? [] : [{ ...one, lastOutcome: own.outcome, notRetestedBecause: own.outcome === "not-retested" ? own.why : undefined }]; });
  return { text: report.write({ scan, findings, at: clock.now(), publicUrl }), mediaType: report.mediaType };
}
