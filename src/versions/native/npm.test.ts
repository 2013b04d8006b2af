// npm's ranges: the README's rules case by case, and node-semver itself on generated ranges.
import fc from "fast-check";
import { Range, satisfies } from "semver";
import { describe, expect, it } from "vitest";
import { npm } from "./npm.ts";

const number = fc.constantFrom("0", "1", "2", "3", "10");
const label = fc.constantFrom("", "", "", "-0", "-rc.1", "-alpha");
const full = fc.tuple(number, number, number, label).map(([a, b, c, d]) => `${a}.${b}.${c}${d}`);
const partial = fc.oneof(full, number, fc.tuple(number, number).map((parts) => parts.join(".")), fc.constantFrom("*", "x", "1.x", "1.2.x", "0.x", "1.*", "v1.2.3", "1.2.3+build"));
const term = fc.tuple(fc.constantFrom("", "", ">=", "<=", "<", ">", "=", "~", "^", "~>"), fc.constantFrom("", " "), partial).map((parts) => parts.join(""));
const alternative = fc.oneof(fc.array(term, { minLength: 1, maxLength: 3 }).map((terms) => terms.join(" ")), fc.tuple(partial, partial).map((ends) => ends.join(" - ")), fc.constant(""));
const range = fc.array(alternative, { minLength: 1, maxLength: 3 }).map((all) => all.join(" || "));

describe("versions/native/npm", () => {
  it.each([
    ["^1.2.3", "1.9.9", true], ["^1.2.3", "2.0.0", false], ["^0.2.3", "0.3.0", false], ["^0.0.3", "0.0.4", false], ["^0.0", "0.0.9", true],
    ["~1.2.3", "1.2.9", true], ["~1.2.3", "1.3.0", false], ["~1", "1.9.0", true],
    ["1.2 - 2.3", "2.3.9", true], ["1.2 - 2.3", "2.4.0", false], ["1.2.3 - 2.3.4", "2.3.4", true],
    ["1.x || >=3.0.0", "2.0.0", false], ["1.x || >=3.0.0", "3.1.0", true], ["", "0.0.1", true], ["*", "1.0.0-rc.1", false],
    [">1.2", "1.2.9", false], [">1.2", "1.3.0", true], ["<=1.2", "1.2.9", true], ["<x", "0.0.0", false],
    [">=1.2.3-beta.2", "1.2.3-beta.3", true], [">=1.2.3-beta.2", "1.2.4-beta.3", false],
  ])("%s holds %s: %s", (text, version, isHeld) => {
    expect(npm.contains(npm.parse(text), version)).toBe(isHeld);
  });
  it.each(["1.2.3.4", ">1<2", "latest", ">", "^", "1.0 - 2.0 >3", "01.2.3", "git+https://example.org/x"])("%j is no range", (text) => {
    expect(npm.parse(text)).toBeUndefined();
  });
  it("answers as node-semver does, with prereleases and without", () => {
    fc.assert(fc.property(range, full, fc.boolean(), (text, version, includePrerelease) => {
      const ours = npm.parse(text, { prereleases: includePrerelease });
      expect([text, ours !== undefined]).toEqual([text, isRange(text)]);
      if (ours !== undefined) expect([text, version, npm.contains(ours, version)]).toEqual([text, version, satisfies(version, text, { includePrerelease })]);
    }), { numRuns: 3000 });
  });
});

function isRange(text: string): boolean {
  try { return Boolean(new Range(text)); } catch { return false; }
}
