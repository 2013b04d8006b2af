// The order of versions in NVD's ranges, and where it cannot be told.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareCpeVersions, sideOfRelease } from "./version-order.ts";

const told = (order: number | undefined): string => (order === undefined ? "?" : order < 0 ? "<" : order > 0 ? ">" : "=");

describe("versions/cpe/version-order", () => {
  it.each([
    ["1.9", "<", "1.10", "digits are numbers"], ["1.0", "=", "1.0.0", "a zero adds nothing"], ["1.0", "<", "1.0.1", "anything else does"], ["1.02", "=", "1.2", "zeros in front do not count"],
    ["v1.2", "=", "1.2", "a v in front says nothing"], ["1.0.1", "<", "1.0.1f", "a letter release follows"], ["1.0.2k", "<", "1.0.2zb", "z goes on"], ["7.2", "<", "7.2p2", "a patch follows"], ["8.0_sp1", "<", "8.0_sp10", "numbers of patches"],
    ["1.0-rc1", "<", "1.0", "a candidate comes before"], ["1.0-beta2", "<", "1.0-rc1", "and its kinds in order"], ["1.0-rc1", "<", "1.0.1", "also before what follows"], ["1.0-rc1", "<", "1.0p1", "and before its patches"], ["2.0.0-snapshot", "<", "2.0.0", "a snapshot too"],
    ["1.0.final", "=", "1.0", "final is the release"], ["15.1(4)m10", "<", "15.1(4)m12", "the same letters, then numbers"], ["2021-03-04", "<", "2021-11-01", "dates"], ["99999999999999999999", "<", "100000000000000000000", "beyond a double"],
    ["1.0b1", "?", "1.0", "a beta, or letter b"], ["1.0m1", "?", "1.0", "a milestone, or a letter"], ["xp", "?", "vista", "names have no order"], ["1.0.x", "?", "1.0.1", "a letter against a number"], ["2.1-custom", "?", "2.1", "a word nobody knows"],
  ])("%s %s %s: %s", (a, order, b) => {
    expect(told(compareCpeVersions(a, b))).toBe(order);
    expect(told(compareCpeVersions(b, a))).toBe({ "<": ">", ">": "<" }[order] ?? order);
  });

  const version = fc.array(fc.oneof(fc.nat(12).map(String), fc.constantFrom("rc", "beta", "p", "a", "k", "final", "x")), { minLength: 1, maxLength: 5 }).map((runs) => runs.join("."));

  it("what it tells is an order: equal to itself, the opposite turned round, and transitive", () => {
    fc.assert(fc.property(version, version, version, (a, b, c) => {
      expect(told(compareCpeVersions(a, a))).toBe("=");
      const [ab, bc, ac] = [compareCpeVersions(a, b), compareCpeVersions(b, c), compareCpeVersions(a, c)];
      expect(compareCpeVersions(b, a) === undefined).toBe(ab === undefined);
      if (ab !== undefined && bc !== undefined && ac !== undefined && ab < 0 && bc < 0) expect(ac).toBeLessThan(0);
    }), { numRuns: 2000 });
  });

  it.each([["rc1", "before"], ["beta", "before"], ["sp2", "after"], ["p1", "after"], ["update_3", "after"], ["enterprise", undefined], ["7", undefined]])("update %s lies %s", (update, side) => { expect(sideOfRelease(update)).toBe(side); });
});
