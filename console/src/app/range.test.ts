// The range in the URL: what is read, what is refused, what shifting means.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRange, presets, rangeText, shiftRange } from "./range.ts";

const now = Date.parse("2026-11-22T08:00:00Z");
const day = 86_400_000;

describe("console/src/app/range", () => {
  it.each(presets)("%s ends now", (preset) => {
    expect(parseRange(preset, now)).toMatchObject({ toMs: now, absolute: false });
  });

  it.each([
    ["24h", now - day, "last 24 hours"],
    ["1h", now - day / 24, "last hour"],
    ["1y", now - 365 * day, "last year"],
  ])("%s starts where it says", (text, fromMs, label) => {
    expect(parseRange(text, now)).toMatchObject({ fromMs, label });
  });

  it.each(["", "0d", "5", "d", "soon", "..", "2026-11-22T00:00:00Z..", "2026-11-22T00:00:00Z..2026-11-21T00:00:00Z"])("%j is not a range", (text) => {
    expect(parseRange(text, now)).toBeUndefined();
  });

  it("an absolute range is read back as it was written, to the second", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2e9 }), fc.integer({ min: 1, max: 1e8 }), (fromS, widthS) => {
      expect(parseRange(rangeText(fromS * 1000, (fromS + widthS) * 1000), now)).toMatchObject({ fromMs: fromS * 1000, toMs: (fromS + widthS) * 1000, absolute: true });
    }));
  });

  it("shifting back moves by one width; shifting forward never passes now", () => {
    const week = { fromMs: now - 7 * day, toMs: now, label: "", absolute: false };
    expect(shiftRange(week, -1, now)).toBe("2026-11-08T08:00:00Z..2026-11-15T08:00:00Z");
    expect(shiftRange(week, 1, now)).toBe("2026-11-15T08:00:00Z..2026-11-22T08:00:00Z");
  });
});
