// OSV's ecosystems: names meet in one form, advisories keep to their release.
import { describe, expect, it } from "vitest";
import { ecosystemNames, packageKey, scopeMatches } from "./ecosystem.ts";
import { identify, parsePurl } from "./purl.ts";
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
      ["a Swift repository in any case", "SwiftURL", "github.com/Acme/Kit", "SwiftURL:github.com/acme/kit"],
      ["Hex in lower case, as its package URLs", "Hex", "AcmeMQ", "Hex:acmemq"],
      ["crates.io has no case", "crates.io", "Acme", "crates.io:acme"],
      ["Pub has underscores", "Pub", "Acme-Kit", "Pub:acme_kit"],
      ["package URLs of deb and apk have no case", "Alpine:v3.18", "R", "Alpine:r"],
      ["those of rpm have", "AlmaLinux:9", "PyYAML", "AlmaLinux:PyYAML"],
      ["a database's spelling of an ecosystem is the schema's", "DHI", "python", "Docker Hardened Images:python"],
      ["an ecosystem we do not know keeps the name", "Haiku", "Acme", "Haiku:Acme"],
    ])("%s", (_title, ecosystem, name, key) => { expect(packageKey(ecosystem, name)).toBe(key); });
  });

  describe("scopeMatches: advisory, component", () => {
    it.each([
      ["npm", "npm", true], ["npm", "PyPI", false],
      ["Debian:12", "Debian:12", true], ["Debian:11", "Debian:12", false], ["Debian", "Debian:12", true],
      ["Debian:12", "Debian", false], ["Debian", "Debian", true], ["Debian:1", "Debian:12", false],
      ["Ubuntu:22.04:LTS", "Ubuntu:22.04", true], ["Ubuntu:22.04", "Ubuntu:22.04:LTS", true],
      ["Ubuntu:Pro:18.04:LTS", "Ubuntu:18.04:LTS", true], ["Ubuntu:Pro:18.04:LTS", "Ubuntu:Pro:18.04:LTS", true],
      ["Red Hat:enterprise_linux:8::baseos", "Red Hat:enterprise_linux:8", true],
      ["Red Hat:enterprise_linux:8::baseos", "Red Hat:enterprise_linux:8::baseos", true],
      ["Red Hat:rhel_eus:8.6::baseos", "Red Hat:enterprise_linux:8::baseos", false],
      ["Red Hat:enterprise_linux:8::baseos", "Red Hat:enterprise_linux:8::appstream", false],
    ])("%s speaks of %s: %s", (advisory, component, expected) => { expect(scopeMatches(advisory, component)).toBe(expected); });
  });

  it("has each ecosystem once, and every ecosystem a scheme orders", () => {
    expect(new Set(ecosystemNames).size).toBe(ecosystemNames.length);
    const canonical = (name: string): string => packageKey(name, "").slice(0, -1);
    expect(schemes.all.flatMap(({ ecosystems }) => ecosystems).filter((name) => !ecosystemNames.includes(canonical(name)))).toEqual([]);
  });

  describe("a version that names no one version is unknown, not compared", () => {
    it.each([
      ["golang/acme.example/x@%28devel%29", "acme.example/x", undefined], ["golang/acme.example/x@v0.0.0-unset", "acme.example/x", undefined], ["golang/acme.example/x@v0.0.0-00010101000000-000000000000", "acme.example/x", undefined], ["golang/acme.example/x@unknown", "acme.example/x", undefined],
      ["golang/acme.example/x@v0.0.0-20230101000000-abcdefabcdef", "acme.example/x", "0.0.0-20230101000000-abcdefabcdef"], ["golang/acme.example/devel@v1.0.0", "acme.example/devel", "1.0.0"],
      ["golang/stdlib@go1.22.1", "stdlib", "1.22.1"], ["golang/std@1.22", "stdlib", "1.22.0"], ["golang/stdlib@go1.22rc1", "stdlib", "1.22.0-rc.1"], ["golang/toolchain@v1.21.4-google", "toolchain", "1.21.4"], ["golang/stdlib@go1.20.5%20X:boringcrypto", "stdlib", "1.20.5"], ["golang/stdlib@devel%20go1.23-abc", "stdlib", undefined],
      ["github/actions/checkout@v4.1.2", "actions/checkout", "v4.1.2"], ["github/actions/checkout@v4", "actions/checkout", undefined], ["github/actions/checkout@main", "actions/checkout", undefined], ["github/actions/checkout@8ade135a41bc03ea155e62e844d188df1ea18608", "actions/checkout", undefined], ["github/actions/cache/restore@4.0.0", "actions/cache/restore", "4.0.0"],
      ["golang/acme.example/a/b@v1.0.0#c/d", "acme.example/a/b/c/d", "1.0.0"], ["golang/acme.example/a/b@v1.0.0?type=package#c/d", "acme.example/a/b", "1.0.0"], ["k8s/k8s.io%2Fkubelet@1.27.0", "k8s.io/kubelet", "1.27.0"],
      ["gem/nokogiri@1.13.6-x86_64-linux-gnu", "nokogiri", "1.13.6"], ["gem/nokogiri@1.13.6-java", "nokogiri", "1.13.6"], ["gem/nokogiri@1.13.6-universal-darwin-21", "nokogiri", "1.13.6"], ["gem/nokogiri@1.13.6-x64-mingw-ucrt", "nokogiri", "1.13.6"], ["gem/nokogiri@1.13.6.rc1-java", "nokogiri", "1.13.6.rc1"], ["gem/nokogiri@1.13.6-beta", "nokogiri", "1.13.6-beta"], ["gem/nokogiri@1.13.6-1", "nokogiri", "1.13.6-1"],
      ["vscode-extension/acme/kit@1.0.0", "acme.kit", "1.0.0"], ["dhi/python@3.13", "python", "3.13"], ["brew/openssl%403@3.0", "openssl@3", "3.0"], ["cpan/GDT/URI-PackageURL@2.11", "URI-PackageURL", "2.11"],
      ["oci/debian@sha256:00?tag=12", undefined, undefined], ["docker/library/debian@12", undefined, undefined],
    ])("%s", (text, name, version) => {
      const purl = parsePurl(`pkg:${text}`);
      expect(purl && identify(purl)).toMatchObject({ packageName: name, packageVersion: version });
    });
  });
});
