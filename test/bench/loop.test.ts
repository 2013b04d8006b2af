// The benchmark still measures what it says: the smallest size runs through, and every row has a number.
import { describe, expect, it } from "vitest";
import { createChance, createZipf } from "./chance.ts";
import { quantile, tableOf } from "./figures.ts";
import { measureSize } from "./measure-size.ts";
import { quick } from "./sizes.ts";

describe("test/bench/measure-size.ts", () => {
  it("gives a number for every measure that the design has an aim for", { timeout: 300_000 }, async () => {
    const { rows, facts } = await measureSize(quick);
    // Where there is no /proc, memory and processor time are not measured; everything else is on every machine.
    const measured = rows.filter(({ measure }) => process.platform === "linux" || !/memory|processor/.test(measure));
    expect(measured.filter(({ value }) => !(value > 0))).toEqual([]);
    expect(rows.filter(({ aim }) => aim !== undefined).map(({ measure }) => measure)).toEqual([
      "SBOM ingest, all", "SBOM ingest to findings, p95", "advisory to every owner's notice, p95", "exposed, by vulnerability, p95", "exposed, by package, p95",
      "exposed, by package version, p95", "exposed, over HTTP, p95", "resident memory at the end", "resident memory, peak",
    ]);
    expect(facts).toMatchObject({ deployments: 1000, releases: 100, componentsPerRelease: 300 });
    expect(facts["affectedPercent"]).toBeGreaterThan(3);
    expect(facts["affectedPercent"]).toBeLessThan(6);
    const table = tableOf("quick", rows);
    for (const { measure } of rows) expect(table).toContain(measure);
  });
});

describe("test/bench/chance.ts", () => {
  it("the same seed draws the same, another seed draws others", () => {
    const drawn = (seed: number): number[] => createZipf(1000, 0.7).distinct(createChance(seed), 50);
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
    expect(new Set(drawn(1)).size).toBe(50);
  });

  it("low ranks are drawn far more often than high ones", () => {
    const chance = createChance(3);
    const zipf = createZipf(1000, 0.7);
    const drawn = Array.from({ length: 2000 }, () => zipf.distinct(chance, 1)[0] ?? 0);
    expect(drawn.filter((rank) => rank < 100).length).toBeGreaterThan(3 * drawn.filter((rank) => rank >= 900).length);
  });
});

describe("test/bench/figures.ts", () => {
  it.each([
    ["the median of three is the middle one", [3, 1, 2], 0.5, 2],
    ["p95 of twenty is the nineteenth", Array.from({ length: 20 }, (_, index) => index + 1), 0.95, 19],
    ["p95 of one is that one", [7], 0.95, 7],
  ])("%s", (_claim, values, share, expected) => {
    expect(quantile(values, share)).toBe(expected);
  });
});
