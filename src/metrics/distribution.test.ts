// Nearest-rank quantiles, and spans with parts taken out.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantile } from "./distribution.ts";
import { without } from "./spans.ts";

describe("src/metrics/distribution.ts", () => {
  it.each<[samples: number[], share: number, expected: number | undefined]>([[[], 0.5, undefined], [[7], 0.9, 7], [[3, 1, 2], 0.5, 2], [[1, 2, 3, 4], 0.5, 2], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9]])("%j at %d is %s", (samples, share, expected) => {
    expect(quantile(samples, share)).toBe(expected);
  });
  it("is always one of the samples", () => {
    fc.assert(fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (samples, share) => { expect(samples).toContain(quantile(samples, share)); }));
  });
});

describe("src/metrics/spans.ts", () => {
  it.each<[claim: string, taken: { from: number; to: number | undefined }[], expected: string]>([
    ["nothing taken", [], "0-10"], ["the middle", [{ from: 4, to: 6 }], "0-4 6-10"], ["an open end", [{ from: 4, to: undefined }], "0-4"], ["everything", [{ from: -1, to: 11 }], ""], ["two that overlap", [{ from: 1, to: 5 }, { from: 3, to: 7 }], "0-1 7-10"], ["one beside it", [{ from: 20, to: 30 }], "0-10"],
  ])("%s", (_claim, taken, expected) => { expect(without({ from: 0, to: 10 }, taken).map(({ from, to }) => `${from}-${to}`).join(" ")).toBe(expected); });
});
