// OSV's ecosystems: names meet in one form, advisories keep to their release.
import { describe, expect, it } from "vitest";
import { ecosystemNames, packageKey, scopeMatches } from "./ecosystem.ts";
import { schemes } from "./schemes/index.ts";

describe("versions/ecosystem", () => {
  describe("packageKey", () => {
    it.each([
      ["PEP 503", "PyPI", "Acme__Forms.Extra", "PyPI:acme-forms-extra"],
      ["NuGet has no case", "NuGet", "Acme.Json", "NuGet:acme.json"],
      ["Packagist has no case", "Packagist", "Acme/Mail", "Packagist:acme/mail"],
      ["npm has case", "npm", "JSONStream", "npm:JSONStream"],
      ["the release is left out", "Debian:12", "openssl", "Debian:openssl"],
      ["so is Ubuntu's Pro", "Ubuntu:Pro:18.04:LTS", "openssl", "Ubuntu:openssl"],
      ["a Swift repository with or without scheme", "SwiftURL", "https://acme.example/kit.git", "SwiftURL:acme.example/kit"],
      ["an ecosystem we do not know keeps the name", "Haiku", "Acme", "Haiku:Acme"],
    ])("%s", (_title, ecosystem, name, key) => { expect(packageKey(ecosystem, name)).toBe(key); });
  });

  describe("scopeMatches: advisory, component", () => {
    it.each([
      ["npm", "npm", true], ["npm", "PyPI", false],
      ["Debian:12", "Debian:12", true], ["Debian:11", "Debian:12", false], ["Debian", "Debian:12", true],
      ["Debian:12", "Debian", false], ["Debian", "Debian", true], ["Debian:1", "Debian:12", false],
      ["Ubuntu:22.04:LTS", "Ubuntu:22.04", true], ["Ubuntu:22.04", "Ubuntu:22.04:LTS", true],
      ["Ubuntu:Pro:18.04:LTS", "Ubuntu:18.04:LTS", false], ["Ubuntu:Pro:18.04:LTS", "Ubuntu:Pro:18.04:LTS", true],
      ["Red Hat:enterprise_linux:8::baseos", "Red Hat:enterprise_linux:8", true],
      ["Red Hat:enterprise_linux:8::baseos", "Red Hat:enterprise_linux:8::baseos", true],
      ["Red Hat:rhel_eus:8.6::baseos", "Red Hat:enterprise_linux:8::baseos", false],
      ["Red Hat:enterprise_linux:8::baseos", "Red Hat:enterprise_linux:8::appstream", false],
    ])("%s speaks of %s: %s", (advisory, component, expected) => { expect(scopeMatches(advisory, component)).toBe(expected); });
  });

  it("has each ecosystem once, and every ecosystem a scheme orders", () => {
    expect(new Set(ecosystemNames).size).toBe(ecosystemNames.length);
    expect(schemes.all.flatMap(({ ecosystems }) => ecosystems).filter((name) => !ecosystemNames.includes(name))).toEqual([]);
  });
});
