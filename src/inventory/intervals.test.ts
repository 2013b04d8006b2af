// Deployment intervals from reports, in any order.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intervalsOf } from "./intervals.ts";
import type { DeploymentEvent } from "./inventory.ts";

const started = (releaseId: string, at: number): DeploymentEvent => ({ kind: "started", endpointId: "e", serviceId: "s", releaseId, at, recordedAt: 0 });
const ended = (at: number): DeploymentEvent => ({ kind: "ended", endpointId: "e", serviceId: "s", releaseId: undefined, at, recordedAt: 0 });
const shown = (events: DeploymentEvent[]): string => intervalsOf("org", events).map(({ releaseId, startedAt, endedAt }) => `${releaseId} ${startedAt}-${endedAt ?? ""}`).join(", ");

describe("src/inventory/intervals.ts", () => {
  it.each<[claim: string, events: DeploymentEvent[], expected: string]>([
    ["a release runs until another one starts", [started("a", 1), started("b", 5)], "a 1-5, b 5-"],
    ["a release reported again continues its interval", [started("a", 1), started("a", 3), started("a", 9)], "a 1-"],
    ["an end without a start says nothing", [ended(4)], ""],
    ["after an end the same release is a new deployment", [started("a", 1), ended(4), started("a", 6)], "a 1-4, a 6-"],
    ["a late report splits what was known", [started("a", 1), started("c", 9), started("b", 5)], "a 1-5, b 5-9, c 9-"],
    ["at one instant an end comes before a start", [started("a", 1), started("b", 4), ended(4)], "a 1-4, b 4-"],
    ["of two starts at one instant one wins, whoever comes first", [started("b", 1), started("a", 1)], "b 1-"],
  ])("%s", (_claim, events, expected) => {
    expect(shown(events)).toBe(expected);
    expect(shown(events.toReversed())).toBe(expected);
  });

  it("is the same for every order of the reports", () => {
    const anyEvent = fc.oneof(fc.record({ release: fc.constantFrom("a", "b", "c"), at: fc.integer({ min: 0, max: 9 }) }).map(({ release, at }) => started(release, at)), fc.integer({ min: 0, max: 9 }).map(ended));
    fc.assert(fc.property(fc.array(anyEvent, { maxLength: 8 }).chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }))), ([events, shuffled]) => {
      expect(intervalsOf("org", shuffled)).toEqual(intervalsOf("org", events));
    }));
  });

  it("gives intervals that never overlap", () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom("a", "b"), fc.integer({ min: 0, max: 20 })), { maxLength: 10 }), (pairs) => {
      const intervals = intervalsOf("org", pairs.map(([release, at]) => started(release, at)));
      for (const [index, interval] of intervals.entries()) {
        const next = intervals[index + 1];
        if (next) expect(interval.endedAt).toBe(next.startedAt);
      }
    }));
  });
});
