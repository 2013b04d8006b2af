// Package URLs by ECMA-427: one canonical text, and what a component is called in advisories.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalPurl, identify, mendPurl, parsePurl, purlFrom, withoutVersion } from "./purl.ts";

const canonical = (text: string): string | undefined => {
  const purl = parsePurl(text);
  return purl && canonicalPurl(purl);
};
const identityOf = (text: string) => {
  const purl = parsePurl(text);
  return purl && identify(purl);
};

describe("versions/purl", () => {
  describe("one canonical text", () => {
    it.each([
      ["a plus in a version is escaped", "pkg:deb/debian/acme@1.0+deb12u1", "pkg:deb/debian/acme@1.0%2Bdeb12u1"],
      ["a colon stays", "pkg:deb/debian/acme@1%3A2.0-1", "pkg:deb/debian/acme@1:2.0-1"],
      ["a colon stays in qualifiers, a slash does not", "pkg:generic/acme?vcs_url=https://acme.example/r", "pkg:generic/acme?vcs_url=https:%2F%2Facme.example%2Fr"],
      ["a plus in a qualifier is a plus, not a space", "pkg:deb/debian/acme?upstream=acme++", "pkg:deb/debian/acme?upstream=acme%2B%2B"],
      ["qualifiers are sorted, empty ones left out", "pkg:deb/debian/acme?distro=debian-12&arch=amd64&epoch=", "pkg:deb/debian/acme?arch=amd64&distro=debian-12"],
      ["the type is lower case", "pkg:NPM/acme@1.0.0", "pkg:npm/acme@1.0.0"],
      ["a scope's at sign is escaped", "pkg:npm/@acme/router@1.0.0", "pkg:npm/%40acme/router@1.0.0"],
      ["also without a version", "pkg:npm/@acme/router#/lib/", "pkg:npm/%40acme/router#lib"],
      ["an at sign in a name is escaped", "pkg:brew/postgresql@12@12.17", "pkg:brew/postgresql%4012@12.17"],
      ["a percent sign in a qualifier is kept", "pkg:generic/acme?label=100%25%20", "pkg:generic/acme?label=100%25%20"],
      ["a scope with an escaped slash is a scope", "pkg:npm/%40acme%2Frouter@1.0.0", "pkg:npm/%40acme/router@1.0.0"],
      ["npm names keep their case", "pkg:npm/JSONStream@1.0.0", "pkg:npm/JSONStream@1.0.0"],
      ["Python names are lower case with hyphens", "pkg:pypi/Acme_Forms@2.0", "pkg:pypi/acme-forms@2.0"],
      ["slashes after the scheme mean nothing", "pkg://maven/org.acme/orm", "pkg:maven/org.acme/orm"],
      ["dots and empty segments leave a subpath", "pkg:golang/acme.example/x#./a//b/../c/", "pkg:golang/acme.example/x#a/b/c"],
      ["marks that encodeURIComponent leaves are escaped", "pkg:generic/acme!(1)*", "pkg:generic/acme%21%281%29%2A"],
    ])("%s", (_title, text, expected) => { expect(canonical(text)).toBe(expected); });

    it("is its own canonical text", () => {
      const part = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
      fc.assert(fc.property(fc.constantFrom("npm", "deb", "generic", "git", "pypi", "golang"), part, part, part, part, (type, namespace, name, version, arch) => {
        const purl = purlFrom({ type, namespace, name, version, qualifiers: { arch }, subpath: name });
        const text = purl && canonicalPurl(purl);
        return text === undefined || canonical(text) === text;
      }), { numRuns: 500 });
    });
  });

  describe("what is no package URL", () => {
    it.each([
      ["no scheme", "npm/acme@1.0.0"], ["no type", "pkg:acme@1.0.0"], ["no name", "pkg:cran/@0.9.1"], ["nothing", ""], ["a broken escape", "pkg:npm/acme%ZZ"],
      ["a type that starts with a digit", "pkg:7zip/acme"], ["a capital in a qualifier's key", "pkg:gem/acme@1.0?Platform=java"], ["a qualifier twice", "pkg:deb/debian/acme?arch=a&arch=b"],
      ["a Maven artifact without group", "pkg:maven/orm@1.0"], ["a Julia package without uuid", "pkg:julia/Dates"], ["a vcpkg port with namespace", "pkg:vcpkg/a/b"],
      ["user and password", "pkg://user:pass@npm/acme"],
    ])("%s", (_title, text) => { expect(parsePurl(text)).toBeUndefined(); });
    it("text beyond the length limit", () => { expect(parsePurl(`pkg:npm/${"a".repeat(4096)}`)).toBeUndefined(); });
    it("never throws on noise", () => {
      fc.assert(fc.property(fc.string({ unit: "binary" }), (noise) => {
        for (const text of [noise, `pkg:${noise}`, `pkg:npm/${noise}`]) canonical(text);
      }), { numRuns: 500 });
    });
  });

  describe("withoutVersion: the package, whatever was built from it", () => {
    it.each([
      ["pkg:npm/%40acme/router@1.0.0", "pkg:npm/%40acme/router"],
      ["pkg:deb/debian/libacme3@3.0-1?arch=amd64&distro=debian-12&upstream=acme%403.0-1", "pkg:deb/debian/libacme3"],
      ["pkg:maven/org.acme/orm@1.0?classifier=sources&type=jar", "pkg:maven/org.acme/orm?classifier=sources&type=jar"],
      ["pkg:julia/AWS@1.0?uuid=fbe9abb3-538b-5e4e-ba9e-bc94f4f92ebc", "pkg:julia/AWS?uuid=fbe9abb3-538b-5e4e-ba9e-bc94f4f92ebc"],
    ])("%s", (text, expected) => {
      const purl = parsePurl(text);
      expect(purl && canonicalPurl(withoutVersion(purl))).toBe(expected);
      expect(canonical(expected)).toBe(expected);
    });
  });

  describe("identify: the words of advisories", () => {
    it.each([
      ["pkg:npm/%40acme/router@1.0.0", "npm", "@acme/router", "1.0.0"],
      ["pkg:maven/org.acme/orm@5.3", "Maven", "org.acme:orm", "5.3"],
      ["pkg:golang/acme.example/x/v2@v2.0.1", "Go", "acme.example/x/v2", "2.0.1"],
      ["pkg:golang/acme.example/x@v2.0.1%2Bincompatible#v2", "Go", "acme.example/x/v2", "2.0.1+incompatible"],
      ["pkg:golang/stdlib@go1.22.1", "Go", "stdlib", "1.22.1"],
      ["pkg:composer/Acme/Mail@1.0", "Packagist", "acme/mail", "1.0"],
      ["pkg:deb/debian/libacme3@3.0-1%2Bb1?distro=debian-12&upstream=acme", "Debian:12", "acme", "3.0-1+b1"],
      ["pkg:deb/debian/libacme3@3.0-1%2Bb1?distro=bookworm&upstream=acme%403.0-1", "Debian:12", "acme", "3.0-1"],
      ["pkg:deb/debian/libacme3@3.0-1%2Bb1?distro=debian-12.5&upstream=acme%20%281:3.0-1%29", "Debian:12", "acme", "1:3.0-1"],
      ["pkg:deb/ubuntu/acme@1.0?distro=ubuntu-22.04&epoch=2", "Ubuntu:22.04:LTS", "acme", "2:1.0"],
      ["pkg:deb/ubuntu/acme@1.0?distro=ubuntu-23.10", "Ubuntu:23.10", "acme", "1.0"],
      ["pkg:deb/ubuntu/acme@1.0?distro=jammy", "Ubuntu:22.04:LTS", "acme", "1.0"],
      ["pkg:deb/debian/acme@1.0", "Debian", "acme", "1.0"],
      ["pkg:apk/alpine/libacme@1.0-r0?distro=alpine-3.19.1&upstream=acme", "Alpine:v3.19", "acme", "1.0-r0"],
      ["pkg:apk/alpine/acme@1.0-r0?distro=3.16.3", "Alpine:v3.16", "acme", "1.0-r0"],
      ["pkg:apk/wolfi/libacme@1.0-r0?upstream=acme", "Wolfi", "libacme", "1.0-r0"],
      ["pkg:rpm/redhat/acme@1.1-9.el8?epoch=1&distro=rhel-8.7", "Red Hat:enterprise_linux:8", "acme", "1:1.1-9.el8"],
      ["pkg:rpm/rocky/acme-libs@1.1-9.el9?epoch=1&distro=rocky-9.3&upstream=acme-1.1-9.el9.src.rpm", "Rocky Linux:9", "acme", "1:1.1-9.el9"],
      ["pkg:rpm/suse/acme@1.0-1?distro=sles-15.5", "SUSE:Linux Enterprise Server 15 SP5", "acme", "1.0-1"],
      ["pkg:rpm/opensuse/acme@1.0-1?distro=opensuse-leap-15.5", "openSUSE:Leap 15.5", "acme", "1.0-1"],
      ["pkg:generic/acme@1.0", undefined, undefined, undefined],
      ["pkg:deb/acme-os/acme@1.0", undefined, undefined, undefined],
    ])("%s", (text, ecosystem, packageName, packageVersion) => {
      expect(identityOf(text)).toEqual({ ecosystem, packageName, packageVersion });
    });
  });

  it.each([
    ["pkg:oci/app@sha256%3A12?mediaType=x&arch=amd64", "pkg:oci/app@sha256:12?arch=amd64&mediatype=x"],
    ["pkg:rpm/fedora/curl@7.50.3?Arch=i386&Distro=fedora-25", "pkg:rpm/fedora/curl@7.50.3?arch=i386&distro=fedora-25"],
    ["pkg:npm/left-pad@1.3.0?A=1&a=2", undefined],
    ["pkg:npm/left pad?", "pkg:npm/left%20pad"],
    ["left-pad", undefined],
  ])("what was meant by %s", (text, meant) => {
    const purl = mendPurl(text);
    expect(purl && canonicalPurl(purl)).toBe(meant);
  });
});
