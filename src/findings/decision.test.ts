// Which decision holds, over time.
import { describe, expect, it } from "vitest";
import { covers, decidedAt, nextChangeAt } from "./decision.ts";
import type { Decision, DecisionKind } from "./decision.ts";

const decision = (kind: DecisionKind, fromAt: number, changed: Partial<Decision> = {}): Decision => ({
  decisionId: `dec_${fromAt}`, scope: { vulnerabilityId: "CVE-2099-1", packageKey: undefined, serviceId: undefined }, kind, justification: undefined, reason: "because", actor: "ana",
  fromAt, untilAt: undefined, revokedAt: undefined, recordedAt: fromAt, ...changed,
});

describe("src/findings/decision.ts", () => {
  it.each<[claim: string, decisions: Decision[], at: number, state: string | undefined]>([
    ["before it begins nothing holds", [decision("accepted", 10, { untilAt: 20 })], 9, undefined],
    ["it holds from its first instant", [decision("accepted", 10, { untilAt: 20 })], 10, "accepted"],
    ["it ends at its last", [decision("accepted", 10, { untilAt: 20 })], 20, undefined],
    ["a revoked one ends when it was revoked", [decision("not-affected", 10, { revokedAt: 15 })], 15, undefined],
    ["the later statement wins", [decision("not-affected", 10), decision("affected", 12)], 13, "open"],
    ["when the later one ends, the earlier one holds again", [decision("not-affected", 10), decision("snoozed", 12, { untilAt: 14 })], 14, "not-affected"],
    ["a claim of a fix changes no state: only an observed one does", [decision("fixed", 10)], 11, "open"],
  ])("%s", (_claim, decisions, at, state) => { expect(decidedAt(decisions, at)?.state).toBe(state); });

  it("says when time alone changes the answer", () => {
    expect(nextChangeAt([decision("accepted", 10, { untilAt: 20 }), decision("snoozed", 5, { untilAt: 12 })], 11)).toBe(12);
    expect(nextChangeAt([decision("not-affected", 10)], 11)).toBeUndefined();
  });

  it.each<[claim: string, scope: Partial<Decision["scope"]>, expected: boolean]>([
    ["a whole vulnerability", {}, true], ["its package", { packageKey: "npm:a" }, true], ["another package", { packageKey: "npm:b" }, false],
    ["its service", { serviceId: "svc_1" }, true], ["another service", { serviceId: "svc_2" }, false], ["another vulnerability", { vulnerabilityId: "CVE-2099-2" }, false],
  ])("covers by predicate: %s", (_claim, scope, expected) => {
    const given = decision("accepted", 1);
    expect(covers({ ...given, scope: { ...given.scope, ...scope } }, { vulnerabilityId: "CVE-2099-1", packageKey: "npm:a", serviceId: "svc_1" })).toBe(expected);
  });
});
