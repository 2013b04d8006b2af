// The scan on the quick part of the range: no check may find less than it did, or take more twins for weak.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { quickChecks, scanVerdicts } from "./dast-rows.ts";
import type { CheckRow } from "./dast-rows.ts";

// Figures as last committed; `npm run quality:dast -- --write` writes them, with the change that made them better.
const committed = JSON.parse(readFileSync(new URL("dast-quality.json", import.meta.url), "utf8")) as Readonly<Record<string, Omit<CheckRow, "check">>>;

describe("quality of scans", () => {
  it("finds at least what was found, with no more false alarms", { timeout: 120_000 }, async () => {
    expect(Object.keys(committed).toSorted()).toEqual([...quickChecks].toSorted());
    const { rows, cases } = await scanVerdicts(quickChecks);
    const worse = rows.filter(({ check, vulnerable, secure, found, falseAlarms }) => {
      const before = committed[check];
      return before === undefined || vulnerable < before.vulnerable || secure < before.secure || found < before.found || falseAlarms > before.falseAlarms;
    });
    expect(worse.map(({ check }) => ({ check, missed: cases.filter(({ case: one, found }) => one.check === check && one.vulnerable && !found).map(({ case: one }) => one.name), alarmed: cases.filter(({ case: one, other }) => one.check === check && !one.vulnerable && other.length > 0).map(({ case: one }) => one.name) }))).toEqual([]);
  });
});
