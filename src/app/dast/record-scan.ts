// A scan's end in the store: findings, what was said of each, facts, signals and messages, in one transaction.
import { toIso } from "../../kernel/clock.ts";
import { placeText } from "../../dast/finding.ts";
import type { DastFinding } from "../../dast/finding.ts";
import type { DastScan, DastTarget, ScanReport } from "../../dast/scan.ts";
import type { Fact } from "../../ledger/fact.ts";
import type { Ports } from "../../store/store.ts";
import { enqueue } from "../delivery/enqueue.ts";
import { raiseSignals } from "../incidents/incidents.ts";
import type { LoopContext } from "../loop/context.ts";
import { foldScan } from "./fold-scan.ts";
import { judgeLibraries } from "./judge-libraries.ts";
import { noticesOf } from "./dast-notices.ts";
import { servedBy } from "./served-by.ts";
import { signalsOf } from "./dast-signals.ts";

/** Keeps what a scan gave. A scan that found nothing says so too: its end is a fact with its coverage. */
export async function recordScan(context: LoopContext, org: string, scan: DastScan, report: ScanReport): Promise<DastScan> {
  const judged = { ...report, weaknesses: await judgeLibraries(context, org, report.weaknesses) };
  const ended = await context.store.write((ports) => keepScan(context, ports, org, scan, judged));
  context.committed();
  return ended;
}

export async function keepScan(context: LoopContext, ports: Ports, org: string, scan: DastScan, report: ScanReport): Promise<DastScan> {
  const now = context.clock.now();
  const target = await ports.dast.findTarget(org, scan.targetId);
  const { findings, said, counts } = foldScan({ org, targetId: scan.targetId, scanId: scan.scanId, before: await findingsBefore(ports, org, scan, report), report, now });
  const { weaknesses: _weaknesses, retests: _retests, ...kept } = report;
  const ended: DastScan = { ...scan, state: report.endedBecause === "stopped" ? "stopped" : report.endedBecause === "refused" ? "failed" : "done", startedAt: report.startedAt, endedAt: now, counts, progress: undefined, failure: report.endedBecause === "refused" ? report.detail : undefined, report: { ...kept, coverage: { ...kept.coverage, routes: [] } } };
  await ports.dast.putFindings(org, findings);
  await ports.dast.putScanFindings(org, said);
  await ports.dast.putScans(org, [ended]);
  if (target !== undefined && !scan.spec.replayOnly && scan.reason !== "import") await ports.dast.putTargets(org, [{ ...target, lastScanId: scan.scanId, lastScanAt: now }]);
  await ports.ledger.append(org, [endFact(ended), ...findings.flatMap((one) => findingFact(one, scan.scanId))]);
  await tell(context, ports, org, target, findings);
  return ended;
}

/** A replay speaks of what it was asked about, an imported report of what it holds, and of nothing else. */
async function findingsBefore(ports: Ports, org: string, { targetId, spec, reason }: DastScan, { weaknesses }: Pick<ScanReport, "weaknesses">): Promise<readonly DastFinding[]> {
  const all = await ports.dast.findingsOfTarget(org, targetId);
  if (reason === "import") { const held = new Set(weaknesses.map(({ fingerprint }) => fingerprint)); return all.filter(({ fingerprint }) => held.has(fingerprint)); }
  return spec.replayOnly ? all.filter(({ fingerprint }) => spec.retests.some((one) => one.fingerprint === fingerprint)) : all;
}

async function tell(context: LoopContext, ports: Ports, org: string, target: DastTarget | undefined, findings: readonly DastFinding[]): Promise<void> {
  const news = findings.filter(({ lastOutcome, state }) => state !== "dismissed" && (lastOutcome === "new" || lastOutcome === "regressed" || lastOutcome === "fixed"));
  if (news.length === 0 || target === undefined) return;
  const served = await servedBy(ports, org, target);
  await raiseSignals(context, ports, org, signalsOf(news, target, served), "dast");
  await enqueue(context, ports, org, noticesOf(news, target, served, { publicUrl: context.publicUrl, at: context.clock.now() }));
}

const endFact = ({ scanId, targetId, url, profile, reason, counts, report, startedBy }: DastScan): Fact => ({
  kind: "scan.ended", subject: scanId, actor: startedBy,
  body: { target: targetId, url, profile, reason, endedBecause: report?.endedBecause ?? "refused", authorisedBy: report?.authorisedBy ?? null, requests: report?.requests ?? 0, startedAt: report === undefined ? null : toIso(report.startedAt), counts: { ...counts }, checks: report?.coverage.checks.length ?? 0 },
});

// Same and not retested are rows of the scan, not news of the ledger: a scan a day would fill it with repeats.
function findingFact(one: DastFinding, scanId: string): Fact[] {
  const verb = { new: "opened", regressed: "regressed", fixed: "fixed", same: undefined, "not-retested": undefined }[one.lastOutcome];
  return verb === undefined ? [] : [{ kind: `dast-finding.${verb}`, subject: one.findingId, actor: `scan:${scanId}`, body: { check: one.check, title: one.title, place: placeText(one.place), severity: one.severity, confidence: one.confidence, cwe: one.cwe, target: one.targetId, technique: one.evidence.technique } }];
}
