// Alias clusters: closure, what must not merge, and that order, repetition and growth change nothing.
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterAround, clusters, cvesIn, primaryId } from "./alias-clusters.ts";
import type { AliasAssertion } from "./alias-clusters.ts";

const claim = (id: string, ...aliases: string[]): AliasAssertion => ({ id, aliases });
const groupsOf = (assertions: readonly AliasAssertion[]): readonly (readonly string[])[] => [...new Set(clusters(assertions).values())];
const stored = (assertions: readonly AliasAssertion[]) => async (ids: readonly string[]): Promise<readonly AliasAssertion[]> =>
  assertions.filter(({ id, aliases }) => ids.includes(id) || aliases.some((alias) => ids.includes(alias)));

describe("advisories/alias-clusters", () => {
  it.each<[string, AliasAssertion[], string[][]]>([
    ["a chain is one vulnerability", [claim("B-1", "A-1"), claim("C-1", "B-1")], [["A-1", "B-1", "C-1"]]],
    ["an id without a record links too", [claim("GHSA-1", "X-9"), claim("PYSEC-1", "X-9")], [["GHSA-1", "PYSEC-1", "X-9"]]],
    ["an advisory without aliases is its own cluster", [claim("GO-1")], [["GO-1"]]],
    ["an advisory that names itself is still alone", [claim("GO-1", "GO-1")], [["GO-1"]]],
    ["an advisory with two CVEs is about both and merges neither", [claim("GO-1", "CVE-2024-1", "CVE-2024-2")], [["GO-1"], ["CVE-2024-1"], ["CVE-2024-2"]]],
    ["a CVE that names another CVE does not merge with it", [claim("CVE-2024-1", "CVE-2024-2")], [["CVE-2024-1"], ["CVE-2024-2"]]],
    ["two CVEs from two sources of one id count together", [claim("GHSA-1", "CVE-2024-1"), claim("GHSA-1", "CVE-2024-2")], [["GHSA-1"], ["CVE-2024-1"], ["CVE-2024-2"]]],
    ["an ambiguous id is no bridge for those who name it", [claim("GO-1", "CVE-2024-1", "CVE-2024-2"), claim("GHSA-1", "CVE-2024-1", "GO-1"), claim("GHSA-2", "CVE-2024-2", "GO-1")],
      [["GO-1"], ["CVE-2024-1", "GHSA-1"], ["CVE-2024-2", "GHSA-2"]]],
    ["an erratum never joins, even with one CVE", [claim("DSA-1-1", "CVE-2024-1"), claim("USN-1-1", "CVE-2024-1"), claim("GHSA-1", "CVE-2024-1")], [["DSA-1-1"], ["CVE-2024-1", "GHSA-1"], ["USN-1-1"]]],
    ["an erratum that others name is no bridge", [claim("GHSA-1", "RHSA-2024:1"), claim("GHSA-2", "RHSA-2024:1")], [["GHSA-1"], ["RHSA-2024:1"], ["GHSA-2"]]],
    ["a distribution's own number for one CVE does join", [claim("UBUNTU-CVE-2024-1", "CVE-2024-1"), claim("BIT-x-2024-1", "CVE-2024-1")], [["BIT-x-2024-1", "CVE-2024-1", "UBUNTU-CVE-2024-1"]]],
  ])("%s", (_claim, assertions, groups) => { expect(new Set(groupsOf(assertions))).toEqual(new Set(groups)); });

  it("a record that stands alone still says what it is about, lowest CVE first", () => {
    expect(cvesIn(claim("DSA-1-1", "CVE-2024-10000", "CVE-2024-9999", "GHSA-1"))).toEqual(["CVE-2024-9999", "CVE-2024-10000"]);
  });

  it.each([
    [["GHSA-1", "CVE-2024-10000", "CVE-2024-9999"], "CVE-2024-9999"],
    [["PYSEC-2024-1", "GHSA-b", "GHSA-a"], "GHSA-a"],
    [["ZZZ-1", "GO-2024-1", "RUSTSEC-2020-1"], "GO-2024-1"],
    [["ZZZ-1", "BIT-1"], "BIT-1"],
  ])("%j goes by %s", (members, name) => { expect(primaryId(members)).toBe(name); });

  const id = fc.oneof(fc.nat(9).map((n) => `CVE-2024-${n}`), fc.nat(9).map((n) => `GHSA-${n}`), fc.nat(5).map((n) => `X-${n}`), fc.nat(3).map((n) => `DSA-${n}`));
  const assertions = fc.array(fc.record({ id, aliases: fc.array(id, { maxLength: 3 }) }), { maxLength: 14 });
  const sorted = (list: readonly AliasAssertion[]): unknown => [...clusters(list)].toSorted(([a], [b]) => (a < b ? -1 : 1));

  it("neither order nor repetition matters", () => {
    fc.assert(fc.property(assertions.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), ([list, shuffled]) => {
      expect(sorted([...shuffled, ...list])).toEqual(sorted(list));
    }));
  });

  it("one cluster by look-ups is the same as all clusters at once", async () => {
    await fc.assert(fc.asyncProperty(assertions, async (list) => {
      for (const [member, members] of clusters(list)) expect(await clusterAround(member, stored(list))).toEqual(members);
    }));
  });

  it("no cluster holds an erratum beside another id; every member has the same cluster and the same name", () => {
    fc.assert(fc.property(assertions, (list) => {
      const all = clusters(list);
      for (const [member, members] of all) {
        expect(members).toContain(member);
        if (members.length > 1) expect(members.some((other) => other.startsWith("DSA-"))).toBe(false);
        for (const other of members) expect(all.get(other)).toEqual(members);
        expect(primaryId(members.toReversed())).toBe(primaryId(members));
      }
    }));
  });

  it("taking a claim back splits what it alone held together", () => {
    fc.assert(fc.property(assertions, fc.array(id, { maxLength: 1 }), (list, aliases) => {
      const before = clusters([...list, { id: "Y-1", aliases }, { id: "Y-2", aliases: ["Y-1"] }]);
      for (const [member, members] of clusters(list)) expect(before.get(member)).toEqual(expect.arrayContaining([...members]));
    }));
    const bridged = [claim("GHSA-1", "CVE-2024-1"), claim("PYSEC-1", "X-1"), claim("OSV-1", "GHSA-1", "X-1")];
    expect(groupsOf(bridged)).toHaveLength(1);
    expect(groupsOf(bridged.slice(0, 2))).toEqual([["CVE-2024-1", "GHSA-1"], ["PYSEC-1", "X-1"]]);
  });
});

interface Case { id: string; advisories: readonly { id: string; aliases?: readonly string[] }[]; expected: { groups?: readonly (readonly string[])[]; must_not_merge?: readonly (readonly string[])[] } }
const vectors = new URL("../../../shared/vectors/matching-cases.jsonl", import.meta.url);
const hasVectors = existsSync(vectors);

describe("advisories/alias-clusters against the matching vectors", () => {
  const cases = hasVectors ? readFileSync(vectors, "utf8").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Case) : [];
  const grouped = cases.filter(({ expected }) => expected.groups ?? expected.must_not_merge);
  it.skipIf(!hasVectors)("groups what the cases group and keeps apart what they keep apart (skipped: the shared vectors are not here)", () => {
    expect(grouped.map(({ id }) => id)).toEqual(expect.arrayContaining(["alias-closure-is-transitive", "upstream-is-not-an-alias"]));
    for (const { advisories, expected } of grouped) {
      const all = clusters(advisories.map(({ id, aliases = [] }) => ({ id, aliases })));
      for (const group of expected.groups ?? []) {
        const records = new Set(advisories.map(({ id }) => id));
        for (const id of group) expect((all.get(id) ?? []).filter((member) => records.has(member))).toEqual(group.toSorted());
      }
      for (const [a, b] of expected.must_not_merge ?? []) expect(all.get(a!)).not.toContain(b);
    }
  });
});
