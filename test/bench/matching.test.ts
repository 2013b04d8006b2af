// The matching benchmark still measures what it says: the smoke run goes through every part, and every row has a number.
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isMet, tableOf } from "./figures.ts";
import { measureParts } from "./matching/parts.ts";
import { compareVerdicts } from "./matching/peer-verdicts.ts";
import { grown, partNames, quick, whole } from "./matching/plan.ts";
import { runProgram } from "./matching/process.ts";
import { growthRows, textOf } from "./matching/results.ts";
import type { PartResult } from "./matching/results.ts";
import { generatedPurls } from "./matching/sboms.ts";
import { archivesOf, isRealThere, makeWorld } from "./matching/world.ts";

const work = mkdtempSync(join(tmpdir(), "aftwatch-bench-matching-"));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });

const isLinux = process.platform === "linux";

describe(`test/bench/matching${isRealThere ? "" : " (on invented data: the shared folder is not beside this repository)"}`, () => {
  it("every part gives a number for every measure, and a verdict for every aim of the issue", { timeout: 600_000 }, async () => {
    const results: PartResult[] = [];
    for await (const result of measureParts({ plan: quick, work, only: undefined, peer: undefined, say: () => {} })) results.push(result);
    expect([...new Set(results.map(({ part }) => part))].toSorted()).toEqual(partNames.filter((part) => part !== "peer").toSorted());
    const rows = results.flatMap((result) => result.rows);
    // Where there is no /proc, memory and processor time of other processes are not measured.
    expect(rows.filter(({ measure, value }) => !Number.isFinite(value) && (isLinux || !/peak memory|processor time$/.test(measure)))).toEqual([]);
    const aims = (size: string): string[] => rows.filter((row) => row.size === size && row.aim !== undefined).map(({ measure, aim }) => `${measure}: ${aim}`);
    expect(aims("larger")).toEqual(expect.arrayContaining([
      "index built: 60", "index built, peak memory: 300", "100 changes taken, whole command: 2", "300 malicious beside, peak memory they add: 64",
      "scan of 50 generated components: 250", "scan of 50 generated components, peak memory: 150", "scan of 1000 generated components: 1000",
      "SBOM of 50: pairs, verdict with its reason: 1000000", `${isRealThere ? "real SBOMs" : "SBOM of 50"}: components, from purl text to verdicts: 300000`,
    ]));
    expect(aims("")).toEqual(["one new advisory: affected deployments known, p99: 50"]);
    for (const result of results) for (const { measure } of result.rows) expect(textOf(result)).toContain(measure);
    const growth = growthRows(results);
    expect(growth[0]).toEqual(["", "small", "larger"]);
    expect(growth.flat()).toContain("index size, MB");
    expect(growth.flat()).not.toContain("-");
    // What was asked about is found: a benchmark of misses would be fast and mean nothing.
    expect(rows.find(({ measure }) => measure === "SBOM of 50: pairs of component and advisory part")?.value).toBeGreaterThan(0);
    expect(rows.find(({ measure }) => measure === "deployments an advisory hits")?.value).toBeGreaterThan(0);
  });

  it("only one part, where only that is asked for", async () => {
    const asked: string[] = [];
    for await (const { part } of measureParts({ plan: quick, work, only: "one-advisory", peer: undefined, say: () => {} })) asked.push(part);
    expect(asked).toEqual(["one-advisory"]);
  });

  it("the archives for the peer hold an archive for each ecosystem of the records", () => {
    const world = makeWorld(work, { ...quick.worlds[0]!, name: "archived" }, 20);
    const folders = readdirSync(join(archivesOf(world), "osv-scalibr"));
    expect(folders).toEqual(readdirSync(world.records).map((file) => file.replace(".jsonl", "")));
    expect(folders.every((folder) => existsSync(join(world.directory, "archives", "osv-scalibr", folder, "all.zip")))).toBe(true);
  });

  it("the whole run holds the sizes of the issue", () => {
    expect(grown.worlds.map(({ records }) => records)).toEqual([33_000, 300_000, 2_000_000]);
    expect([whole.malicious, whole.delta, ...whole.scans.map(({ components }) => components)]).toEqual([200_000, 1000, 500, 10_000]);
    expect([whole.oneAdvisory.releases * whole.oneAdvisory.componentsPerRelease, whole.oneAdvisory.releases * whole.oneAdvisory.places]).toEqual([1_000_000, 100_000]);
  });
});

describe("test/bench/matching/process.ts", () => {
  it.skipIf(!isLinux)("the memory of a process is its own, and grows with what it holds", async () => {
    const holding = (mb: number) => runProgram(process.execPath, ["-e", `const held = Buffer.alloc(${mb * 2 ** 20}, 1); setTimeout(() => held.length, 100)`], { out: join(work, "held.out") });
    const [little, much] = [await holding(1), await holding(200)];
    expect(much.peakMb - little.peakMb).toBeGreaterThan(180);
    expect(much.peakMb - little.peakMb).toBeLessThan(230);
    expect([little.code, little.wallMs > 90]).toEqual([0, true]);
  });
});

describe("test/bench/matching/peer-verdicts.ts", () => {
  const ours = (name: string, version: string, id: string, verdict = "affected") => ({ package: name, components: [{ advisories: [{ id, verdict, compared: version }] }] });
  const theirs = (name: string, version: string, id: string) => ({ package: { name, version }, vulnerabilities: [{ id }] });

  it("one package, version and advisory is the same however it is written; what only one says is told apart", () => {
    const own = { findings: [ours("go:example.org/a", "1.2.0", "GO-1"), ours("maven:org.x:b", "1", "GHSA-1"), ours("npm:c", "1", "GHSA-2"), ours("npm:d", "1", "GHSA-3", "not-affected")], malicious: [ours("pypi:bad-one", "1", "MAL-1")] };
    const other = { results: [{ packages: [theirs("example.org/a", "v1.2.0", "GO-1"), theirs("b", "1", "GHSA-1"), theirs("c", "2", "GHSA-2"), theirs("Bad_One", "1", "MAL-1")] }] };
    expect(compareVerdicts(JSON.stringify(own), JSON.stringify(other))).toEqual({ both: ["a@1.2.0 GO-1", "b@1 GHSA-1", "bad-one@1 MAL-1"], oursOnly: ["c@1 GHSA-2"], theirsOnly: ["c@2 GHSA-2"] });
    expect(compareVerdicts(JSON.stringify(own), JSON.stringify({ results: null })).both).toEqual([]);
  });
});

describe("test/bench/figures.ts", () => {
  it("of a rate more is better: its aim is a floor", () => {
    const rate = { measure: "verdicts", value: 5, unit: "/s", aim: 10, more: true } as const;
    expect([isMet(rate), isMet({ ...rate, value: 10 }), isMet({ measure: "scan", value: 5, unit: "ms", aim: 10 }), isMet({ measure: "scan", value: Number.NaN, unit: "ms", aim: 10 })]).toEqual([false, true, true, false]);
    expect(tableOf("rates", [rate])).toMatch(/>= 10 \/s +MISSED/);
  });
});

describe("test/bench/matching/sboms.ts", () => {
  it("as many components as asked for, each once, the same every time", () => {
    const real = Array.from({ length: 500 }, (_, place) => `pkg:npm/real-${place}@1.0.0`);
    const drawn = generatedPurls(200, real);
    expect([new Set(drawn).size, drawn.filter((purl) => real.includes(purl)).length > 60]).toEqual([200, true]);
    expect(generatedPurls(200, real)).toEqual(drawn);
    expect(generatedPurls(50, [])).toHaveLength(50);
  });
});
