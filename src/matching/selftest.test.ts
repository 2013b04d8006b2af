// Labels in, quality out: what counts as right, as a miss, and as neither.
import { describe, expect, it } from "vitest";
import { memoryIndex } from "../advisories/advisory-index/memory-index.ts";
import type { Advisory } from "../advisories/advisory.ts";
import { readLabel } from "./match-label.ts";
import type { MatchLabel } from "./match-label.ts";
import { selftest } from "./selftest.ts";

const advisory = (id: string, name: string, fixed: string, more: Partial<Advisory> = {}): Advisory => ({
  id, source: "t", modifiedAt: 0, publishedAt: 0, withdrawnAt: undefined, summary: "", details: "", aliases: [], upstream: [], related: [], severities: [], references: [],
  affected: [{ ecosystem: "npm", name, versions: [], ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed }] }], severities: [], fixState: undefined }], ...more,
});
const index = memoryIndex({ builtAt: 0, advisories: [advisory("GHSA-1", "a", "1.5.0", { aliases: ["CVE-2099-1"] }), advisory("GHSA-2", "b", "2.0.0"), advisory("GHSA-3", "c", "1.0.0", { withdrawnAt: 5 }), advisory("USN-1", "a", "3.0.0", { upstream: ["CVE-2099-7", "CVE-2099-8"] })] });
const label = (row: object): MatchLabel => {
  const read = readLabel(JSON.stringify(row), 1);
  if ("reason" in read) throw new Error(read.reason);
  return read;
};

describe("src/matching/match-label.ts", () => {
  it.each<[claim: string, row: unknown, reason: string]>([
    ["no vulnerability", { package: "a", ecosystem: "npm", label: "TP" }, "names no vulnerability"],
    ["a word that is no label", { package: "a", ecosystem: "npm", id: "X", label: "perhaps" }, 'has the label "perhaps"'],
    ["an ecosystem nobody knows", { package: "a", ecosystem: "nowhere", id: "X", label: "TP" }, 'has the ecosystem "nowhere"'],
    ["a list", [1], "names no vulnerability"],
  ])("%s is refused with the reason", (_claim, row, reason) => { expect(readLabel(JSON.stringify(row), 3)).toMatchObject({ line: 3, reason: expect.stringContaining(reason) }); });

  it("reads purls and names, versions in either place, and its ecosystem in any case", () => {
    expect(label({ purl: "pkg:npm/a@1.0.0", vulnerability: "X", label: "TP" }).names).toMatchObject([{ packageKey: "npm:a", packageVersion: "1.0.0" }]);
    expect(label({ package: "pkg:npm/a", version: "1.0.0", vulnerability: "X", label: "TP" }).names).toMatchObject([{ packageVersion: "1.0.0" }]);
    expect(label({ package: "Foo_Bar", version: "1", ecosystem: "pypi", vulnerability: "X", label: "FP" }).names).toMatchObject([{ ecosystem: "PyPI", packageKey: "PyPI:foo-bar" }]);
  });
});

describe("src/matching/selftest.ts", () => {
  it.each<[claim: string, row: object, kind: string | undefined, why: string]>([
    ["affected by an alias", { package: "a", version: "1.0.0", ecosystem: "npm", vulnerability: "CVE-2099-1", label: "TP" }, undefined, ""],
    ["not affected at the fix", { package: "a", version: "1.5.0", ecosystem: "npm", vulnerability: "CVE-2099-1", label: "FP" }, undefined, ""],
    ["affected through a bundle", { package: "a", version: "1.0.0", ecosystem: "npm", vulnerability: "CVE-2099-8", label: "TP" }, undefined, ""],
    ["a version we say is fixed", { package: "a", version: "1.6.0", ecosystem: "npm", vulnerability: "GHSA-1", label: "TP" }, "false-negative", "at or after fixed 1.5.0"],
    ["a version we say is affected", { package: "a", version: "1.4.0", ecosystem: "npm", vulnerability: "GHSA-1", label: "FP" }, "false-positive", "before fixed 1.5.0"],
    ["an id nobody has", { package: "a", version: "1.0.0", ecosystem: "npm", vulnerability: "CVE-1", label: "TP" }, "false-negative", "No advisory that is held goes by CVE-1"],
    ["a withdrawn record", { package: "c", version: "0.1.0", ecosystem: "npm", vulnerability: "GHSA-3", label: "TP" }, "false-negative", "GHSA-3 is withdrawn"],
    ["a record on another package", { package: "a", version: "0.1.0", ecosystem: "npm", vulnerability: "GHSA-2", label: "TP" }, "false-negative", "speaks of npm:b"],
    ["a version that is none", { package: "a", version: "main", ecosystem: "npm", vulnerability: "GHSA-1", label: "TP" }, "undecided", "main is no semver version"],
  ])("%s", (_claim, row, kind, why) => {
    const { misses } = selftest([label(row)], index);
    expect(misses.map((miss) => miss.kind)).toEqual(kind === undefined ? [] : [kind]);
    expect(misses[0]?.why.join(" ") ?? "").toContain(why);
  });

  it("counts for each ecosystem; of nothing there is no share", () => {
    const row = (version: string, word: string, ecosystem = "npm"): MatchLabel => label({ package: "a", version, ecosystem, vulnerability: "GHSA-1", label: word });
    const { rows, total, unlabelled } = selftest([row("1.0.0", "TP"), row("1.1.0", "TP"), row("1.2.0", "FP"), row("1.9.0", "TP"), row("1.9.0", "FP"), row("1.9.0", "?"), row("1.0.0", "FP", "PyPI")], index);
    expect(rows).toMatchObject([
      { ecosystem: "PyPI", labels: 1, trueNegative: 1, precision: undefined, recall: undefined, f1: undefined },
      { ecosystem: "npm", labels: 5, truePositive: 2, falsePositive: 1, falseNegative: 1, trueNegative: 1, precision: 2 / 3, recall: 2 / 3 },
    ]);
    expect([total.labels, unlabelled]).toEqual([6, 1]);
  });
});
