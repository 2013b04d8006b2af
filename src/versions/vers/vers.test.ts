// VERS, rule by rule of its specification, and against the notations it is made from and made into.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rangeSyntaxes } from "../native/index.ts";
import { evaluate } from "../range.ts";
import { schemeFor } from "../scheme-of.ts";
import type { RangeEvent, VersionRange } from "../version-range.ts";
import { signpostsOf, versFromNative } from "./from-native.ts";
import { normaliseVers, parseVers } from "./parse-vers.ts";
import { versText } from "./vers.ts";
import type { VersComparator } from "./vers.ts";
import { versContains } from "./vers-contains.ts";
import { osvFromVers, versFromOsv } from "./vers-osv.ts";

const holds = (text: string, version: string): boolean | string | undefined => {
  const reading = normaliseVers(text);
  return reading.kind === "vers" ? versContains(reading.vers, version) : reading.reason;
};
const normal = (text: string): string => { const reading = normaliseVers(text); return reading.kind === "vers" ? versText(reading.vers) : reading.reason; };
const nativeText = (type: string, text: string): string | undefined => { const found = versFromNative(type, text); return found && versText(found.vers); };

describe("versions/vers: parsing takes what is canonical and nothing else", () => {
  it.each([
    "vers:npm/1.2.3|>=2.0.0|<5.0.0", "vers:gem/>=2.2.0|!=2.2.1|<2.3.0", "vers:deb/*", "vers:all/*", "vers:none/*", "vers:npm/1.0%252F0", "vers:example/1.2.3", "vers:lexicographic/1%202",
    "vers:deb/1:1.0~rc1-1+deb12u1", "vers:datetime/>=2024-01-01T00:00:00Z",
  ])("%s", (text) => {
    const reading = parseVers(text);
    expect(reading.kind === "vers" ? versText(reading.vers) : reading.reason).toBe(text);
  });
  it.each([
    ["vers:npm/>=1.0.0| <2.0.0", "white space"], ["vers:npm/|1.0.0", "pipe"], ["vers:npm/1.0.0|", "pipe"], ["vers:npm/1.0.0||2.0.0", "pipe"],
    ["vers:npm/>=2.0.0|<1.0.0", "not sorted"], ["vers:npm/=1.0.0", "without \"=\""], ["vers:npm/>=", "has no version"], ["vers:npm/", "names no constraint"],
    ["vers:npm/1.0%2G0", "invalid percent-encoding"], ["vers:npm/1.0%2f0", "not canonical"], ["vers:npm/1.0%2F0", "not canonical"], ["vers:npm/1.0>2", "must be percent-encoded"],
    ["VERS:npm/1.0", "not of the form"], ["vers:NPM/1.0", "not of the form"], ["vers:1npm/1.0", "not of the form"], ["npm/1.0", "not of the form"], ["vers:invalid/1.0", "reserved"], ["vers:all/1.0", "nothing else"],
    ["vers:npm/*|1.0.0", "must be percent-encoded"], ["vers:npm/1.0.0|1.0.0", "stands twice"], ["vers:npm/1.0.0|>=1.0.0", "stands twice"], ["vers:npm/1.0.0|>=1.0", "stands twice"],
    ["vers:npm/<1.0.0|<2.0.0", "same direction"], ["vers:npm/>1.0.0|!=1.5.0|>=2.0.0", "same direction"], ["vers:npm/1.0.0|<2.0.0", "holds already"],
    ["vers:datetime/2024-01-01t00:00:00z", "RFC 3339"], ["vers:datetime/2024-01-01T00%3A00%3A00Z", "not canonical"], ["vers:datetime/yesterday", "RFC 3339"],
  ])("%s is refused: %s", (text, reason) => {
    expect(parseVers(text)).toEqual({ kind: "invalid", reason: expect.stringContaining(reason) });
  });
  it("never throws, and what it reads it writes back", () => {
    const noise = fc.array(fc.constantFrom("vers:npm/", "vers:deb/", ">=", "<", "!=", "|", "*", "1.0", "2.0.0", "%20", "%", "=", " ", "é", "\ud800"), { maxLength: 8 }).map((parts) => parts.join(""));
    fc.assert(fc.property(fc.oneof(noise, fc.string({ unit: "binary" })), (text) => {
      const reading = parseVers(text);
      if (reading.kind === "vers") expect(versText(reading.vers)).toBe(text);
      const mended = normaliseVers(text);
      if (mended.kind === "vers") expect(normal(versText(mended.vers))).toBe(versText(mended.vers));
    }), { numRuns: 1000 });
  });
});

describe("versions/vers: normalising", () => {
  it.each([
    ["vers:pypi/3.0|>=1.0|<2.0", "vers:pypi/>=1.0|<2.0|3.0"], ["vers:npm/ >=1.0.0 | <2.0.0 ", "vers:npm/>=1.0.0|<2.0.0"], ["vers:NPM/1.0.0", "vers:npm/1.0.0"], ["vers:lexicographic/1 2", "vers:lexicographic/1%202"],
    ["vers:pypi/2.0|2.0", "vers:pypi/2.0|2.0"], ["vers:example/2|1", "vers:example/2|1"],
  ])("%s is %s", (text, expected) => { expect(normal(text)).toBe(expected); });
});

describe("versions/vers: containment", () => {
  it.each([
    ["vers:npm/>=1.0.0|<2.0.0", "1.5.0", true], ["vers:npm/>=1.0.0|<2.0.0", "2.0.0", false], ["vers:npm/>=1.0.0|<2.0.0", "2.0.0-rc.1", true], ["vers:npm/1.2.3|>=2.0.0|<5.0.0", "1.2.3", true],
    ["vers:npm/<1.0.0|>=2.0.0", "1.5.0", false], ["vers:npm/<1.0.0|>=2.0.0", "9.0.0", true], ["vers:npm/!=1.5.0", "1.5.0", false], ["vers:npm/!=1.5.0", "1.6.0", true], ["vers:npm/1.5.0|!=1.6.0", "1.7.0", false],
    ["vers:npm/>=1.0.0|!=1.5.0|<2.0.0", "1.5.0", false], ["vers:npm/*", "1.0.0", true], ["vers:all/*", "anything", true], ["vers:none/*", "1.0.0", false],
    ["vers:npm/<1.0.0|<2.0.0", "1.5.0", true], ["vers:npm/>=1.0.0|>=2.0.0", "1.5.0", true], ["vers:npm/1.0.0|<2.0.0", "0.5.0", true], ["vers:npm/<1.0.0|1.5.0|<2.0.0", "1.2.0", true], ["vers:npm/>1.0.0", "1.0.0", false],
    ["vers:deb/<1.0-1", "1.0~rc1-1", true], ["vers:intdot/>=1.10|<2", "1.9", false], ["vers:intdot/>=1.09|<2", "1.9-beta", true], ["vers:nginx/>=1.4.1|<1.5.0", "1.4.9", true],
  ])("%s holds %s: %s", (text, version, isHeld) => { expect(holds(text, version)).toBe(isHeld); });
  it.each([["vers:example/1.0", "1.0"], ["vers:nobody-registered-this/1.0", "1.0"], ["vers:npm/1.0.0", "not a version"], ["vers:npm/nonsense", "1.0.0"]])("of %s nothing can be said about %s", (text, version) => {
    expect(holds(text, version)).toBeUndefined();
  });
});

describe("versions/vers: from native notations", () => {
  it.each([
    ["npm", "^1.2.9 || >=3", "vers:npm/>=1.2.9|<2.0.0-0|>=3.0.0"], ["npm", "<2.0.0 || <3.0.0", "vers:npm/<3.0.0"], ["npm", ">=1.0.0 <10.0.0 || >=2.0.0 <3.0.0 || >=4.0.0 <5.0.0", "vers:npm/>=1.0.0|<10.0.0"], ["npm", ">2.0.0 <1.0.0", "vers:none/*"], ["npm", "*", "vers:npm/*"],
    ["maven", "[1.0,2.0),[3.0,)", "vers:maven/>=1.0|<2.0|>=3.0"], ["nuget", "[1.0.0, 2.0.0)", "vers:nuget/>=1.0.0|<2.0.0"], ["gem", "~> 2.0.8", "vers:gem/>=2.0.8|<2.1"], ["pypi", ">=1.0,!=1.5,<2", "vers:pypi/>=1.0|!=1.5|<2"], ["pypi", "!=5", "vers:pypi/!=5"],
    ["conan", "~2.5", "vers:conan/>=2.5|<2.6-"], ["nginx", "1.5.0+, 1.4.1+", "vers:nginx/>=1.4.1"], ["nginx", "0.8.40+", "vers:nginx/>=0.8.40|<0.9.0"], ["nginx", "none", "vers:none/*"], ["nginx", "all", "vers:nginx/*"],
    ["openssl", "3.0.0, 1.0.1b", "vers:openssl/1.0.1b|3.0.0"], ["deb", ">> 1.0, << 2.0", "vers:deb/>1.0|<2.0"], ["golang", ">=1.0.0 <1.2.0 || 1.4.0", "vers:golang/>=1.0.0|<1.2.0|1.4.0"],
  ])("%s %s is %s", (type, text, expected) => { expect(nativeText(type, text)).toBe(expected); });
  it("every bound as written, for comparing tools", () => {
    const found = signpostsOf("npm", "<2.0.1 || <1.1.7");
    expect(found && versText(found)).toBe("vers:npm/<1.1.7|<2.0.1");
  });
  it.each([["npm", "latest"], ["nginx", "1.x"], ["deb", ">> "], ["example", "1.0"]])("%s %s is nothing", (type, text) => { expect(nativeText(type, text)).toBeUndefined(); });
});

const part = fc.constantFrom("0", "1", "2", "3");
const release = fc.tuple(part, part, part).map((parts) => parts.join("."));

/** Terms of each notation over few versions, so that bounds often meet. */
const notations: Readonly<Record<string, fc.Arbitrary<string>>> = {
  npm: joined(fc.tuple(fc.constantFrom("", ">=", "<", "<=", ">", "^", "~"), release), " ", " || "),
  cargo: joined(fc.tuple(fc.constantFrom("=", ">=", "<", "<=", ">", "^", "~"), release), ", ", undefined),
  pypi: joined(fc.tuple(fc.constantFrom("==", ">=", "<", "<=", ">", "!=", "~="), release), ",", undefined),
  composer: joined(fc.tuple(fc.constantFrom("", ">=", "<", "<=", ">", "!=", "^", "~"), release), ",", " || "),
  gem: joined(fc.tuple(fc.constantFrom("=", ">=", "<", "<=", ">", "!=", "~>"), release), ", ", undefined),
  conan: joined(fc.tuple(fc.constantFrom("=", ">=", "<", "<=", ">", "^", "~"), release), " ", " || "),
  maven: fc.array(fc.tuple(fc.constantFrom("[", "("), release, release, fc.constantFrom("]", ")")).map(([open, from, to, close]) => `${open}${from},${to}${close}`), { minLength: 1, maxLength: 3 }).map((all) => all.join(",")),
  nuget: fc.tuple(fc.constantFrom("[", "("), release, release, fc.constantFrom("]", ")")).map(([open, from, to, close]) => `${open}${from}, ${to}${close}`),
};

function joined(term: fc.Arbitrary<[string, string]>, and: string, or: string | undefined): fc.Arbitrary<string> {
  const all = fc.array(term.map((parts) => parts.join("")), { minLength: 1, maxLength: 3 }).map((terms) => terms.join(and));
  return or === undefined ? all : fc.array(all, { minLength: 1, maxLength: 3 }).map((alternatives) => alternatives.join(or));
}

const syntaxOf: Readonly<Record<string, string>> = { composer: "packagist", gem: "rubygems" };

describe("versions/vers: a translated range holds what the native one holds", () => {
  it.each(Object.keys(notations))("%s", (type) => {
    const syntax = rangeSyntaxes.find(syntaxOf[type] ?? type);
    fc.assert(fc.property(notations[type] ?? fc.constant(""), release, (text, version) => {
      const range = syntax?.parse(text);
      const found = versFromNative(type, text);
      expect([text, version, found && versContains(found.vers, version)]).toEqual([text, version, range && syntax?.contains(range, version)]);
      // The canonical text is valid by its own specification.
      expect(found && parseVers(versText(found.vers)).kind).toBe("vers");
    }), { numRuns: 500 });
  });
});

const event = fc.tuple(fc.constantFrom("introduced", "introduced", "fixed", "last_affected", "limit"), fc.oneof(release, fc.constant("0"))).map(([kind, version]) => ({ [kind]: version }) as unknown as RangeEvent);
const range = fc.array(event, { minLength: 1, maxLength: 5 }).map((events): VersionRange => ({ type: "ECOSYSTEM", events }));

describe("versions/vers: OSV ranges", () => {
  it.each(["npm", "Debian:12", "PyPI", "RubyGems"])("%s: VERS holds what the evaluation affects", (ecosystem) => {
    fc.assert(fc.property(fc.array(range, { maxLength: 3 }), fc.array(release, { maxLength: 2 }), release, (ranges, versions, version) => {
      const found = versFromOsv(ecosystem, ranges, versions);
      const scheme = schemeFor(ecosystem);
      const isListed = versions.some((listed) => scheme?.compare(scheme.parse(listed), scheme.parse(version)) === 0);
      const { verdict } = evaluate(scheme, version, { ranges, versions: [] });
      expect([JSON.stringify(ranges), version, found && versContains(found, version)]).toEqual([JSON.stringify(ranges), version, verdict === "affected" || isListed]);
    }), { numRuns: 500 });
  });
  it("there and back affects the same versions", () => {
    const comparators = fc.constantFrom<VersComparator>("=", "<", "<=", ">=");
    const written = fc.uniqueArray(fc.record({ comparator: comparators, version: release }), { minLength: 1, maxLength: 4, selector: ({ version }) => version });
    fc.assert(fc.property(written, release, (constraints, version) => {
      const vers = { type: "npm", constraints };
      const back = osvFromVers(vers);
      const verdict = back.kind === "range" && evaluate(schemeFor("npm"), version, { ranges: [back.range], versions: [] }).verdict;
      expect([versText(vers), version, verdict === "affected"]).toEqual([versText(vers), version, versContains(vers, version)]);
    }), { numRuns: 500 });
  });
  it.each([
    ["vers:npm/<2.0.0", [{ introduced: "0" }, { fixed: "2.0.0" }]], ["vers:npm/>=1.0.0|<=1.4.0", [{ introduced: "1.0.0" }, { last_affected: "1.4.0" }]], ["vers:npm/1.0.0", [{ introduced: "1.0.0" }, { last_affected: "1.0.0" }]],
    ["vers:npm/*", [{ introduced: "0" }]], ["vers:none/*", []],
  ])("%s has events", (text, events) => {
    const reading = parseVers(text);
    expect(reading.kind === "vers" && osvFromVers(reading.vers)).toEqual({ kind: "range", range: { type: "ECOSYSTEM", events } });
  });
  it.each(["vers:npm/>1.0.0", "vers:npm/!=1.0.0", "vers:example/1.0"])("%s has none, with the reason", (text) => {
    const reading = parseVers(text);
    expect(reading.kind === "vers" && osvFromVers(reading.vers).kind).toBe("inexpressible");
  });
  it("GIT ranges and unknown ecosystems have no VERS", () => {
    expect(versFromOsv("npm", [{ type: "GIT", events: [{ introduced: "0" }] }])).toBeUndefined();
    expect(versFromOsv("Haiku", [])).toBeUndefined();
  });
});
