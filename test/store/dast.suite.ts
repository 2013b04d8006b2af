// The store of tests from outside on either dialect: what is put is found, lists page and filter, organisations never meet.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hourMs } from "../../src/kernel/clock.ts";
import type { Page, PageRequest } from "../../src/kernel/page.ts";
import type { DastFindingFilter, DastStore, ScanFilter } from "../../src/dast/dast-store.ts";
import type { Drill } from "../../src/dast/drill.ts";
import type { DastFinding } from "../../src/dast/finding.ts";
import type { DastScan, DastTarget, ScanFinding } from "../../src/dast/scan.ts";
import { makeSpec } from "../../src/app/dast/scan-spec.ts";
import { checks } from "../../src/dast/checks/index.ts";
import { openUnderTest, startAt } from "./store-under-test.ts";
import type { Ground, StoreUnderTest } from "./store-under-test.ts";

const org = "o";
const odd = "é \u0000 \ud800 \u{1f600} ' % _";
const everything: DastFindingFilter = { targetId: undefined, state: undefined, check: undefined, severity: undefined, confidence: undefined, outcome: undefined, word: undefined, scanId: undefined };
const anyScan: ScanFilter = { targetId: undefined, state: undefined, reason: undefined };

const target = (targetId: string, more: Partial<DastTarget> = {}): DastTarget => ({
  targetId, name: `name of ${targetId}`, url: "http://127.0.0.1:1/", endpointId: undefined, serviceId: undefined, testable: true, testableBy: "ana", testableAt: startAt, defaults: {}, everyHours: undefined, afterDeployment: false, createdAt: startAt, createdBy: "ana", lastScanId: undefined, lastScanAt: undefined, ...more,
});
const scan = (scanId: string, more: Partial<DastScan> = {}): DastScan => ({
  scanId, targetId: "t1", url: "http://127.0.0.1:1/", state: "done", profile: "production", startedBy: "ana", reason: "asked", queuedAt: startAt, startedAt: undefined, endedAt: undefined, spec: makeSpec("http://127.0.0.1:1/", checks.all), progress: undefined, report: undefined,
  counts: { new: 0, same: 0, regressed: 0, fixed: 0, "not-retested": 0 }, failure: undefined, stopAskedBy: undefined, lease: undefined, ...more,
});
const finding = (findingId: string, more: Partial<DastFinding> = {}): DastFinding => ({
  findingId, targetId: "t1", fingerprint: `fp-${findingId}`, check: "sql-injection", title: "SQL injection", place: { origin: "http://127.0.0.1:1", method: "GET", template: `/${findingId}`, point: "query:q", at: undefined }, about: undefined, severity: "high", confidence: "confirmed", cwe: 89, owasp: ["A03"],
  remediation: "Mend it.", component: undefined, evidence: { technique: "boolean", because: "it answers", exchanges: [] }, retest: { check: "sql-injection", route: undefined, pointId: "query:q", identity: "anonymous", template: undefined }, foundAt: startAt, alsoAt: [], count: 1, state: "open", firstAt: startAt, lastAt: startAt,
  retestedAt: undefined, lastOutcome: "new", notRetestedBecause: undefined, lastScanId: "s1", fixedAt: undefined, verdict: undefined, verdictUntil: undefined, note: undefined, judgedBy: undefined, ...more,
});
const drill = (drillId: string, more: Partial<Drill> = {}): Drill => ({ drillId, targetId: "t1", url: "http://127.0.0.1:1/", state: "done", startedBy: "ana", startedAt: startAt, watchUntilAt: startAt + hourMs, endedAt: undefined, authorisedBy: "ana", failure: undefined, probes: [], ...more });

/** What is undefined is not there after JSON. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

async function walk<T>(page: (request: PageRequest) => Promise<Page<T>>, limit: number): Promise<{ items: T[]; totals: number[] }> {
  const [items, totals]: [T[], number[]] = [[], []];
  for (let after: string | undefined; ;) {
    const { next, total, items: some } = await page({ limit, after });
    items.push(...some);
    totals.push(total);
    if (next === undefined) return { items, totals };
    after = next;
  }
}

export function describeDast(name: string, ground: () => Ground): void {
  describe(`${name}: src/store/dast-store.ts`, () => {
    let under: StoreUnderTest;
    beforeAll(async () => { under = await openUnderTest(ground()); });
    afterAll(() => under.close());
    const read = (): DastStore => under.store.read.dast;
    const write = <T>(work: (dast: DastStore) => Promise<T>): Promise<T> => under.store.write((ports) => work(ports.dast));
    const idsOf = async (filter: Partial<DastFindingFilter>, of = org): Promise<string[]> => (await read().listFindings(of, { ...everything, ...filter }, { limit: 100, after: undefined })).items.map(({ findingId }) => findingId);

    it("a target is found as it was put, listed by name, changed and removed; nobody else has it", async () => {
      await write((dast) => dast.putTargets(org, [target("t2", { name: `b ${odd}` }), target("t1", { name: "c" }), target("t3", { name: "a" })]));
      expect(plain(await read().findTarget(org, "t2"))).toEqual(plain(target("t2", { name: `b ${odd}` })));
      await write((dast) => dast.putTargets(org, [target("t1", { name: "a0", lastScanId: "s9" })]));
      expect((await read().listTargets(org)).map(({ targetId }) => targetId)).toEqual(["t3", "t1", "t2"]);
      expect(await read().findTarget(org, "t1")).toMatchObject({ name: "a0", lastScanId: "s9" });
      await write((dast) => dast.putTargets("other", [target("t1", { name: "theirs" })]));
      await write((dast) => dast.removeTarget(org, "t1"));
      expect([await read().findTarget(org, "t1"), (await read().findTarget("other", "t1"))?.name, await read().findTarget("third", "t2")]).toEqual([undefined, "theirs", undefined]);
      expect(await read().organisations()).toEqual([org, "other"]);
    });

    it("scans are listed newest first, by target, state and reason, page by page, also where times are the same", async () => {
      const all = Array.from({ length: 23 }, (_, index) => scan(`s${String(index).padStart(2, "0")}`, { targetId: index % 2 === 0 ? "t1" : "t2", queuedAt: startAt + Math.floor(index / 4), reason: index % 3 === 0 ? "schedule" : "asked", state: index % 5 === 0 ? "failed" : "done" }));
      await write(async (dast) => { await dast.putScans(org, all); await dast.putScans("other", [scan("s00", { failure: "theirs" })]); });
      const newest = (some: readonly DastScan[]): string[] => some.toSorted((a, b) => b.queuedAt - a.queuedAt || (a.scanId < b.scanId ? 1 : -1)).map(({ scanId }) => scanId);
      const { items, totals } = await walk((page) => read().listScans(org, anyScan, page), 4);
      expect([items.map(({ scanId }) => scanId), new Set(totals)]).toEqual([newest(all), new Set([23])]);
      const listed = async (filter: Partial<ScanFilter>): Promise<string[]> => (await read().listScans(org, { ...anyScan, ...filter }, { limit: 100, after: undefined })).items.map(({ scanId }) => scanId);
      expect(await listed({ targetId: "t2", state: "done" })).toEqual(newest(all.filter(({ targetId, state }) => targetId === "t2" && state === "done")));
      expect(await listed({ reason: "schedule" })).toEqual(newest(all.filter(({ reason }) => reason === "schedule")));
      expect([(await read().findScan("other", "s00"))?.failure, await read().findScan(org, "none"), await listed({ targetId: "none" })]).toEqual(["theirs", undefined, []]);
    });

    it("what waits and what runs is pending, of every organisation, the oldest first; a scan that ends is not", async () => {
      await write(async (dast) => {
        await dast.putScans(org, [scan("p2", { state: "running", queuedAt: startAt + 20 }), scan("p1", { state: "queued", queuedAt: startAt + 30 })]);
        await dast.putScans("other", [scan("p0", { state: "queued", queuedAt: startAt + 10 })]);
      });
      const pending = async (): Promise<string[]> => (await read().pendingScans()).map((one) => `${one.org} ${one.scan.scanId}`);
      expect(await pending()).toEqual(["other p0", "o p2", "o p1"]);
      await write((dast) => dast.putScans(org, [scan("p2", { state: "stopped", queuedAt: startAt + 20, failure: odd })]));
      expect([await pending(), (await read().findScan(org, "p2"))?.failure]).toEqual([["other p0", "o p1"], odd]);
    });

    it("a filter leaves what it names: by what it says, by how bad and how sure at least, and by the scan that spoke of it", async () => {
      await write(async (dast) => {
        await dast.putFindings(org, [
          finding("f1", { severity: "critical", lastAt: startAt + 1, title: "Command injection", check: "command-injection", cwe: 78 }), finding("f2", { severity: "high", lastAt: startAt + 9, confidence: "firm", state: "fixed", lastOutcome: "fixed" }),
          finding("f3", { severity: "high", lastAt: startAt + 5, targetId: "t2", component: "pkg:npm/jquery@1.12.4" }), finding("f4", { severity: "info", confidence: "tentative", about: `100% ${odd}`, lastOutcome: "not-retested", notRetestedBecause: "the login was lost" }),
        ]);
        await dast.putFindings("other", [finding("f1", { severity: "low" })]);
        await dast.putScanFindings(org, [{ scanId: "s1", findingId: "f2", outcome: "fixed", why: "gone", at: startAt }, { scanId: "s1", findingId: "f4", outcome: "not-retested", why: undefined, at: startAt }]);
        await dast.putScanFindings("other", [{ scanId: "s1", findingId: "f1", outcome: "new", why: undefined, at: startAt }]);
      });
      const cases: [Partial<DastFindingFilter>, string[]][] = [
        [{}, ["f1", "f2", "f3", "f4"]], [{ targetId: "t2" }, ["f3"]], [{ state: "fixed" }, ["f2"]], [{ check: "command-injection" }, ["f1"]], [{ severity: "high" }, ["f1", "f2", "f3"]], [{ severity: "critical" }, ["f1"]], [{ confidence: "confirmed" }, ["f1", "f3"]], [{ confidence: "firm" }, ["f1", "f2", "f3"]], [{ outcome: "not-retested" }, ["f4"]],
        [{ word: "COMMAND cwe-78" }, ["f1"]], [{ word: "jquery" }, ["f3"]], [{ word: "/f2" }, ["f2"]], [{ word: "100% é" }, ["f4"]], [{ word: "10%0" }, []], [{ scanId: "s1" }, ["f2", "f4"]], [{ scanId: "none" }, []], [{ scanId: "s1", state: "open" }, ["f4"]],
      ];
      for (const [filter, wanted] of cases) expect([filter, await idsOf(filter)]).toEqual([filter, wanted]);
      expect(await idsOf({}, "other")).toEqual(["f1"]);
      expect([await idsOf({}, "third"), (await read().findFinding("other", "f1"))?.severity, await read().findFinding("other", "f2")]).toEqual([[], "low", undefined]);
      expect((await read().findFinding(org, "f4"))?.about).toBe(`100% ${odd}`);
    });

    it("a finding that is put again is the same row, with everything by which it is listed", async () => {
      await write((dast) => dast.putFindings(org, [finding("f1", { severity: "low", state: "dismissed", verdict: "accepted", title: "Renamed", lastAt: startAt + 50 })]));
      expect([await idsOf({ word: "renamed" }), await idsOf({ word: "command" }), await idsOf({ severity: "critical" }), await idsOf({ state: "dismissed" })]).toEqual([["f1"], [], [], ["f1"]]);
      expect((await read().findingsOfTarget(org, "t1")).map(({ findingId }) => findingId)).toEqual(["f1", "f2", "f4"]);
    });

    it("findings are counted by target, severity, state and what was said last", async () => {
      const counts = await read().countFindings(org);
      expect(counts.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual([
        { targetId: "t1", severity: "high", state: "fixed", outcome: "fixed", findings: 1 }, { targetId: "t1", severity: "info", state: "open", outcome: "not-retested", findings: 1 }, { targetId: "t1", severity: "low", state: "dismissed", outcome: "new", findings: 1 },
        { targetId: "t2", severity: "high", state: "open", outcome: "new", findings: 1 },
      ]);
    });

    it("pages of findings follow each other without loss or repeat, the worst first, then the latest", async () => {
      const severities = ["critical", "high", "medium", "low", "info"] as const;
      const all = Array.from({ length: 31 }, (_, index) => finding(`w${String(index).padStart(2, "0")}`, { targetId: "walked", severity: severities[index % 5] ?? "info", lastAt: startAt + (index % 3) }));
      await write((dast) => dast.putFindings(org, all));
      const { items, totals } = await walk((page) => read().listFindings(org, { ...everything, targetId: "walked" }, page), 7);
      const wanted = all.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.lastAt - a.lastAt || (a.findingId < b.findingId ? -1 : 1));
      expect([items.map(({ findingId }) => findingId), new Set(totals)]).toEqual([wanted.map(({ findingId }) => findingId), new Set([31])]);
      await expect(read().listFindings(org, everything, { limit: 5, after: (await read().listScans(org, anyScan, { limit: 1, after: undefined })).next })).rejects.toMatchObject({ code: "request.invalid" });
    });

    it("what scans said of a finding is its history, the newest first; a scan says one thing of it", async () => {
      const said = (scanId: string, outcome: ScanFinding["outcome"], at: number, why?: string): ScanFinding => ({ scanId, findingId: "h", outcome, why, at });
      await write((dast) => dast.putScanFindings(org, [said("s1", "new", 1), said("s3", "fixed", 3, odd), said("s2", "same", 2)]));
      await write((dast) => dast.putScanFindings(org, [said("s2", "not-retested", 2, "the budget was spent")]));
      expect((await read().historyOf(org, "h")).map(({ scanId, outcome }) => `${scanId} ${outcome}`)).toEqual(["s3 fixed", "s2 not-retested", "s1 new"]);
      expect((await read().scanFindings(org, "s2")).map(({ findingId, why }) => [findingId, why])).toEqual([["h", "the budget was spent"]]);
      expect(await read().historyOf("other", "h")).toEqual([]);
    });

    it("drills are found, listed newest first by target, and open until they end", async () => {
      await write(async (dast) => { await dast.putDrills(org, [drill("d1"), drill("d2", { startedAt: startAt + 5, state: "watching" }), drill("d3", { targetId: "t2", startedAt: startAt + 2, state: "sending" })]); await dast.putDrills("other", [drill("d1", { failure: odd, state: "failed" })]); });
      const listed = async (targetId?: string): Promise<string[]> => (await walk((page) => read().listDrills(org, targetId, page), 1)).items.map(({ drillId }) => drillId);
      expect([await listed(), await listed("t1"), (await read().openDrills()).map((one) => `${one.org} ${one.drill.drillId}`)]).toEqual([["d2", "d3", "d1"], ["d2", "d1"], ["o d3", "o d2"]]);
      await write((dast) => dast.putDrills(org, [drill("d2", { startedAt: startAt + 5, state: "done", endedAt: startAt + 9 })]));
      expect([(await read().openDrills()).length, (await read().findDrill(org, "d2"))?.endedAt, (await read().findDrill("other", "d1"))?.failure, await read().findDrill("other", "d2")]).toEqual([1, startAt + 9, odd, undefined]);
    });

    it("a transaction that fails leaves nothing behind", async () => {
      await expect(write(async (dast) => { await dast.putTargets(org, [target("gone")]); await dast.putFindings(org, [finding("gone")]); throw new Error("no"); })).rejects.toThrow("no");
      expect([await read().findTarget(org, "gone"), await read().findFinding(org, "gone")]).toEqual([undefined, undefined]);
    });
  });
}
