// Which severity is chosen, and what is no vector.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Severity } from "./advisory.ts";
import { baseScore, chooseSeverity } from "./severity.ts";

const v31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
const low31 = "CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N";
const v4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
const rated = (type: Severity["type"], score: string, source = "GHSA-1"): Severity => ({ type, score, source });

describe("src/advisories/severity.ts", () => {
  // Published examples: FIRST CVSS 3.1 and 4.0 calculators, CVSS 2 guide section 3.3.1.
  it.each<[vector: string, score: number | undefined]>([
    [v31, 9.8], ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10], [v4, 9.3], ["AV:N/AC:L/Au:N/C:N/I:N/A:C", 7.8],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H", undefined], ["CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", undefined], ["CVSS:9.9/AV:N", undefined], ["nonsense", undefined], ["", undefined],
  ])("%s scores %s", (vector, score) => { expect(baseScore(vector)).toBe(score); });

  it.each<[claim: string, severities: Severity[], level: string, score: number | undefined]>([
    ["nobody rated it: unknown, not low", [], "unknown", undefined],
    ["a broken vector is no rating", [rated("CVSS_V3", "CVSS:3.1/AV:N")], "unknown", undefined],
    ["CVSS 3 before CVSS 4", [rated("CVSS_V4", v4), rated("CVSS_V3", low31)], "low", 2.2],
    ["CVSS 4 when there is no other", [rated("CVSS_V4", v4)], "critical", 9.3],
    ["of two, the higher", [rated("CVSS_V3", low31), rated("CVSS_V3", v31, "PYSEC-1")], "critical", 9.8],
    ["a word when there is no vector", [rated("Ubuntu", "medium")], "medium", undefined],
    ["moderate is medium, important is high", [rated("word", "IMPORTANT")], "high", undefined],
    ["a word nobody knows is unknown", [rated("word", "spicy")], "unknown", undefined],
    ["CVSS 2 has no critical", [rated("CVSS_V2", "AV:N/AC:L/Au:N/C:C/I:C/A:C")], "high", 10],
  ])("%s", (_claim, severities, level, score) => { expect(chooseSeverity(severities)).toMatchObject({ level, score }); });

  it.each<[claim: string, severities: Severity[], ecosystem: string | undefined, level: string]>([
    ["Ubuntu's word decides for Ubuntu's package", [rated("CVSS_V3", v31), rated("Ubuntu", "low", "UBUNTU-CVE-2026-1")], "Ubuntu:22.04:LTS", "low"],
    ["Debian's urgency decides for Debian's", [rated("CVSS_V3", v31, "NVD-CVE-2026-1"), rated("word", "unimportant", "DEBIAN-CVE-2026-1")], "Debian:12", "low"],
    ["but not for another's", [rated("CVSS_V3", v31), rated("Ubuntu", "low", "UBUNTU-CVE-2026-1")], "Debian:12", "critical"],
    ["nor where no package is spoken of", [rated("CVSS_V3", v31), rated("Ubuntu", "low", "UBUNTU-CVE-2026-1")], undefined, "critical"],
    ["without a word, its own vector before others'", [rated("CVSS_V3", v31), rated("CVSS_V3", low31, "RHSA-2026:1")], "Red Hat:enterprise_linux:9::baseos", "low"],
    ["a distribution that is silent leaves it to the others", [rated("CVSS_V3", v31)], "Debian:12", "critical"],
    ["0.0 is known to be harmless: low, not unknown", [rated("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N")], undefined, "low"],
    ["a vector filed under another version is still that vector", [rated("CVSS_V3", v4)], undefined, "critical"],
    ["a word with a meaning for objects is unknown", [rated("word", "constructor")], undefined, "unknown"],
  ])("%s", (_claim, severities, ecosystem, level) => { expect(chooseSeverity(severities, { ecosystem }).level).toBe(level); });

  it.each<[severities: Severity[], ecosystem: string | undefined, because: string]>([
    [[], undefined, "Nobody rated it."],
    [[rated("word", "spicy")], undefined, "Nobody's rating can be read: GHSA-1."],
    [[rated("CVSS_V3", v31)], undefined, "GHSA-1 rates it 9.8 in CVSS 3.1; it is the only rating."],
    [[rated("CVSS_V3", low31), rated("CVSS_V3", v31, "NVD-CVE-1"), rated("CVSS_V4", v4)], undefined, "NVD-CVE-1 rates it 9.8 in CVSS 3.1; the highest of 2 ratings in CVSS 3; CVSS 3 comes before CVSS 4."],
    [[rated("CVSS_V3", v31), rated("CVSS_V3", v31, "NVD-CVE-1"), rated("word", "high", "X-1")], undefined, "GHSA-1 rates it 9.8 in CVSS 3.1; all 2 ratings in CVSS 3 agree; CVSS 3 comes before words."],
    [[rated("CVSS_V3", v31), rated("Ubuntu", "low", "UBUNTU-CVE-1")], "Ubuntu:24.04:LTS", "UBUNTU-CVE-1 says low; a distribution's own word decides for its packages."],
  ])("says why: %#", (severities, ecosystem, because) => { expect(chooseSeverity(severities, { ecosystem }).because).toBe(because); });

  it("keeps what was not chosen, in its order, and what could not be read", () => {
    const { others, unread } = chooseSeverity([rated("word", "high", "A-1"), rated("CVSS_V2", "AV:N/AC:L/Au:N/C:C/I:C/A:C", "B-1"), rated("CVSS_V3", v31), rated("CVSS_V3", "CVSS:3.1/AV:N", "C-1")]);
    expect(others.map(({ source, level, score }) => [source, level, score])).toEqual([["B-1", "high", 10], ["A-1", "high", undefined]]);
    expect(unread).toEqual([{ source: "C-1", text: "CVSS:3.1/AV:N" }]);
  });

  it("the order in which they are told is of no account", () => {
    const all = [rated("CVSS_V3", low31), rated("CVSS_V3", v31, "B-1"), rated("CVSS_V3", v31, "A-1"), rated("CVSS_V4", v4), rated("word", "high", "C-1"), rated("Ubuntu", "low", "UBUNTU-CVE-1")];
    fc.assert(fc.property(fc.shuffledSubarray(all, { minLength: all.length }), fc.constantFrom("Ubuntu", "npm", undefined), (shuffled, ecosystem) => {
      expect(chooseSeverity(shuffled, { ecosystem })).toEqual(chooseSeverity(all, { ecosystem }));
    }));
  });

  it("says whose rating it is", () => { expect(chooseSeverity([rated("CVSS_V3", v31, "GHSA-jfh8-c2jp-5v3q")]).from).toBe("GHSA-jfh8-c2jp-5v3q, CVSS 3"); });
});
