// A detection: what collapses into one, for how long, and which of its events are kept.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collapseMs, continues, detectionKey, oneMore, slotOf } from "./detection.ts";
import type { Detection } from "./detection.ts";
import { levels } from "./event.ts";
import type { Hit } from "./hit.ts";

const hit = (more: Partial<Hit> = {}): Hit => ({ kind: "rule", ruleId: "r", title: "t", level: "low", tags: [], at: 0, subject: "", why: { sentences: [], proof: {} }, event: { id: undefined, at: 0, isTimed: true, decoder: "d", logsource: {}, origin: {}, fields: {}, raw: "" }, others: [], ...more });

describe("runtime/detection", () => {
  it("the same rule on the same workload by the same actor is one key, whatever its title, level and time", () => {
    expect(detectionKey(hit({ title: "other", level: "high", at: 9, tags: ["x"] }), "w", "ip:1", undefined)).toBe(detectionKey(hit(), "w", "ip:1", undefined));
  });

  it.each<[string, string]>([
    ["kind", detectionKey(hit({ kind: "sensor" }), "w", "a", undefined)], ["rule", detectionKey(hit({ ruleId: "s" }), "w", "a", undefined)], ["workload", detectionKey(hit(), "v", "a", undefined)], ["actor", detectionKey(hit(), "w", "b", undefined)],
    ["no actor", detectionKey(hit(), "w", undefined, undefined)], ["subject", detectionKey(hit({ subject: "s" }), "w", "a", undefined)], ["exception", detectionKey(hit(), "w", "a", "exc")],
  ])("another %s is another key", (_what, key) => { expect(key).not.toBe(detectionKey(hit(), "w", "a", undefined)); });

  it("goes on for an hour after its last hit and an hour before its first, to the millisecond", () => {
    const span = { firstAt: 10 * collapseMs, lastAt: 12 * collapseMs };
    expect([9 * collapseMs - 1, 9 * collapseMs, 11 * collapseMs, 13 * collapseMs, 13 * collapseMs + 1].map((at) => continues(span, at))).toEqual([false, true, true, true, false]);
  });

  it("the first five events stay, the latest five take turns", () => {
    expect(Array.from({ length: 13 }, (_, index) => slotOf(index + 1))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 5, 6, 7]);
    fc.assert(fc.property(fc.integer({ min: 6, max: 1_000_000 }), (count) => { expect(new Set([0, 1, 2, 3, 4].map((later) => slotOf(count + later)))).toEqual(new Set([5, 6, 7, 8, 9])); }));
  });

  it("one more adds to the count and stretches the time to both sides, in any order of hits; levels only rise", () => {
    const detection = { firstAt: 50, lastAt: 50, count: 1, level: "medium" } as Detection;
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer(), fc.constantFrom(...levels)), { maxLength: 20 }), (hits) => {
      const after = hits.reduce((one, [at, level]) => oneMore(one, at, level, levels), detection);
      expect(after).toMatchObject({ count: 1 + hits.length, firstAt: Math.min(50, ...hits.map(([at]) => at)), lastAt: Math.max(50, ...hits.map(([at]) => at)) });
      expect(levels.indexOf(after.level)).toBe(Math.max(2, ...hits.map(([, level]) => levels.indexOf(level))));
    }));
  });
});
