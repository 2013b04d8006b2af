// Policies: what is read, and that every wrong place is told at once.
import { describe, expect, it } from "vitest";
import { isFault } from "../kernel/fault.ts";
import { dayMs, hourMs } from "../kernel/clock.ts";
import { readPolicy } from "./policy.ts";
import { durationMs } from "./policy-duration.ts";

const placesOf = (value: unknown): string[] => {
  try { readPolicy(value, "p.yaml"); } catch (thrown) { if (isFault(thrown, "policy.invalid")) return thrown.places.map(({ at }) => at); throw thrown; }
  return [];
};
const one = (when: unknown, more: object = {}) => ({ rules: [{ id: "a", action: "fail", when, ...more }] });

describe("src/feedback/policy.ts", () => {
  it("reads every condition", () => {
    const when = { severity: "high", cvss: 7, kev: true, epss: 0.1, fixable: true, fixKnownFor: "14d", malicious: false, scope: "runtime" };
    expect(readPolicy(one(when, { unscored: "fires", exempt: [{ package: "npm:left", reason: "r", until: new Date("2027-01-31") }] }), "p").rules).toEqual([{
      id: "a", action: "fail", unscored: "fires", when: { kind: "finding", on: { severity: "high", cvss: 7, kev: true, epss: 0.1, fixable: true, fixKnownForMs: 14 * dayMs, malicious: false, scope: "runtime" } },
      exempt: [{ vulnerability: undefined, package: "npm:left", reason: "r", until: Date.UTC(2027, 0, 31) }],
    }]);
    expect([{ unknownShare: 0.1 }, { dataAge: "24h" }, { licences: { denied: ["GPL-3.0-only"] } }].map((condition) => readPolicy(one(condition), "p").rules[0]?.when)).toEqual([
      { kind: "unknown-share", above: 0.1 }, { kind: "data-age", aboveMs: 24 * hourMs }, { kind: "licences", allowed: undefined, denied: ["GPL-3.0-only"] },
    ]);
  });

  it.each<[claim: string, value: unknown, places: readonly string[]]>([
    ["nothing", null, ["/", "/rules"]], ["no rules", { rules: [] }, ["/rules"]], ["a misspelt member", { rules: [{ id: "a", action: "fail", when: { kev: true }, exemt: [] }] }, ["/rules/0/exemt"]],
    ["a misspelt condition", one({ severty: "high" }), ["/rules/0/when/severty"]], ["no condition", one({}), ["/rules/0/when"]], ["two of the target", one({ unknownShare: 0.1, kev: true }), ["/rules/0/when"]],
    ["a wrong word", one({ severity: "urgent" }), ["/rules/0/when/severity"]], ["a share above one", one({ unknownShare: 10 }), ["/rules/0/when/unknownShare"]], ["a time without unit", one({ dataAge: "24" }), ["/rules/0/when/dataAge"]],
    ["an exemption without end", one({ kev: true }, { exempt: [{ vulnerability: "CVE-1", reason: "r" }] }), ["/rules/0/exempt/0/until"]], ["an exemption of everything", one({ kev: true }, { exempt: [{ reason: "r", until: "2027-01-01" }] }), ["/rules/0/exempt/0"]],
    ["several at once", { rules: [{ id: "", action: "stop", when: { kev: "yes" } }] }, ["/rules/0/id", "/rules/0/action", "/rules/0/when/kev"]],
    ["one id twice", { rules: [...one({ kev: true }).rules, ...one({ kev: true }).rules] }, ["/rules"]],
  ])("%s is told at its place", (_claim, value, places) => expect(placesOf(value)).toEqual(places));

  it.each([["90m", 90 * 60_000], ["36h", 36 * hourMs], ["7d", 7 * dayMs], ["2w", 14 * dayMs], ["7", undefined], ["d7", undefined], [7, undefined]])("%s is %s ms", (text, ms) => expect(durationMs(text)).toBe(ms));
});
