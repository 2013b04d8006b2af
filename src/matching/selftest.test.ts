// Labels in, quality out: what counts as right, as a miss, and as neither.
import { describe, expect, it } from "vitest";
import { memoryIndex } from "../advisories/advisory-index/memory-index.ts";
import type { Advisory } from "../advisories/advisory.ts";
import { readLabel, readLabelFile } from "./match-label.ts";
import type { MatchLabel } from "./match-label.ts";
import { selftest } from "./selftest.ts";

const advisory = (id: string, name: string, fixed: string, more: Partial<Advisory> = {}): Advisory => ({
  id, source: "t", modifiedAt: 0, publishedAt: 0, withdrawnAt: undefined, summary: "", details: "", aliases: [], upstream: [], related: [], severities: [], references: [],
  affected: [{ ecosystem: "npm", name, versions: [], ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed }] }], severities: [], fixState: undefined }], ...more,
});
const index = memoryIndex({ builtAt: 0, advisories: [advisory("GHSA-1", "a", "1.5.0", { aliases: ["CVE-2099-1"] }), advisory("GHSA-2", "b", "2.0.0"), advisory("GHSA-3", "c", "1.0.0", { withdrawnAt: 5 }), advisory("GHSA-4", "d", "1.0.0", { aliases: ["CVE-2099-2"] }), advisory("OTHER-4", "d", "2.0.0", { aliases: ["CVE-2099-2"] }), advisory("USN-1", "a", "3.0.0", { upstream: ["CVE-2099-7", "CVE-2099-8"] })] });
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
  it.each<[claim: string, row: object, ecosystem: string, name: object]>([
    ["a type of package URL", { package: "a", version: "1", ecosystem: "cargo", id: "X", label: "TP" }, "crates.io", { packageKey: "crates.io:a" }],
    ["a word of a scanner's", { package: "a", version: "1", ecosystem: "java-archive", id: "X", label: "TP" }, "Maven", {}],
    ["a release of a distribution", { package: "a", version: "1", ecosystem: "debian:12", id: "X", label: "TP" }, "Debian:12", {}],
    ["with a hyphen, beside a type", { package: "a", version: "1", ecosystem: "deb", distro: "ubuntu-22.04", id: "X", label: "TP" }, "Ubuntu:22.04:LTS", {}],
    ["without the v of Alpine's", { package: "a", version: "1", ecosystem: "Alpine:3.18", id: "X", label: "TP" }, "Alpine:v3.18", {}],
    ["Red Hat's by its number", { package: "a", version: "1", ecosystem: "rhel:8.6", id: "X", label: "TP" }, "Red Hat:enterprise_linux:8", {}],
    ["OSV's own words stay", { package: "a", version: "1", ecosystem: "SUSE:Linux Enterprise Server 15 SP4", id: "X", label: "TP" }, "SUSE:Linux Enterprise Server 15 SP4", {}],
    ["grype's namespace", { package: { name: "a", version: "1" }, namespace: "github:language:python", vulnerability_id: "X", label: "TP" }, "PyPI", { packageKey: "PyPI:a", packageVersion: "1" }],
    ["an object with a purl", { artifact: { name: "a", version: "1", purl: "pkg:gem/a@1-java" }, vulnerability: { id: "X" }, label: "TP" }, "RubyGems", { packageVersion: "1" }],
    ["a Go version with its v", { package: "a.example/b", version: "v1.0.0", ecosystem: "golang", id: "X", label: "TP" }, "Go", { packageVersion: "1.0.0" }],
    ["a scoped purl with the version beside it", { purl: "pkg:npm/@a/b", version: "1.0.0", id: "X", label: "TP" }, "npm", { packageKey: "npm:@a/b", packageVersion: "1.0.0" }],
    ["an ecosystem without an order", { package: "a", version: "1", ecosystem: "OSS-Fuzz", id: "X", label: "TP" }, "OSS-Fuzz", {}],
  ])("ecosystems: %s", (_claim, row, ecosystem, name) => { expect(label(row)).toMatchObject({ ecosystem, names: [name] }); });

  it.each<[row: object, vulnerability: string, expected: string | undefined]>([
    [{ vulnerability_id: "ghsa-AAAA-bbbb-cccc", affected: true }, "GHSA-aaaa-bbbb-cccc", "affected"], [{ ID: "1f", effective_cve: "cve-2024-1", label: "FP" }, "CVE-2024-1", "not-affected"],
    [{ id: "X", label: false }, "X", "not-affected"], [{ id: "X", verdict: "NOT_AFFECTED" }, "X", "not-affected"], [{ id: "X", label: "FN" }, "X", "affected"], [{ id: "X", label: "??" }, "X", undefined],
  ])("%j is about %s: %s", (row, vulnerability, expected) => { expect(label({ package: "a", version: "1", ecosystem: "npm", ...row })).toMatchObject({ vulnerability, expected }); });

  it("reads an array as well as lines, and a package without an ecosystem in all of them", () => {
    const rows = [{ package: { name: "a", version: "1" }, vulnerability_id: "X", label: "TP", image: { exact: "i" } }, { label: "TP" }];
    for (const text of [JSON.stringify(rows, undefined, 2), rows.map((row) => JSON.stringify(row)).join("\n\n")]) {
      expect(readLabelFile(text)).toMatchObject([{ ecosystem: "any", vulnerability: "X" }, { reason: expect.stringContaining("names no vulnerability") }]);
    }
  });
});

describe("src/matching/selftest.ts", () => {
  it.each<[claim: string, row: object, kind: string | undefined, why: string]>([
    ["affected by an alias", { package: "a", version: "1.0.0", ecosystem: "npm", vulnerability: "CVE-2099-1", label: "TP" }, undefined, ""],
    ["not affected at the fix", { package: "a", version: "1.5.0", ecosystem: "npm", vulnerability: "CVE-2099-1", label: "FP" }, undefined, ""],
    ["one record's own word, where its alias says otherwise", { package: "d", version: "1.5.0", ecosystem: "npm", vulnerability: "GHSA-4", label: "FP" }, undefined, ""],
    ["a CVE id is about all records of it", { package: "d", version: "1.5.0", ecosystem: "npm", vulnerability: "CVE-2099-2", label: "TP" }, undefined, ""],
    ["affected, in no ecosystem that the label names", { package: { name: "a", version: "1.0.0" }, vulnerability_id: "cve-2099-1", label: "TP" }, undefined, ""],
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
