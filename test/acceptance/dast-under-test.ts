// A whole Aftwatch with one target that may be tested, for stories of scans: what is asked of the desk, and what it then says.
import type { FindingRow } from "../../src/app/dast/dast-desk.ts";
import type { DastFinding } from "../../src/dast/finding.ts";
import type { DastScan, ScanSpec } from "../../src/dast/scan.ts";
import type { LoggedRequest } from "../../src/dast/traffic/request-log.ts";
import type { LedgerEntry } from "../../src/ledger/fact.ts";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp, TestAppOptions } from "../open-test-app.ts";

export type Asking = Partial<Omit<ScanSpec, "url" | "retests">>;

export interface DastUnderTest extends TestApp {
  readonly org: string;
  /** Marks a URL as testable. */
  target(name: string, url: string, more?: Partial<Parameters<TestApp["app"]["dast"]["putTarget"]>[2]>): Promise<string>;
  /** Starts a scan and waits for its end. */
  scan(target: string, spec?: Asking): Promise<DastScan>;
  /** Runs whatever waits, and answers the scan as it is then. */
  ended(scanId: string): Promise<DastScan>;
  findings(targetId: string): Promise<readonly FindingRow[]>;
  whole(findingId: string): Promise<DastFinding>;
  /** Everything in a scan's request log, in the order of sending. */
  log(scanId: string): Promise<LoggedRequest[]>;
  facts(kind: string): Promise<readonly LedgerEntry[]>;
}

const anything = { targetId: undefined, state: undefined, check: undefined, severity: undefined, confidence: undefined, outcome: undefined, word: undefined, scanId: undefined };

export async function openDastUnderTest(options: TestAppOptions = {}): Promise<DastUnderTest> {
  const test = await openTestApp(options);
  const { app } = test;
  const { org, dast } = app;
  const ended = async (scanId: string): Promise<DastScan> => {
    await app.steps.runScans();
    const scan = await dast.findScan(org, scanId);
    if (scan === undefined) throw new Error(`the scan ${scanId} is gone`);
    return scan;
  };
  return {
    ...test, org, ended,
    target: async (name, url, more = {}) => (await dast.putTarget(org, undefined, { name, url, testable: true, defaults: {}, everyHours: undefined, afterDeployment: false, ...more }, "ana")).targetId,
    scan: async (target, spec = {}) => ended((await dast.startScan(org, { target, spec, reason: "asked" }, "ana")).scanId),
    findings: async (targetId) => (await dast.findings(org, { ...anything, targetId }, { limit: 500, after: undefined })).items,
    whole: async (id) => { const one = await dast.finding(org, id); if (one === undefined) throw new Error(`the finding ${id} is gone`); return one; },
    async log(scanId) {
      const lines: LoggedRequest[] = [];
      for (let after: string | undefined; ;) {
        const { items, next } = await dast.requests(org, scanId, {}, { limit: 500, after });
        lines.push(...items);
        if (next === undefined) return lines.toReversed();
        after = next;
      }
    },
    facts: async (kind) => (await app.ledger.list(org, { kind, subject: undefined }, { limit: 500, after: undefined })).items,
  };
}
