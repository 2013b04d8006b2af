// Which lanes go by themselves, which as a summary, and whose turn it is.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inTurns, planClaims } from "./claim-plan.ts";

const fresh = (groupKey: string) => ({ groupKey, messageKey: undefined });
const tried = (groupKey: string, messageKey: string) => ({ groupKey, messageKey });
const keysOf = (plan: readonly (readonly { groupKey: string }[])[]): string[] => plan.map((lanes) => lanes.map(({ groupKey }) => groupKey).join("+"));

describe("src/notify/claim-plan.ts", () => {
  it.each([
    ["no pile: as many as are free, each by itself", [fresh("a"), fresh("b"), fresh("c")], 2, false, ["a", "b"]],
    ["a pile: the last place goes to all the others", [fresh("a"), fresh("b"), fresh("c")], 2, true, ["a", "b+c"]],
    ["a pile with one place: all in one", [fresh("a"), fresh("b")], 1, true, ["a+b"]],
    ["what was tried keeps its message", [tried("a", "m"), fresh("b"), fresh("c")], 2, true, ["a", "b+c"]],
    ["and is not made part of a summary", [fresh("a"), tried("b", "m"), fresh("c"), fresh("d")], 2, true, ["a", "c+d"]],
    ["the lanes of a summary that was tried are one message", [tried("a", "m"), tried("b", "m"), fresh("c")], 5, false, ["a", "c"]],
    ["nothing is free", [fresh("a")], 0, true, []],
    ["one story is no summary", [fresh("a")], 1, true, ["a"]],
  ])("%s", (_claim, lanes, free, isPile, expected) => expect(keysOf(planClaims(lanes, free, isPile))).toEqual(expected));

  it("never gives more messages than are free, and no lane twice", () => {
    const lane = fc.tuple(fc.uuid(), fc.option(fc.constantFrom("m1", "m2"), { nil: undefined })).map(([groupKey, messageKey]) => ({ groupKey, messageKey }));
    fc.assert(fc.property(fc.array(lane, { maxLength: 30 }), fc.integer({ min: 0, max: 9 }), fc.boolean(), (lanes, free, isPile) => {
      const plan = planClaims(lanes, free, isPile);
      expect(plan.length).toBeLessThanOrEqual(free);
      expect(new Set(plan.flat().map(({ groupKey }) => groupKey)).size).toBe(plan.flat().length);
    }));
  });

  it("takes one of each in turn", () => expect(inTurns([["a1", "a2", "a3"], ["b1"], [], ["c1", "c2"]], 5)).toEqual(["a1", "b1", "c1", "a2", "c2"]));
});
