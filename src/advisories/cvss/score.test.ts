// Scores of all versions: the specifications' own examples, what the versions differ in, and a second opinion.
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readVector } from "./grammar.ts";
import { cachedScore, ratingOf, score } from "./score.ts";

describe("advisories/cvss/score", () => {
  // CVSS 2.0 guide, section 3.3: CVE-2002-0392, CVE-2003-0818 and CVE-2003-0062 with their temporal and environmental metrics.
  it.each([
    ["AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H", 7.8, 6.4, 9.2],
    ["AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L", 10, 8.3, 9],
    ["AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:M", 6.2, 4.9, 7.5],
  ])("CVSS 2 guide: %s is %d, %d, %d", (vector, base, temporal, environmental) => {
    expect(score(vector)).toMatchObject({ version: "2.0", base, temporal, environmental, overall: environmental, group: "environmental" });
  });

  it.each([
    ["CVSS 2 without environmental metrics keeps its temporal score", "AV:L/AC:L/Au:N/C:C/I:C/A:C", [7.2, 7.2, 7.2]],
    ["CVSS 2 where nothing is affected is 0, and low", "AV:N/AC:L/Au:N/C:N/I:N/A:N", [0, 0, 0]],
    ["CVSS 3.0 environmental, scope changed", "CVSS:3.0/AV:N/AC:H/PR:L/UI:N/S:C/C:H/I:H/A:H/MS:C", [8.5, 8.5, 8.5]],
    ["CVSS 3.1 bends the same metrics upwards", "CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:C/C:H/I:H/A:H/MS:C", [8.5, 8.5, 8.6]],
    ["a changed scope asks for other privileges", "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", [9.9, 9.9, 10]],
    ["CVSS 4.0 with threat", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U", [9.3, 8.1, 8.1]],
    ["CVSS 4.0: no impact anywhere is 0", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", [0, 0, 0]],
    ["CVSS 4.0: supplemental metrics change no score", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/S:P/AU:Y/U:Red", [9.3, 9.3, 9.3]],
  ])("%s", (_claim, vector, [base, temporal, environmental]) => { expect(score(vector)).toMatchObject({ base, temporal, environmental }); });

  it.each([
    ["the base score alone", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "base", 9.8],
    ["the temporal score when it says something", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U", "temporal", 9],
    ["not when it says nothing", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:X/MAV:X", "base", 9.8],
    ["the environmental score first", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/MAV:P", "environmental", 6.2],
  ])("overall is %s", (_claim, vector, group, overall) => { expect(score(vector)).toMatchObject({ group, overall }); });

  it.each([
    ["2.0", 0, "low"], ["2.0", 3.9, "low"], ["2.0", 4, "medium"], ["2.0", 7, "high"], ["2.0", 10, "high"],
    ["3.1", 0, "none"], ["3.1", 0.1, "low"], ["3.1", 4, "medium"], ["3.1", 7, "high"], ["3.1", 8.9, "high"], ["3.1", 9, "critical"], ["4.0", 9, "critical"], ["4.0", 0, "none"],
  ] as const)("in CVSS %s, %d is %s", (version, points, rating) => { expect(ratingOf(version, points)).toBe(rating); });

  it("a remembered score is the score", () => {
    const vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    expect([cachedScore(vector), cachedScore(vector), cachedScore("nothing")]).toEqual([score(vector), score(vector), undefined]);
  });
});

type Scores = Partial<Record<"base" | "temporal" | "environmental" | "threat" | "overall", number>>;
const { fromVector } = createRequire(import.meta.url)("ae-cvss-calculator") as { fromVector(vector: string): { calculateScores(): Scores } };

const metric = (name: string, values: string, optional = false): fc.Arbitrary<string> =>
  fc.constantFrom(...(optional ? [""] : []), ...values.split(",").map((value) => `/${name}:${value}`));
const vectorOf = (prefix: string, required: string, optional: string): fc.Arbitrary<string> =>
  fc.tuple(...[required, optional].flatMap((group, at) => group.split(" ").map((text) => metric(text.split(":")[0] ?? "", text.split(":")[1] ?? "", at === 1)))).map((parts) => prefix + parts.join(""));

const any31 = vectorOf("CVSS:3.1", "AV:N,A,L,P AC:L,H PR:N,L,H UI:N,R S:U,C C:N,L,H I:N,L,H A:N,L,H",
  "E:X,U,P,F,H RL:X,O,T,W,U RC:X,U,R,C CR:X,L,M,H IR:X,L,M,H AR:X,L,M,H MAV:X,N,A,L,P MAC:X,L,H MPR:X,N,L,H MUI:X,N,R MS:X,U,C MC:X,N,L,H MI:X,N,L,H MA:X,N,L,H");
const any40 = vectorOf("CVSS:4.0", "AV:N,A,L,P AC:L,H AT:N,P PR:N,L,H UI:N,P,A VC:H,L,N VI:H,L,N VA:H,L,N SC:H,L,N SI:H,L,N SA:H,L,N",
  "E:X,A,P,U CR:X,H,M,L IR:X,H,M,L AR:X,H,M,L MAV:X,N,A,L,P MAC:X,L,H MAT:X,N,P MPR:X,N,L,H MUI:X,N,P,A MVC:X,H,L,N MVI:X,H,L,N MVA:X,H,L,N MSC:X,H,L,N MSI:X,S,H,L,N MSA:X,S,H,L,N");

describe("advisories/cvss: another implementation agrees", () => {
  it("on every CVSS 3.1 score", () => {
    fc.assert(fc.property(any31, (vector) => {
      const theirs = fromVector(vector).calculateScores();
      expect(score(vector)).toMatchObject({ base: theirs.base, ...(theirs.overall === undefined ? {} : { overall: theirs.overall }) });
    }), { numRuns: 200 });
  });

  it("on every CVSS 4.0 score", () => {
    fc.assert(fc.property(any40, (vector) => { expect(score(vector)?.overall).toBe(fromVector(vector).calculateScores().overall); }), { numRuns: 150 });
  });

  it("every generated vector is one that is read", () => {
    fc.assert(fc.property(fc.oneof(any31, any40), (vector) => { expect(readVector(vector)?.isStrict).toBe(true); }), { numRuns: 100 });
  });
});
