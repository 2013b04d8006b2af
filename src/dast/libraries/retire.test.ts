// A file in the form of Retire.js, made by us, and the bad entries that cost only themselves.
import { describe, expect, it } from "vitest";
import { librariesIn } from "./identify.ts";
import { readRetire } from "./retire.ts";

const file = {
  valve: { npmname: "valve-js", vulnerabilities: [{ below: "2.1.0", atOrAbove: "1.0.0", severity: "high", identifiers: { CVE: ["CVE-2026-0001"], githubID: "GHSA-aaaa-bbbb-cccc", summary: "Leaks" } }], extractors: { filecontent: ["/\\*! Valve v(§§version§§) \\*/", "(((broken §§version§§"], filename: ["valve-(§§version§§)(.min)?\\.js"] } },
  "retire-example": { vulnerabilities: [{ below: "0.0.2", severity: "low" }] },
  wrong: 7,
};

describe("libraries/retire", () => {
  it("gives signatures that our own search uses", () => expect(librariesIn("/*! Valve v1.4.2 */ f()", readRetire(file).libraries)).toEqual([{ npm: "valve-js", version: "1.4.2", by: "content" }]));
  it("gives advisories by the name of the registry", () => expect(readRetire(file).advisories).toEqual([{ npm: "valve-js", below: "2.1.0", atOrAbove: "1.0.0", severity: "high", identifiers: ["CVE-2026-0001", "GHSA-aaaa-bbbb-cccc"], summary: "Leaks" }]));
  it("says what it could not read", () => expect(readRetire(file).rejected).toEqual(["wrong is no library", expect.stringContaining("broken")]));
  it.each([[undefined], [7], ["x"], [[]], [{ a: null }], [{ a: { vulnerabilities: {}, extractors: { filecontent: 7 } } }]])("never throws: %j", (json) => expect(readRetire(json)).toEqual(expect.objectContaining({ advisories: [] })));
});
