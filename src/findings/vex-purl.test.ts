// Which scanned package URLs a VEX statement about one covers.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { purlCovers } from "./vex-purl.ts";

describe("src/findings/vex-purl.ts", () => {
  it.each<[claim: string, statement: string, scanned: string, covered: boolean]>([
    ["the same", "pkg:npm/lodash@4.17.20", "pkg:npm/lodash@4.17.20", true], ["another version", "pkg:npm/lodash@4.17.20", "pkg:npm/lodash@4.17.21", false], ["no version is every version", "pkg:npm/lodash", "pkg:npm/lodash@4.17.21", true], ["a version does not cover one that is not known", "pkg:npm/lodash@4.17.20", "pkg:npm/lodash", false],
    ["another name", "pkg:npm/lodash", "pkg:npm/lodash-es@4", false], ["another namespace", "pkg:npm/%40a/x", "pkg:npm/%40b/x@1", false], ["another type", "pkg:npm/x", "pkg:pypi/x@1", false],
    ["a qualifier the statement leaves out", "pkg:deb/debian/curl@7.88.1", "pkg:deb/debian/curl@7.88.1?arch=amd64&distro=debian-12", true], ["one it gives", "pkg:deb/debian/curl?distro=debian-12", "pkg:deb/debian/curl@7.88.1?arch=amd64&distro=debian-12", true],
    ["with another value", "pkg:deb/debian/curl?distro=debian-12", "pkg:deb/debian/curl@7.88.1?distro=debian-11", false], ["that the other does not have", "pkg:deb/debian/curl?arch=arm64", "pkg:deb/debian/curl@7.88.1", false], ["with a name that has a meaning for objects", "pkg:npm/x?constructor=a", "pkg:npm/x@1", false],
    ["no subpath is the whole package", "pkg:golang/google.golang.org/api", "pkg:golang/google.golang.org/api@1#v2", true], ["another subpath", "pkg:golang/google.golang.org/api#v3", "pkg:golang/google.golang.org/api@1#v2", false],
    ["two spellings of one name", "pkg:pypi/Ruamel_Yaml", "pkg:pypi/ruamel-yaml@0.17", true], ["an escape that need not be", "pkg:deb/debian/curl@1%2Bb1", "pkg:deb/debian/curl@1+b1", true], ["no package URL covers nothing", "lodash", "lodash", false],
  ])("%s: %s, %s is %s", (_claim, statement, scanned, covered) => { expect(purlCovers(statement, scanned)).toBe(covered); });

  const file = new URL("../../../shared/vectors/vex/purl-matching.jsonl", import.meta.url);
  it.skipIf(!existsSync(file))("every shared row, 0 wrong (skipped: ../shared/vectors/vex is not beside this repository)", () => {
    const rows = readFileSync(file, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as { name: string; statement_purl: string; scanned_purl: string; matches: boolean });
    expect(rows.filter((row) => purlCovers(row.statement_purl, row.scanned_purl) !== row.matches).map(({ name }) => name)).toEqual([]);
  });
});
