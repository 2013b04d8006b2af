// A server of its own for the campaign of scans: goes on with what the one before left, tells its scan's end on standard output, and is killed from outside.
import { setTimeout as pause } from "node:timers/promises";
import { openApp } from "../../src/app/open.ts";
import { readSettings } from "../../src/app/settings.ts";
import { silentLog } from "../../src/kernel/log.ts";

/** What the parent says: where the data is, what to scan, with which part of a spec. */
export interface DastOrder { data: string; url: string; requestsPerSecond: number; requests: number }

export interface DastEnd { scanId: string; state: string; endedBecause: string | undefined; requests: number; findings: string[]; log: { seq: number; url: string; method: string }[] }

const order = JSON.parse(process.argv[2] ?? "{}") as DastOrder;
const settings = readSettings({ AFTWATCH_DATA: order.data, AFTWATCH_FEEDS: "none", AFTWATCH_HOST: "off", AFTWATCH_CACHE_MIB: "8", AFTWATCH_LOG: "error" }, {}, order.data);
const app = await openApp(settings, { log: silentLog });
const { org, dast } = app;
const scanId = await theScan();
process.stdout.write(`begun ${scanId}\n`);
await app.start();
for (;;) {
  const scan = await dast.findScan(org, scanId);
  if (scan !== undefined && scan.state !== "queued" && scan.state !== "running") { process.stdout.write(`ended ${JSON.stringify(await endOf(scan.state, scan.report?.endedBecause, scan.report?.requests ?? 0))}\n`); break; }
  await pause(100);
}
await app.close();

/** The one that the life before began, or a new one. */
async function theScan(): Promise<string> {
  const [known] = (await dast.scans(org, { targetId: undefined, state: undefined, reason: undefined }, { limit: 1, after: undefined })).items;
  if (known !== undefined) return known.scanId;
  const { targetId } = await dast.putTarget(org, undefined, { name: "shop", url: order.url, testable: true, defaults: {}, everyHours: undefined, afterDeployment: false }, "chaos");
  const spec = { profile: "staging" as const, browser: "off" as const, checks: { only: ["xss-reflected", "csp-quality", "security-headers"].filter((id) => dast.checks().some((check) => check.id === id)), except: [] }, budget: { requests: order.requests, requestsPerSecond: order.requestsPerSecond, concurrency: 2 } };
  return (await dast.startScan(org, { target: targetId, spec, reason: "asked" }, "chaos")).scanId;
}

async function endOf(state: string, endedBecause: string | undefined, requests: number): Promise<DastEnd> {
  const { items } = await dast.findings(org, { targetId: undefined, state: undefined, check: undefined, severity: undefined, confidence: undefined, outcome: undefined, word: undefined, scanId }, { limit: 500, after: undefined });
  const log: DastEnd["log"] = [];
  for (let after: string | undefined; ;) {
    const page = await dast.requests(org, scanId, {}, { limit: 500, after });
    log.push(...page.items.map(({ seq, url, method }) => ({ seq, url, method })));
    if (page.next === undefined) break;
    after = page.next;
  }
  return { scanId, state, endedBecause, requests, findings: items.map(({ fingerprint, check, lastOutcome }) => `${check} ${fingerprint} ${lastOutcome}`).toSorted(), log: log.filter(({ seq }) => seq > 0) };
}
