// As much as fits, and how much does not.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listed, mostThatFit, rowsWithin } from "./fit.ts";

describe("src/notify/fit.ts", () => {
  it("finds the greatest count that fits", () => {
    fc.assert(fc.property(fc.nat(500), fc.integer({ min: -1, max: 600 }), (most, edge) => {
      expect(mostThatFit(most, (count) => count <= edge)).toBe(Math.max(0, Math.min(most, edge)));
    }));
  });

  it("rows that all fit stay as they are", () => expect(rowsWithin(["a", "bb", "ccc"], 8)).toEqual(["a", "bb", "ccc"]));

  it("rows that do not are counted in a row that fits too", () => {
    expect(rowsWithin(Array.from({ length: 1000 }, (_, n) => `row ${n}`), 60)).toEqual(["row 0", "row 1", "row 2", "row 3", "row 4", "row 5", "… and 994 more"]);
  });

  it("any rows keep the limit, and those shown and those counted are all", () => {
    fc.assert(fc.property(fc.array(fc.string({ maxLength: 40 }), { maxLength: 60 }), fc.integer({ min: 24, max: 400 }), fc.integer({ min: 0, max: 3 }), (rows, limit, joint) => {
      const shown = rowsWithin(rows, limit, joint);
      expect(shown.join("x".repeat(joint)).length).toBeLessThanOrEqual(limit);
      const [, left] = /^… and (\d+) more$/.exec(shown.at(-1) ?? "") ?? [];
      if (left === undefined) expect(shown).toEqual(rows);
      else expect([shown.slice(0, -1), Number(left)]).toEqual([rows.slice(0, shown.length - 1), rows.length - shown.length + 1]);
    }));
  });

  it("of ten thousand rows only those are written that are shown", () => {
    let written = 0;
    rowsWithin(Array.from({ length: 10_000 }, () => () => { written += 1; return "0123456789"; }), 100);
    expect(written).toBeLessThan(12);
  });

  it("lists names", () => expect([listed(["a", "b"], 30), listed(Array.from({ length: 99 }, () => "service"), 60)]).toEqual(["a, b", "service, service, service, service, … and 95 more"]));
});
