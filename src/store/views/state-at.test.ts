// The three readings of decisions over time, against each other: at an instant, as open spans, as excuses.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decision } from "../../findings/decision.ts";
import { excusesOf } from "./measured-lives.ts";
import { openSpans } from "./open-spans.ts";
import { stateAt } from "./state-at.ts";

const finding = { vulnerabilityId: "CVE-2026-1", packageKey: "npm:alder", serviceId: "svc_1", closeReason: undefined, closedAt: undefined };
const instant = fc.integer({ min: 0, max: 40 });
const decision: fc.Arbitrary<Decision> = fc.record({
  decisionId: fc.uuid(), kind: fc.constantFrom("not-affected", "affected", "accepted", "snoozed", "fixed", "under-investigation"), fromAt: instant, untilAt: fc.option(instant, { nil: undefined }), revokedAt: fc.option(instant, { nil: undefined }),
  scope: fc.record({ vulnerabilityId: fc.constantFrom("CVE-2026-1", "CVE-2026-2"), packageKey: fc.constantFrom(undefined, "npm:alder", "npm:other"), serviceId: fc.constantFrom(undefined, "svc_1") }),
  justification: fc.constant(undefined), reason: fc.constant(""), actor: fc.constant("a"), recordedAt: fc.constant(0),
});
const within = (spans: readonly { from: number; to: number | undefined }[], at: number): boolean => spans.some(({ from, to }) => from <= at && (to === undefined || at < to));

describe("src/store/views/state-at.ts", () => {
  it("open spans and excuses say at every instant what the state says", () => {
    fc.assert(fc.property(fc.array(decision, { maxLength: 6 }), (decisions) => {
      const live = { ...finding, periods: [{ openedAt: 0, closedAt: undefined, reason: undefined }] };
      const [open, excused] = [openSpans(live, decisions, 0, Infinity), excusesOf(live, decisions)];
      for (let at = 0; at <= 42; at += 0.5) {
        const { state } = stateAt(live, decisions, at);
        expect([at, within(open, at), within(excused, at)]).toEqual([at, state === "open", state === "not-affected"]);
      }
    }));
  });

  const periods = [{ openedAt: 10, closedAt: 20, reason: "retired" as const }, { openedAt: 30, closedAt: 40, reason: "fixed" as const }];
  it.each([[10, "open", undefined], [20, "closed", "retired"], [29, "closed", "retired"], [30, "open", undefined], [40, "closed", "fixed"], [99, "closed", "fixed"]])("with periods [10, 20) and [30, 40), at %i it is %s, by %s", (at, state, closeReason) => {
    expect(stateAt({ ...finding, periods }, [], at)).toMatchObject({ state, closeReason });
  });

  it("a decision that was not recorded yet does not count, and one that is withdrawn closes what still runs", () => {
    const later: Decision = { decisionId: "d", scope: { vulnerabilityId: "CVE-2026-1", packageKey: undefined, serviceId: undefined }, kind: "accepted", justification: undefined, reason: "", actor: "a", fromAt: 10, untilAt: undefined, revokedAt: undefined, recordedAt: 15 };
    expect([12, 15].map((at) => stateAt({ ...finding, periods }, [later], at).state)).toEqual(["open", "accepted"]);
    expect(stateAt({ ...finding, periods: [{ openedAt: 1, closedAt: undefined, reason: undefined }], closeReason: "withdrawn", closedAt: 5 }, [], 6)).toMatchObject({ state: "closed", closeReason: "withdrawn" });
  });
});
