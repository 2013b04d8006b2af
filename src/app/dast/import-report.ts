// Findings of another tool's report of a target, kept beside our own: a scan of its own that adds and confirms, and closes nothing.
import { Fault } from "../../kernel/fault.ts";
import type { Instant } from "../../kernel/clock.ts";
import { checks } from "../../dast/checks/index.ts";
import { readReport } from "../../dast/imports/index.ts";
import type { ImportedReport } from "../../dast/imports/index.ts";
import type { DastScan, DastTarget, ScanReport } from "../../dast/scan.ts";
import type { LoopContext } from "../loop/context.ts";
import type { DastDesk } from "./dast-desk.ts";
import { recordScan } from "./record-scan.ts";
import { makeSpec } from "./scan-spec.ts";

/** Throws dast.report-unrecognised when no reader takes the text, dast.report-unreadable when one does and cannot. */
export async function importReport(context: LoopContext, org: string, targetId: string, text: string, actor: string): Promise<Awaited<ReturnType<DastDesk["importReport"]>>> {
  const target = await context.store.read.dast.findTarget(org, targetId);
  if (target === undefined) throw new Fault("request.not-found", { detail: `There is no target ${targetId}.` });
  const now = context.clock.now();
  const read = readReport(text, { start: target.url, now });
  const scan = await recordScan(context, org, scanOf(context, target, actor, now), reportOf(read, now));
  return { scan, format: read.format, rejected: read.rejected };
}

function scanOf({ ids }: LoopContext, { targetId, url }: DastTarget, actor: string, now: Instant): DastScan {
  const spec = makeSpec(url, checks.all, { profile: "passive", browser: "off" });
  return {
    scanId: ids.next("scn"), targetId, url: spec.url, state: "running", profile: spec.profile, startedBy: actor, reason: "import", queuedAt: now, startedAt: now, endedAt: undefined, spec, progress: undefined, report: undefined,
    counts: { new: 0, same: 0, regressed: 0, fixed: 0, "not-retested": 0 }, failure: undefined, stopAskedBy: undefined, lease: undefined,
  };
}

/** Nothing was sent, and nothing of ours was tested: the coverage is empty, and a note says whose word this is. */
function reportOf({ format, weaknesses, rejected }: ImportedReport, now: Instant): ScanReport {
  return {
    endedBecause: "complete", detail: undefined, startedAt: now, endedAt: now, requests: 0, bytes: 0, peakMemoryBytes: 0, authorisedBy: undefined, weaknesses, retests: [],
    coverage: { checks: [], identities: [], routes: [], sockets: [], phases: {} },
    notes: [`Taken over from a report (${format}): ${weaknesses.length} findings, which Aftwatch has not tested itself.`, ...rejected.map(({ at, rule }) => `Not taken over: ${at}: ${rule}`).slice(0, 200), ...(rejected.length > 200 ? [`And ${rejected.length - 200} more entries were not taken over.`] : [])],
  };
}
