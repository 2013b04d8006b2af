// What a scan says of old and new findings: nothing closes on silence, nothing is passed over.
import { describe, expect, it } from "vitest";
import { fingerprintOf } from "../../dast/finding.ts";
import type { DastFinding, FoundWeakness } from "../../dast/finding.ts";
import type { RetestAnswer } from "../../dast/scan.ts";
import { foldScan } from "./fold-scan.ts";

const weakness = (name: string, more: Partial<FoundWeakness> = {}): FoundWeakness => ({
  fingerprint: name, check: "sql-injection", title: "SQL injection", place: { origin: "http://h", method: "GET", template: `/${name}`, point: "query:q", at: undefined }, about: undefined, severity: "high", confidence: "confirmed", cwe: 89, owasp: ["A03"], remediation: "Mend it.",
  component: undefined, evidence: { technique: "boolean", because: "it answers", exchanges: [] }, retest: { check: "sql-injection", route: undefined, pointId: "query:q", identity: "anonymous", template: undefined }, foundAt: 100, alsoAt: [], count: 1, ...more,
});
const fold = (before: readonly DastFinding[], weaknesses: readonly FoundWeakness[], retests: readonly RetestAnswer[] = [], now = 1000, endedBecause: "complete" | "budget" = "complete") => foldScan({ org: "o", targetId: "t", scanId: "s2", before, report: { weaknesses, retests, endedBecause }, now });
const first = (name = "a"): DastFinding => { const [one] = fold([], [weakness(name)], [], 500).findings; if (one === undefined) throw new Error("nothing was made"); return one; };
const answer = (outcome: RetestAnswer["outcome"], why: string): RetestAnswer => ({ findingId: "f", fingerprint: "a", outcome, why, weakness: undefined });

describe("src/app/dast/fold-scan.ts", () => {
  it("what was not there before is new and open", () => expect(first()).toMatchObject({ state: "open", lastOutcome: "new", firstAt: 100, fixedAt: undefined }));
  it("found again is the same: its id and first time stay", () => { const before = first(); expect(fold([before], [weakness("a", { foundAt: 900 })]).findings).toEqual([expect.objectContaining({ findingId: before.findingId, firstAt: 100, lastAt: 900, lastOutcome: "same", state: "open" })]); });
  it("a replay that passed fixes it", () => expect(fold([first()], [], [answer("fixed", "gone")])).toMatchObject({ findings: [{ state: "fixed", fixedAt: 1000, lastOutcome: "fixed" }], counts: { fixed: 1 }, said: [{ outcome: "fixed", why: "gone" }] }));
  it("fixed and found again has regressed", () => expect(fold(fold([first()], [], [answer("fixed", "gone")]).findings, [weakness("a")])).toMatchObject({ findings: [{ state: "open", lastOutcome: "regressed", fixedAt: undefined }] }));
  it("a replay that could not be made leaves it open, with the reason", () => expect(fold([first()], [], [answer("not-retested", "the login was lost")])).toMatchObject({ findings: [{ state: "open", lastOutcome: "not-retested", notRetestedBecause: "the login was lost" }] }));
  it("without a replay it was not retested, and never closes", () => {
    expect(fold([first()], []).findings).toMatchObject([{ state: "open", lastOutcome: "not-retested", notRetestedBecause: "the scan did not look at it" }]);
    expect(fold([first()], [], [], 1000, "budget").findings[0]?.notRetestedBecause).toContain("(budget)");
  });
  it("a replay that still finds it keeps it", () => expect(fold([first()], [], [{ ...answer("still", "as before"), weakness: weakness("a") }])).toMatchObject({ findings: [{ state: "open", lastOutcome: "same" }] }));
  it("a verdict holds until its end, then it is open again", () => {
    const judged: DastFinding = { ...first(), state: "dismissed", verdict: "accepted", verdictUntil: 2000 };
    expect(fold([judged], [weakness("a")], [], 1999).findings).toMatchObject([{ state: "dismissed", verdict: "accepted" }]);
    expect(fold([judged], [weakness("a")], [], 2000).findings).toMatchObject([{ state: "open", verdict: undefined }]);
  });
  it("fixed and dismissed ones that were not found are left alone", () => expect(fold([{ ...first(), state: "fixed" }, { ...first("b"), state: "dismissed" }], []).findings).toEqual([]));
  it("what another tool reported is left alone by scans of ours", () => expect(fold([{ ...first(), retest: { ...first().retest, check: "imported" } }], []).findings).toEqual([]));
  it("another address of the target is the same place; another origin in its scope is not", () => {
    const place = weakness("a").place;
    expect(fingerprintOf({ id: "x" }, place, undefined, "http://h")).toBe(fingerprintOf({ id: "x" }, { ...place, origin: "http://other" }, undefined, "http://other"));
    expect(fingerprintOf({ id: "x" }, place, undefined, "http://h")).not.toBe(fingerprintOf({ id: "x" }, { ...place, origin: "http://cdn" }, undefined, "http://h"));
  });
});
