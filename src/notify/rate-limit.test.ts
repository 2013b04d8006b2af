// A rate limit that no window exceeds, whatever the attempts do and whenever a worker dies.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowanceOf, pileSize } from "./rate-limit.ts";

describe("src/notify/rate-limit.ts", () => {
  it.each<[string, number[], number, { free: number; resumeAt: number | undefined }]>([
    ["nothing sent: all are free", [], 0, { free: 3, resumeAt: undefined }],
    ["what ended a window ago is forgotten", [1000], 0, { free: 3, resumeAt: undefined }],
    ["what ended since counts", [1001, 1500], 0, { free: 1, resumeAt: undefined }],
    ["full: the earliest end makes room", [1500, 1200, 1900], 0, { free: 0, resumeAt: 2200 }],
    ["what is under way counts too", [1500, 1200], 1, { free: 0, resumeAt: 2200 }],
    ["all under way: none makes room before a window is over", [], 3, { free: 0, resumeAt: 3000 }],
    ["more than the limit, since it was lowered: as many ends as are too many", [1100, 1200, 1300, 1400], 0, { free: 0, resumeAt: 2200 }],
  ])("%s", (_claim, ended, underWay, expected) => expect(allowanceOf({ messages: 3, perMs: 1000 }, 2000, ended, underWay)).toEqual(expected));

  it("no window of its length ever holds more beginnings than the limit, also when attempts last and begin late", () => {
    const steps = fc.array(fc.record({ waitMs: fc.integer({ min: 0, max: 400 }), wanted: fc.integer({ min: 1, max: 5 }), lateMs: fc.integer({ min: 0, max: 900 }), tookMs: fc.integer({ min: 0, max: 900 }) }), { minLength: 1, maxLength: 60 });
    fc.assert(fc.property(steps, fc.integer({ min: 1, max: 6 }), (all, messages) => {
      const perMs = 1000;
      const attempts: { begins: number; ends: number }[] = [];
      let now = 0;
      for (const { waitMs, wanted, lateMs, tookMs } of all) {
        now += waitMs;
        const known = attempts.filter(({ ends }) => ends <= now);
        const { free } = allowanceOf({ messages, perMs }, now, known.map(({ ends }) => ends), attempts.length - known.length);
        for (let n = 0; n < Math.min(free, wanted); n += 1) attempts.push({ begins: now + lateMs, ends: now + lateMs + tookMs });
      }
      for (const { begins } of attempts) expect(attempts.filter((other) => other.begins > begins - perMs && other.begins <= begins).length).toBeLessThanOrEqual(messages);
    }));
  });

  it.each([[1, 1000, 60], [120, 60_000, 120], [4, 1000, 240], [5, 60_000, 5], [1, 3_600_000, 1]])("%i in %i ms: more than %i stories due are a pile", (messages, perMs, size) => expect(pileSize({ messages, perMs })).toBe(size));
});
