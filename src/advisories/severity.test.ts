// Which severity is chosen, and what is no vector.
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

  it("says whose rating it is", () => { expect(chooseSeverity([rated("CVSS_V3", v31, "GHSA-jfh8-c2jp-5v3q")]).from).toBe("GHSA-jfh8-c2jp-5v3q, CVSS 3"); });
});
