// The standing job of scans: takes what is queued, runs one at a time, keeps its progress, and goes on with what a killed server left.
import { secondMs } from "../../kernel/clock.ts";
import { messageOf } from "../../kernel/fault.ts";
import type { DastScan, ScanProgress } from "../../dast/scan.ts";
import type { Job } from "../jobs.ts";
import type { LoopContext } from "../loop/context.ts";
import type { Settings } from "../settings.ts";
import { recordScan } from "./record-scan.ts";
import { forgetOldFolders, makeScanFolder, scanFolder, writeRoutes } from "./scan-folder.ts";
import { scanInThread } from "./scan-thread.ts";
import { queueDue } from "./dast-schedule.ts";
import { secretsOf } from "./scan-secrets.ts";

const roundMs = 2 * secondMs;
const leaseMs = 30 * secondMs;
const toldEveryMs = 2 * secondMs;
const foldersKept = 40;

export interface DastJob extends Job { /** Takes what is queued and waits for its end: for tests. */ round(): Promise<void>; stop(): Promise<void> }

export function dastJob(context: LoopContext, settings: Settings, { owner, version, authorisationKey }: { owner: string; version: string; authorisationKey(): Promise<string> }): DastJob {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  const begin = async (): Promise<void> => {
    await queueDue(context, settings);
    if (running.size > 0) return;
    const taken = await takeNext(context, owner);
    if (taken === undefined) return;
    const { org, scan } = taken;
    const done = runOne(context, settings, { org, scan, owner, version, key: await authorisationKey(), stopping: stopping.signal }).catch((cause: unknown) => { context.log.error("scan not kept", { scan: scan.scanId, cause }); }).finally(() => { running.delete(scan.scanId); });
    running.set(scan.scanId, done);
  };
  return {
    id: "dast",
    run: async () => { await begin(); forgetOldFolders(settings.dataDir, foldersKept, new Set(running.keys())); return { againInMs: roundMs }; },
    round: async () => { for (let count = -1; count !== 0;) { await begin(); count = running.size; await Promise.all(running.values()); } },
    stop: async () => { stopping.abort(); await Promise.allSettled(running.values()); },
  };
}

/** The oldest scan that nobody runs. One server alone takes its own back at once; of several, the lease of a dead one must have ended. */
async function takeNext(context: LoopContext, owner: string): Promise<{ org: string; scan: DastScan } | undefined> {
  const now = context.clock.now();
  return context.store.write(async (ports) => {
    const alone = context.store.dialect === "sqlite";
    const next = (await ports.dast.pendingScans()).find(({ scan }) => scan.state === "queued" || alone || (scan.lease?.untilAt ?? 0) < now);
    if (next === undefined) return undefined;
    const scan: DastScan = { ...next.scan, state: "running", startedAt: next.scan.startedAt ?? now, lease: { owner, untilAt: now + leaseMs } };
    await ports.dast.putScans(next.org, [scan]);
    if (next.scan.state === "queued") await ports.ledger.append(next.org, [{ kind: "scan.started", subject: scan.scanId, actor: scan.startedBy, body: { target: scan.targetId, url: scan.url, profile: scan.profile, optIn: [...scan.spec.optIn], reason: scan.reason } }]);
    return { org: next.org, scan };
  });
}

interface Run { org: string; scan: DastScan; owner: string; version: string; key: string; stopping: AbortSignal }

async function runOne(context: LoopContext, settings: Settings, { org, scan, owner, version, key, stopping }: Run): Promise<void> {
  const { clock, log, store } = context;
  const folder = scanFolder(settings.dataDir, scan.scanId);
  makeScanFolder(folder);
  const asked = new AbortController();
  const signal = AbortSignal.any([stopping, asked.signal]);
  const target = await store.read.dast.findTarget(org, scan.targetId);
  const news = { progress: undefined as ScanProgress | undefined, toldAt: 0 };
  const watch = setInterval(() => { void keepAlive(context, { org, scanId: scan.scanId, owner, news, asked }).catch((cause: unknown) => { log.warn("progress of a scan not kept", { scan: scan.scanId, cause }); }); }, secondMs / 2);
  try {
    const report = await scanInThread({
      task: { scanId: scan.scanId, spec: scan.spec, folder, version, now: clock.now(), logLevel: settings.logLevel, testable: target?.testable === true ? `the word of ${target.testableBy ?? "somebody"}` : undefined, authorisationKey: key, secrets: secretsOf(settings, scan.spec), before: target?.lastScanId === undefined ? undefined : scanFolder(settings.dataDir, target.lastScanId) },
      signal, onProgress: (progress) => { news.progress = progress; }, writeLog: (line) => { process.stderr.write(line); },
    });
    // A server that stops leaves its scan to its next start.
    if (stopping.aborted && !asked.signal.aborted) return;
    writeRoutes(folder, report.coverage.routes);
    await recordScan(context, org, (await store.read.dast.findScan(org, scan.scanId)) ?? scan, report);
  } catch (thrown) {
    if (stopping.aborted && !asked.signal.aborted) return;
    await keepFailure(context, org, scan, asked.signal.aborted ? "stopped" : "failed", messageOf(thrown));
  } finally {
    clearInterval(watch);
  }
}

async function keepAlive({ store, clock, committed }: LoopContext, { org, scanId, owner, news, asked }: { org: string; scanId: string; owner: string; news: { progress: ScanProgress | undefined; toldAt: number }; asked: AbortController }): Promise<void> {
  const now = clock.now();
  const scan = await store.read.dast.findScan(org, scanId);
  if (scan?.stopAskedBy !== undefined) asked.abort();
  if (scan?.state !== "running" || now - news.toldAt < toldEveryMs) return;
  news.toldAt = now;
  await store.write(async (ports) => {
    const latest = await ports.dast.findScan(org, scanId);
    if (latest?.state === "running") await ports.dast.putScans(org, [{ ...latest, progress: news.progress, lease: { owner, untilAt: now + leaseMs } }]);
  });
  committed();
}

async function keepFailure(context: LoopContext, org: string, { scanId }: DastScan, state: "stopped" | "failed", why: string): Promise<void> {
  await context.store.write(async (ports) => {
    const scan = await ports.dast.findScan(org, scanId);
    if (scan === undefined) return;
    await ports.dast.putScans(org, [{ ...scan, state, endedAt: context.clock.now(), failure: why, progress: undefined }]);
    await ports.ledger.append(org, [{ kind: "scan.ended", subject: scanId, actor: scan.startedBy, body: { target: scan.targetId, url: scan.url, profile: scan.profile, reason: scan.reason, endedBecause: state, detail: why } }]);
  });
  context.committed();
}

