// No figure of docs/detection-quality.md drops; where ../shared is missing only our own values are measured.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hasSharedLogs } from "./runtime-logs.ts";
import { hasSharedPayloads } from "./runtime-payloads.ts";
import { dropsIn } from "./runtime-table.ts";
import { committedPage, measureQuality } from "./runtime.ts";

describe("test/quality/runtime", () => {
  it("holds every committed figure", async () => {
    if (!hasSharedLogs() || !hasSharedPayloads()) process.stderr.write("../shared/data/runtime is not here: only our own values are measured.\n");
    expect(dropsIn(await measureQuality(), readFileSync(committedPage, "utf8"))).toEqual([]);
  }, 180_000);

  it("notices a figure that drops", () => {
    const page = "| a | sqli | 10 | 9 (90.00 %) |  | x |\n| a | benign | 10 |  | 0 (0.00 %) |  |\n| log | 2 | 2 |  |";
    expect(dropsIn(page, page)).toEqual([]);
    expect(dropsIn(page.replace("9 (90", "8 (80"), page)).toEqual(["a/sqli: 8 found, 9 before"]);
    expect(dropsIn(page.replace("0 (0", "1 (10"), page)).toEqual(["a/benign: 1 false alarms, 0 before"]);
    expect(dropsIn(page.replace("| 2 | 2 |", "| 2 | 1 |"), page)).toEqual(["log: 1 found, 2 before"]);
  });
});
