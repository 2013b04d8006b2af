// A scan without a server: a folder on this machine holds the findings of a target, its scans and the key of authorisation.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { checks } from "../../dast/checks/index.ts";
import { runScan } from "../../dast/engine/run-scan.ts";
import type { DastFinding } from "../../dast/finding.ts";
import type { DastScan, ScanProgress, ScanReport } from "../../dast/scan.ts";
import type { Clock } from "../../kernel/clock.ts";
import { createIds, derivedId } from "../../kernel/id.ts";
import type { Log } from "../../kernel/log.ts";
import { foldScan } from "./fold-scan.ts";
import { keepScan } from "./local-folders.ts";
import { makeSpec } from "./scan-spec.ts";
import type { SpecPart } from "./scan-spec.ts";
import { machineWorld } from "./scan-world.ts";
import { retestOf } from "./start-scan.ts";

export interface LocalScan {
  url: string;
  part: SpecPart;
  /** Where findings of all targets, scans and the key are kept. */
  root: string;
  /** Goes on with the scan of this target that was broken off, when there is one. */
  resume: boolean;
  /** Only this finding is looked at again. */
  only?: DastFinding;
  /** Whoever runs it says that the target may be tested: a target on this machine is his own. */
  testable: string | undefined;
  version: string; clock: Clock; log: Log; signal: AbortSignal;
  secretOf(reference: string): string | undefined;
  onProgress(progress: ScanProgress): void;
}

export interface LocalOutcome { scan: DastScan; report: ScanReport; findings: readonly DastFinding[]; folder: string }

const org = "local";

/** One folder for each start: two applications on one host are two targets. */
export const localFolder = (root: string, url: string): string => join(root, `${new URL(url).host.replaceAll(/[^\w.-]/g, "_")}-${derivedId("t", new URL(url).origin, new URL(url).pathname).slice(-6).toLowerCase()}`);

/** The findings that stand in the folder of a target; none when it has not been scanned. */
export function localFindings(folder: string): readonly DastFinding[] {
  const file = join(folder, "findings.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) as DastFinding[] : [];
}

/** Made once for a root folder; only its owner may read it. */
export function localKey(root: string): string {
  const file = join(root, "authorisation.key");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const key = randomBytes(32).toString("hex");
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: "wx" });
  return key;
}

export async function scanHere(local: LocalScan): Promise<LocalOutcome> {
  const folder = localFolder(local.root, local.url);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const before = localFindings(folder);
  const targetId = derivedId("tgt", org, folder);
  const scan = unfinished(folder, local) ?? newScan(local, targetId, before);
  const own = join(folder, scan.scanId);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  keepWhole(join(folder, "running.json"), scan);
  const last = lastScanOf(folder);
  const report = await runScan({
    ...machineWorld, ownMachine: true, scanId: scan.scanId, spec: scan.spec, folder: own, before: last === undefined ? undefined : join(folder, last), version: local.version, testable: local.testable, authorisationKey: localKey(local.root), secretOf: local.secretOf, clock: local.clock, signal: local.signal, log: local.log, onProgress: local.onProgress,
  });
  return keepOutcome(local, { scan, report, before, folder });
}

function newScan({ url, part, clock, only }: LocalScan, targetId: string, before: readonly DastFinding[]): DastScan {
  const open = only === undefined ? before.filter(({ state }) => state === "open") : [only];
  const spec = makeSpec(url, checks.all, { ...part, retests: open.map(retestOf), ...(only === undefined ? {} : { replayOnly: true }) });
  return {
    scanId: createIds(clock).next("scn"), targetId, url: spec.url, state: "running", profile: spec.profile, startedBy: "cli", reason: only === undefined ? "asked" : "replay", queuedAt: clock.now(), startedAt: clock.now(), endedAt: undefined, spec, progress: undefined, report: undefined,
    counts: { new: 0, same: 0, regressed: 0, fixed: 0, "not-retested": 0 }, failure: undefined, stopAskedBy: undefined, lease: undefined,
  };
}

function unfinished(folder: string, { resume }: LocalScan): DastScan | undefined {
  const file = join(folder, "running.json");
  return resume && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) as DastScan : undefined;
}

const lastScanOf = (folder: string): string | undefined => (existsSync(join(folder, "last.json")) ? (JSON.parse(readFileSync(join(folder, "last.json"), "utf8")) as DastScan).scanId : undefined);

function keepOutcome({ clock }: LocalScan, { scan, report, before, folder }: { scan: DastScan; report: ScanReport; before: readonly DastFinding[]; folder: string }): LocalOutcome {
  const { findings, counts, said } = foldScan({ org, targetId: scan.targetId, scanId: scan.scanId, before: scan.spec.replayOnly ? before.filter(({ fingerprint }) => scan.spec.retests.some((one) => one.fingerprint === fingerprint)) : before, report, now: clock.now() });
  const told = new Set(findings.map(({ findingId }) => findingId));
  const all = [...findings, ...before.filter(({ findingId }) => !told.has(findingId))];
  const { weaknesses: _weaknesses, retests: _retests, ...kept } = report;
  const ended: DastScan = { ...scan, state: report.endedBecause === "stopped" ? "stopped" : report.endedBecause === "refused" ? "failed" : "done", endedAt: clock.now(), counts, report: kept, failure: report.endedBecause === "refused" ? report.detail : undefined };
  if (report.endedBecause !== "refused") keepWhole(join(folder, "findings.json"), all);
  if (report.endedBecause !== "refused") keepScan(folder, withoutLogins(ended), said);
  // A scan that was stopped can be taken up again; its findings so far stand all the same.
  const isOver = report.endedBecause !== "stopped";
  keepWhole(join(folder, "running.json"), isOver ? undefined : scan);
  if (isOver && scan.reason !== "replay") keepWhole(join(folder, "last.json"), withoutLogins(ended));
  return { scan: ended, report, findings, folder };
}

// How identities log in stands in running.json only, as long as the scan may be taken up again.
const withoutLogins = (scan: DastScan): DastScan => ({ ...scan, spec: { ...scan.spec, identities: [], retests: [] } });

/** Written beside and moved into place: a crash leaves the old one or the new one. undefined takes it away. */
function keepWhole(file: string, value: unknown): void {
  const beside = `${file}.new`;
  if (value === undefined) { rmSync(file, { force: true }); return; }
  writeFileSync(beside, JSON.stringify(value), { mode: 0o600 });
  renameSync(beside, file);
}
