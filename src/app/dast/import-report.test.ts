// A report of another tool beside our own findings: new and same are told, and nothing is closed by what it leaves out.
import { afterEach, describe, expect, it } from "vitest";
import { openTestApp } from "../../../test/open-test-app.ts";
import type { TestApp } from "../../../test/open-test-app.ts";

const alert = (uri: string, ref: string) => ({ alertRef: ref, alert: `Weakness ${ref}`, riskcode: "3", confidence: "3", cweid: "79", desc: "<p>d</p>", solution: "<p>s</p>", instances: [{ uri, method: "GET", param: "q", attack: "a", evidence: "b" }] });
const report = (...alerts: object[]): string => JSON.stringify({ site: [{ "@name": "http://127.0.0.1:9", alerts }] });
const url = "http://127.0.0.1:9/";

let test: TestApp | undefined;
afterEach(async () => { await test?.close(); test = undefined; });

describe("app/dast/import-report", () => {
  it("two reports after one another: new, then same; what the second lacks stays as it was", async () => {
    test = await openTestApp();
    const { org, dast, ledger } = test.app;
    const { targetId } = await dast.putTarget(org, undefined, { name: "shop", url, testable: false, defaults: {}, everyHours: undefined, afterDeployment: false }, "ana");
    const first = await dast.importReport(org, targetId, report(alert(`${url}a?q=1`, "1"), alert(`${url}b?q=1`, "2"), alert("http://other.example/", "3")), "ana");
    expect([first.format, first.scan.reason, first.scan.state, first.scan.counts.new, first.rejected]).toEqual(["zap-json", "import", "done", 2, [{ at: "other.example", rule: "one entry is of this host, not of 127.0.0.1" }]]);
    const second = await dast.importReport(org, targetId, report(alert(`${url}a?q=1`, "1")), "ana");
    expect(second.scan.counts).toEqual({ new: 0, same: 1, regressed: 0, fixed: 0, "not-retested": 0 });
    const { items } = await dast.findings(org, { targetId, state: undefined, check: "imported", severity: undefined, confidence: undefined, outcome: undefined, word: undefined, scanId: undefined }, { limit: 10, after: undefined });
    expect(items.map(({ title, state, lastOutcome }) => [title, state, lastOutcome]).toSorted()).toEqual([["Weakness 1", "open", "same"], ["Weakness 2", "open", "new"]]);
    expect((await dast.findTarget(org, targetId))?.lastScanId).toBeUndefined();
    expect((await ledger.list(org, { kind: "dast-finding.opened", subject: undefined }, { limit: 10, after: undefined })).items).toHaveLength(2);
    const sarif = await dast.report(org, first.scan.scanId, "sarif");
    expect(sarif.text).toContain("Weakness 1");
  });

  it("what is no report is refused, and nothing is kept", async () => {
    test = await openTestApp();
    const { org, dast } = test.app;
    const { targetId } = await dast.putTarget(org, undefined, { name: "shop", url, testable: false, defaults: {}, everyHours: undefined, afterDeployment: false }, "ana");
    await expect(dast.importReport(org, targetId, "hello", "ana")).rejects.toMatchObject({ code: "dast.report-unrecognised" });
    await expect(dast.importReport(org, "tgt_none", "{}", "ana")).rejects.toMatchObject({ code: "request.not-found" });
    expect((await dast.scans(org, { targetId, state: undefined, reason: undefined }, { limit: 10, after: undefined })).items).toEqual([]);
  });
});
