// The index on disk against the one in memory: the same answers for any advisories, changes, withdrawals and removals, in any split into deltas.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { packageKey } from "../../versions/ecosystem.ts";
import type { Advisory } from "../advisory.ts";
import type { AdvisoryIndex, IndexedPart } from "./advisory-index.ts";
import { openIndexWriter } from "./index-writer.ts";
import { advisoryOf, anyAdvisory, askedIds, questions, sampleAt } from "./index.sample.ts";
import { memoryIndex } from "./memory-index.ts";
import { openAdvisoryIndex } from "./open-index.ts";

const folders: string[] = [];
const folder = (): string => { const made = mkdtempSync(join(tmpdir(), "aftwatch-index-")); folders.push(made); return made; };
afterEach(() => { for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true }); });

type Step = { kind: "put"; advisory: Advisory } | { kind: "remove"; id: string };
const anyStep: fc.Arbitrary<Step> = fc.oneof({ weight: 5, arbitrary: anyAdvisory.map((advisory) => ({ kind: "put" as const, advisory })) }, { weight: 1, arbitrary: fc.constantFrom(...askedIds).map((id) => ({ kind: "remove" as const, id })) });

/** What stands after all steps: an older record never replaces a newer one. */
function held(steps: readonly Step[]): Advisory[] {
  const byId = new Map<string, Advisory>();
  for (const step of steps) {
    if (step.kind === "remove") byId.delete(step.id);
    else if (step.advisory.modifiedAt >= (byId.get(step.advisory.id)?.modifiedAt ?? -Infinity)) byId.set(step.advisory.id, step.advisory);
  }
  return [...byId.values()];
}

const filling: readonly Step[] = Array.from({ length: 300 }, (_, number) => ({ kind: "put", advisory: advisoryOf(`FILL-${number}`, { affected: [{ ecosystem: "npm", name: `filling-${number}`, ranges: [], versions: ["1"], severities: [], fixState: undefined }] }) }));

function write(directory: string, steps: readonly Step[]): void {
  const writer = openIndexWriter(directory);
  for (const step of steps) if (step.kind === "put") writer.put(step.advisory); else writer.remove(step.id);
  writer.commit(sampleAt, { heard: ["osv"], cursors: {} });
}

const byText = (parts: readonly IndexedPart[]): string[] => parts.map((part) => JSON.stringify(part, Object.keys(part).toSorted())).toSorted();
const answersOf = (index: AdvisoryIndex) => ({
  parts: questions.map(([ecosystem, name]) => [...index.partsOf(packageKey(ecosystem, name), ecosystem)].toSorted((a, b) => (byText([a])[0]! < byText([b])[0]! ? -1 : 1))),
  advisories: askedIds.map((id) => index.advisory(id)), partsOfAdvisories: askedIds.map((id) => index.partsOfAdvisory(id)), clusters: askedIds.map((id) => index.clusterOf(id)), counts: index.status().counts,
});

describe("advisories/advisory-index/index-writer", () => {
  it("answers as the advisories in memory do, whatever came in which delta", () => {
    let most = 0;
    fc.assert(fc.property(fc.array(fc.array(anyStep, { maxLength: 8 }), { minLength: 1, maxLength: 6 }), (deltas) => {
      const directory = folder();
      // Beside a base of this size a few records are a delta: without it every change would write everything again.
      const [first = [], ...others] = deltas;
      for (const steps of [[...filling, ...first], ...others]) write(directory, steps);
      const index = openAdvisoryIndex(directory);
      index.verify();
      most = Math.max(most, index.status().segments);
      expect(answersOf(index)).toEqual(answersOf(memoryIndex({ advisories: held([...filling, ...deltas.flat()]), builtAt: sampleAt })));
      index.close();
      rmSync(directory, { recursive: true });
    }), { numRuns: 60 });
    expect(most).toBeGreaterThan(2);
  });

  it("finds a malicious version by its list or by a range, and nothing else", () => {
    const directory = folder();
    const bad = (id: string, name: string, part: Partial<Advisory["affected"][number]>) =>
      advisoryOf(id, { affected: [{ ecosystem: "npm", name, ranges: [], versions: [], severities: [], fixState: undefined, ...part }] });
    write(directory, [bad("MAL-1", "listed", { versions: ["1.0.0", "1.0.1"] }), bad("MAL-2", "whole", { ranges: [{ type: "SEMVER", events: [{ introduced: "0" }] }] }), bad("MAL-3", "both", { versions: ["7.0.0"], ranges: [{ type: "SEMVER", events: [{ introduced: "1.0.0" }, { fixed: "2.0.0" }] }] }), bad("GHSA-1", "listed", { versions: ["1.0.0"] })].map((advisory) => ({ kind: "put", advisory })));
    const index = openAdvisoryIndex(directory);
    const found = (name: string, version: string): string[] => index.maliciousPartsOf(`npm:${name}`, version).map(({ advisoryId }) => advisoryId);
    expect([found("listed", "1.0.1"), found("listed", "1.0.2"), found("whole", "9"), found("both", "7.0.0"), found("both", "1.5.0"), found("nobody", "1")]).toEqual([["MAL-1"], [], ["MAL-2"], ["MAL-3"], ["MAL-3"], []]);
    expect(index.status().counts).toEqual({ advisories: 4, parts: 4, packages: 3, malicious: 3 });
    index.close();
  });

  it("tells every ecosystem an advisory was read of, withdrawn ones and those of earlier deltas as well", () => {
    const directory = folder();
    const about = (id: string, ecosystem: string, more: Partial<Advisory> = {}): Step => ({ kind: "put", advisory: advisoryOf(id, { affected: [{ ecosystem, name: "a", ranges: [], versions: ["1"], severities: [], fixState: undefined }], ...more }) });
    write(directory, [...filling, about("DSA-1", "Debian:12")]);
    write(directory, [about("GHSA-1", "PyPI", { withdrawnAt: sampleAt })]);
    write(directory, [about("GHSA-2", "crates.io")]);
    const index = openAdvisoryIndex(directory);
    expect(index.status()).toMatchObject({ ecosystems: ["Debian", "PyPI", "crates.io", "npm"] });
    expect(index.status().segments).toBeGreaterThan(1);
    index.close();
  });

  it("keeps the same array for the same question", () => {
    const directory = folder();
    write(directory, [{ kind: "put", advisory: advisoryOf("GHSA-1", { affected: [{ ecosystem: "npm", name: "a", ranges: [], versions: ["1"], severities: [], fixState: undefined }] }) }]);
    const index = openAdvisoryIndex(directory);
    expect(index.partsOf("npm:a", "npm")).toHaveLength(1);
    expect(index.partsOf("npm:a", "npm")).toBe(index.partsOf("npm:a", "npm"));
    index.close();
  });

  it("never has many segments: a small delta takes up those before it, a large one everything", () => {
    const directory = folder();
    const batch = (from: number, count: number): Step[] => Array.from({ length: count }, (_, index) => ({ kind: "put", advisory: advisoryOf(`GHSA-${from + index}`) }));
    write(directory, batch(0, 1000));
    const segments: number[] = [];
    for (let round = 0; round < 20; round++) { write(directory, batch(1000 + round * 10, 10)); segments.push(openAdvisoryIndex(directory).status().segments); }
    expect(Math.max(...segments)).toBeLessThanOrEqual(6);
    expect(openAdvisoryIndex(directory).status().counts.advisories).toBe(1200);
    write(directory, batch(5000, 500));
    expect(openAdvisoryIndex(directory).status()).toMatchObject({ segments: 1, counts: { advisories: 1700 }, sources: [{ id: "osv", records: 1700 }] });
    expect(readdirSync(directory).filter((name) => name.endsWith(".segment"))).toHaveLength(1);
  });

  it("spools to disk what memory should not hold, and finds all of it again", () => {
    const directory = folder();
    const advisories = Array.from({ length: 4000 }, (_, number) => advisoryOf(`GHSA-${number}`, {
      summary: "x".repeat(2500), aliases: [`CVE-${number}`], affected: [{ ecosystem: "npm", name: number % 2 === 0 ? "busy" : `p${number}`, ranges: [], versions: ["y".repeat(1200)], severities: [], fixState: undefined }],
    }));
    const writer = openIndexWriter(directory);
    for (const advisory of advisories) writer.put(advisory);
    expect(readdirSync(directory).filter((name) => name.endsWith(".spool"))).not.toEqual([]);
    writer.commit(sampleAt, { heard: [], cursors: {} });
    expect(readdirSync(directory).filter((name) => name.endsWith(".spool"))).toEqual([]);
    const index = openAdvisoryIndex(directory);
    expect(index.partsOf("npm:busy", "npm")).toHaveLength(2000);
    expect(advisories.every(({ id, aliases }, number) => index.advisory(id)?.aliases[0] === aliases[0] && index.clusterOf(`CVE-${number}`).includes(id))).toBe(true);
    index.close();
  });
});

describe("advisories/advisory-index/index-writer: enrichments", () => {
  const epss = (cve: string, probability: number) => ({ kind: "epss" as const, cve, probability, percentile: undefined, scoredOn: "2026-01-01", model: undefined });
  const enrich = (directory: string, { complete }: { complete: boolean }, ...all: ReturnType<typeof epss>[]): void => {
    const writer = openIndexWriter(directory);
    for (const one of all) writer.enrich("epss", one);
    if (complete) writer.completeEnrichments("epss");
    writer.commit(sampleAt, { heard: ["epss"], cursors: { epss: "c" } });
  };

  it("a complete list replaces, a partial one is laid over what was", () => {
    const directory = folder();
    const asked = (): (number | undefined)[] => { const index = openAdvisoryIndex(directory); try { return ["CVE-1", "CVE-2", "CVE-3"].map((cve) => (index.enrichmentsOf(cve)[0] as { probability?: number } | undefined)?.probability); } finally { index.close(); } };
    enrich(directory, { complete: true }, epss("CVE-1", 0.1), epss("CVE-2", 0.2));
    expect(asked()).toEqual([0.1, 0.2, undefined]);
    enrich(directory, { complete: false }, epss("CVE-2", 0.5), epss("CVE-3", 0.3));
    expect(asked()).toEqual([0.1, 0.5, 0.3]);
    enrich(directory, { complete: true }, epss("CVE-3", 0.9));
    expect(asked()).toEqual([undefined, undefined, 0.9]);
    const index = openAdvisoryIndex(directory);
    expect(index.status().sources).toEqual([{ id: "epss", records: 1, newestAt: Date.UTC(2026, 0, 1), syncedAt: sampleAt }]);
    index.close();
  });

  it("a source of advisories and enrichments is counted once, whatever is written anew", () => {
    const directory = folder();
    const both = (ids: readonly string[], ...all: ReturnType<typeof epss>[]): unknown => {
      const writer = openIndexWriter(directory);
      for (const id of ids) writer.put(advisoryOf(id, { source: "cvelist" }));
      for (const one of all) writer.enrich("cvelist", one);
      return writer.commit(sampleAt, { heard: ["cvelist", "quiet"], cursors: {} }).sources;
    };
    const sources = (records: number) => [{ id: "cvelist", records }, { id: "quiet", records: 0 }];
    expect(both(["CVE-1", "CVE-2"], epss("CVE-1", 0.1))).toMatchObject(sources(3));
    expect(both(["CVE-3", "CVE-4"], epss("CVE-2", 0.1))).toMatchObject(sources(6));
    expect(both(["CVE-5"])).toMatchObject(sources(7));
    const writer = openIndexWriter(directory);
    writer.completeEnrichments("quiet");
    expect(writer.commit(sampleAt, { heard: [], cursors: {} })).toMatchObject({ sources: sources(7), enrichments: [{ source: "cvelist" }] });
  });
});
