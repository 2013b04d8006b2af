// Module streams: nodejs:16 is not a lower nodejs:18.
import { describe, expect, it } from "vitest";
import { moduleInTitle, moduleMatches, moduleOf } from "./module-stream.ts";
import { parsePurl } from "./purl.ts";

describe("versions/module-stream", () => {
  describe("moduleMatches: record, package", () => {
    it.each<[string, string | undefined, string | undefined, boolean]>([
      ["the label goes on behind the stream", "nodejs:18", "nodejs:18:8090020231212:rhel8", true], ["another stream", "nodejs:18", "nodejs:16:8090020231212:rhel8", false], ["not by letters", "nodejs:1", "nodejs:18", false],
      ["a label without stream", "nodejs:18", "nodejs", true], ["another module", "nodejs:18", "php:8.0", false], ["one of two", "mariadb:10.3|mariadb-devel:10.3", "mariadb-devel:10.3:8", true], ["none of two", "mariadb:10.3|mariadb-devel:10.3", "mariadb:10.5", false],
      ["a record of no module", undefined, "nodejs:18", true], ["both of none", undefined, undefined, true], ["a package of no module", "nodejs:18", undefined, false], ["also when only some module is told", "*", undefined, false], ["some module", "*", "nodejs:16", true], ["some module of the package", "nodejs:18", "*", true],
      ["a build of the module's own package tells by its version", "nodejs:18", "nodejs@16.20.2-4.module+el8", false], ["and matches", "nodejs:18", "nodejs@1:18.19.1-1.module+el8", true], ["10 is not 1", "postgresql:1", "postgresql@10.2-1", false], ["10.3 is not 10.30", "mariadb:10.3", "mariadb@3:10.30-1", false],
      ["a build of another package does not", "nodejs:18", "nodejs-nodemon@2.0-1.module+el8", true], ["nor does a stream that is no version", "container-tools:rhel8", "container-tools@3-1", true], ["nor one that was rebased", "mod_auth_openidc:2.3", "mod_auth_openidc@2.4.9-1", true], ["nor one that is a date", "javapackages-tools:201801", "javapackages-tools@5.3.0-1", true],
    ])("%s", (_title, advised, installed, expected) => { expect(moduleMatches(advised, installed)).toBe(expected); });
  });

  describe("moduleInTitle: what is fixed, as distributions title it", () => {
    it.each([
      ["Important: nodejs:18 security update", "nodejs:18"], ["Red Hat Security Advisory: python39:3.9 and python39-devel:3.9 security update", "python39:3.9|python39-devel:3.9"], ["new module: container-tools:2.0", "container-tools:2.0"], ["389-ds:1.4 bug fix and enhancement update", "389-ds:1.4"],
      ["ipa bug fix update", "*"], ["RHSA-2024:6220 python39 security update", "*"], ["", "*"],
    ])("%s: %s", (title, expected) => { expect(moduleInTitle(title)).toBe(expected); });
    it("is bounded", () => { expect(moduleInTitle("a".repeat(1_000_000))).toBe("*"); });
  });

  it.each([
    ["pkg:rpm/redhat/npm@8-1?rpmmod=nodejs:16", "nodejs:16"], ["pkg:rpm/redhat/npm@8-1?modularitylabel=nodejs:16", "nodejs:16"], ["pkg:rpm/redhat/npm@8-1.module%2Bel8", "nodejs@16-1"], ["pkg:rpm/redhat/npm@8-1.el8", undefined], ["pkg:rpm/redhat/npm", "*"],
  ])("moduleOf %s: %s", (text, expected) => {
    const purl = parsePurl(text);
    expect(purl && moduleOf(purl, { name: "nodejs", version: "16-1" })).toBe(expected);
  });
});
