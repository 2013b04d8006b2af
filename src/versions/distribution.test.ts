// Distributions: from package URLs as tools write them to release, names and versions in the words of advisories.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distributions } from "./distribution.ts";
import { identities, parsePurl, purlFrom } from "./purl.ts";
import { schemeFor } from "./scheme-of.ts";

/** "Ecosystem name version [module]", one for each name. */
function namesOf(text: string): string[] {
  const purl = parsePurl(text);
  return purl ? identities(purl).map(({ ecosystem, packageName, packageVersion, module }) => [ecosystem, packageName, packageVersion, module].filter((part) => part !== undefined).join(" ")) : ["not a purl"];
}
const ecosystemOf = (text: string): string | undefined => { const purl = parsePurl(text); return purl && identities(purl)[0]?.ecosystem; };

describe("versions/distribution", () => {
  it("has each namespace once, and a scheme for every distribution", () => {
    const namespaces = distributions.flatMap(({ purlType, namespaces: list }) => list.map((one) => `${purlType}/${one}`));
    expect(new Set(namespaces).size).toBe(namespaces.length);
    expect(distributions.filter(({ ecosystem }) => schemeFor(ecosystem) === undefined)).toEqual([]);
  });

  describe("the release, in every spelling of it", () => {
    it.each([
      ["deb/debian/a@1?distro=debian-12", "Debian:12"], ["deb/debian/a@1?distro=debian-11.6", "Debian:11"], ["deb/debian/a@1?distro=bookworm", "Debian:12"], ["deb/debian/a@1?distro=debian-3.1", "Debian:3.1"], ["deb/debian/a@1?distro=debian-4.0", "Debian:4"],
      ["deb/debian/a@1?os_distro=trixie&os_name=debian&os_version=13", "Debian:13"], ["deb/debian/a@1?os_distro=trixie", "Debian:13"], ["deb/debian/a@1?distro=sid", "Debian"], ["deb/debian/a@1?distro=debian-trixie/sid", "Debian"], ["deb/debian/a@1", "Debian"],
      ["deb/debian/a@1.0-1+deb12u1", "Debian:12"], ["deb/debian/a@1.0-1~deb11u3", "Debian:11"], ["deb/debian/a@1.0-1~bpo12+1", "Debian:12"], ["deb/debian/a@1.0-1+deb12u1?distro=debian-13", "Debian:13"], ["deb/debian/a@1.0~debian12", "Debian"],
      ["deb/ubuntu/a@1?distro=ubuntu-22.04", "Ubuntu:22.04:LTS"], ["deb/ubuntu/a@1?distro=ubuntu-22.04.3", "Ubuntu:22.04:LTS"], ["deb/ubuntu/a@1?distro=ubuntu-22.10", "Ubuntu:22.10"], ["deb/ubuntu/a@1?distro=unknown&distro_name=jammy", "Ubuntu:22.04:LTS"],
      ["deb/ubuntu/a@1?arch=source&distro=trusty", "Ubuntu:14.04:LTS"], ["deb/ubuntu/a@1?distro=esm-infra/xenial", "Ubuntu:Pro:16.04:LTS"], ["deb/ubuntu/a@1?distro=trusty/esm", "Ubuntu:Pro:14.04:LTS"],
      ["deb/ubuntu/a@1.0-1ubuntu0.1+esm3?distro=ubuntu-18.04", "Ubuntu:Pro:18.04:LTS"], ["deb/ubuntu/a@1.0-1ubuntu0.1~esm3?distro=ubuntu-20.04", "Ubuntu:Pro:20.04:LTS"],
      ["deb/ubuntu/openssl@1.1.1f-1ubuntu2.fips.22?distro=ubuntu-20.04", "Ubuntu:Pro:FIPS-updates:20.04:LTS"], ["deb/ubuntu/linux-image@4.15?distro=ubuntu-18.04&upstream=linux-aws-fips", "Ubuntu:Pro:FIPS-updates:18.04:LTS"],
      ["apk/alpine/a@1?distro=alpine-3.19.1", "Alpine:v3.19"], ["apk/alpine/a@1?distro=3.16.3", "Alpine:v3.16"], ["apk/alpine/a@1?distro=alpine-3.21.0_alpha20240807", "Alpine:edge"], ["apk/alpine/a@1?distro=edge", "Alpine:edge"], ["alpine/a@1?distro=3.15.4", "Alpine:v3.15"], ["apk/alpine/a@1", "Alpine"],
      ["apk/alpaquita/a@1?distro=23", "Alpaquita:23"], ["apk/alpaquita/a@1?distro=stream", "Alpaquita:stream"], ["apk/bellsoft-hardened-containers/a@1?distro=25", "BellSoft Hardened Containers:25"],
      ["apk/wolfi/a@1?distro=wolfi-20230201", "Wolfi"], ["apk/chainguard/a@1?distro=chainguard-20230214", "Chainguard"],
      ["rpm/almalinux/a@1?distro=almalinux-9.3", "AlmaLinux:9"], ["rpm/alma/a@1?distro=alma-8.7", "AlmaLinux:8"], ["rpm/almalinux/a@1-1.el8_7", "AlmaLinux:8"], ["rpm/rocky-linux/a@1?distro=rocky-linux-9-aarch64", "Rocky Linux:9"], ["rpm/rocky/a@1-2.module+el8.10.0+1+a", "Rocky Linux:8"],
      ["rpm/suse/a@1?distro=sles-15.5", "SUSE:Linux Enterprise Server 15 SP5"], ["rpm/sles/a@1?distro=sles-15", "SUSE:Linux Enterprise Server 15"], ["rpm/suse/a@1?distro=suse linux enterprise server-12.5", "SUSE:Linux Enterprise Server 12 SP5"],
      ["rpm/sles/a@1?distro=sles-16.0", "SUSE:Linux Enterprise Server 16.0"], ["rpm/suse/a@1?distro=sle-micro-5.5", "SUSE:Linux Enterprise Micro 5.5"], ["rpm/suse/a@1?distro=sl-micro-6.0", "SUSE:Linux Micro 6.0"],
      ["rpm/opensuse/a@1?distro=opensuse-leap-15.5", "openSUSE:Leap 15.5"], ["rpm/opensuse.leap/a@1?distro=opensuse.leap-15.5", "openSUSE:Leap 15.5"], ["rpm/suse/a@1?distro=opensuse-tumbleweed-20240101", "openSUSE:Tumbleweed"], ["rpm/opensuse/a@1?distro=opensuse-leap-micro-5.3", "openSUSE:Leap Micro 5.3"],
      ["rpm/openEuler/a@1?distro=openEuler-20.03-LTS-SP1", "openEuler:20.03-LTS-SP1"], ["rpm/openeuler/a@1-7.oe2203sp3?distro=openeuler-22.03", "openEuler:22.03-LTS-SP3"], ["rpm/openeuler/a@1-7.oe2203?distro=openeuler-22.03", "openEuler:22.03-LTS"], ["rpm/openeuler/a@1?distro=openeuler-23.09", "openEuler:23.09"],
      ["rpm/mageia/a@1?distro=mageia-9", "Mageia:9"], ["rpm/mageia/a@1-2.mga9.nonfree", "Mageia:9"], ["rpm/azurelinux/a@1?distro=azurelinux-3.0", "Azure Linux:3"], ["rpm/mariner/a@1-2.cm2", "Azure Linux:2"],
      ["rpm/photon/a@1?distro=photon-4.0", "Photon OS:4.0"], ["rpm/vmware/a@1?distro=photon-4", "Photon OS:4.0"], ["rpm/photon/a@1-13.ph3", "Photon OS:3.0"],
      ["deb/a@1?distro=debian-12", "Debian:12"], ["rpm/a@1?distro=rhel-9.4", "Red Hat:enterprise_linux:9"],
      ["rpm/oracle/a@1?distro=ol-9", undefined], ["rpm/fedora/a@1?distro=fedora-40", undefined], ["rpm/amzn/a@1?distro=amzn-2023", undefined], ["alpm/arch/a@1", undefined], ["rpm/a@1", undefined], ["apk/distro/a@1", undefined],
    ])("%s: %s", (text, expected) => { expect(ecosystemOf(`pkg:${text}`)).toBe(expected); });
  });

  describe("Red Hat's product: of the repository, of the release, of the build", () => {
    it.each([
      ["?distro=rhel-8.9", "enterprise_linux:8"], ["?repository_id=rhel-9-for-x86_64-baseos-rpms", "enterprise_linux:9::baseos"], ["?repository_id=ubi-8-for-aarch64-appstream-source-rpms", "enterprise_linux:8::appstream"],
      ["?repository_id=rhel-8-for-x86_64-baseos-eus-rpms&distro=rhel-8.6", "rhel_eus:8.6::baseos"], ["?repository_id=rhel-8-for-x86_64-appstream-e4s-rpms__8_DOT_4", "rhel_e4s:8.4::appstream"], ["?repository_id=rhel-8-for-x86_64-baseos-aus-rpms", "rhel_aus:8::baseos"],
      ["?repository_id=codeready-builder-for-rhel-9-x86_64-rpms", "enterprise_linux:9::crb"], ["?repository_id=ocp-tools-4.15-for-rhel-9-x86_64-rpms", "ocp_tools:4.15::el9"], ["?repository_id=rhocp-4.15-for-rhel-8-x86_64-rpms", "openshift:4.15::el8"], ["?repository_id=acme&distro=rhel-8.9", "enterprise_linux:8"],
    ])("%s: %s", (qualifiers, expected) => { expect(ecosystemOf(`pkg:rpm/redhat/a@1-1${qualifiers}`)).toBe(`Red Hat:${expected}`); });
    it.each([["1-1.el9", "Red Hat:enterprise_linux:9"], ["1-1.el8_6.2", "Red Hat:enterprise_linux:8"], ["1-4.module+el8.9.0+21536+24514a51", "Red Hat:enterprise_linux:8"], ["1-1.el7ost", "Red Hat"], ["1-1.rhaos4.15.el9", "Red Hat"], ["1-1", "Red Hat"]])(
      "a build %s: %s", (version, expected) => { expect(ecosystemOf(`pkg:rpm/redhat/a@${version.replaceAll("+", "%2B")}`)).toBe(expected); });
    it("CentOS is Red Hat's", () => { expect(ecosystemOf("pkg:rpm/centos/a@1?distro=centos-7")).toBe("Red Hat:enterprise_linux:7"); });
  });

  describe("names and versions", () => {
    it.each([
      ["the source of a Debian package, with its own version", "deb/debian/libacme3@3.0-1%2Bb1?distro=debian-12&upstream=acme%403.0-1", ["Debian:12 acme 3.0-1"]],
      ["as in a Source field", "deb/debian/libacme3@3.0-1%2Bb1?distro=debian-12&upstream=acme%20%281:3.0-1%29", ["Debian:12 acme 1:3.0-1"]],
      ["as osv-scalibr writes it", "deb/debian/libacme3@3.0-1?distro=bookworm&source=acme&sourceversion=2.9-1", ["Debian:12 acme 2.9-1"]],
      ["without a version the binary's", "deb/debian/libacme3@3.0-1?distro=debian-12&upstream=acme", ["Debian:12 acme 3.0-1"]],
      ["Alpine's origin", "apk/alpine/libacme@1.0-r0?distro=alpine-3.19&origin=acme", ["Alpine:v3.19 acme 1.0-r0"]],
      ["Wolfi: the package, then its origin", "apk/wolfi/libacme@1.0-r0?upstream=acme", ["Wolfi libacme 1.0-r0", "Wolfi acme 1.0-r0"]],
      ["Red Hat: the package, then the source, which shares version and epoch", "rpm/redhat/acme-libs@1.1-9.el9?epoch=1&distro=rhel-9&upstream=acme-1.1-9.el9.src.rpm", ["Red Hat:enterprise_linux:9 acme-libs 1:1.1-9.el9", "Red Hat:enterprise_linux:9 acme 1:1.1-9.el9"]],
      ["one name once", "rpm/redhat/acme@1.1-9.el9?distro=rhel-9&upstream=acme-1.1-9.el9.src.rpm", ["Red Hat:enterprise_linux:9 acme 1.1-9.el9"]],
      ["a package with a version of its own tells nothing of the source's epoch", "rpm/rocky/perl-IO@1.38-420.el8?distro=rocky-8.9&upstream=perl-5.26.3-420.el8.src.rpm", ["Rocky Linux:8 perl *:5.26.3-420.el8", "Rocky Linux:8 perl-IO 1.38-420.el8"]],
      ["SUSE: the source", "rpm/suse/libacme3@3.0-1.1?distro=sles-15.5&upstream=acme-3.0-1.1.src.rpm", ["SUSE:Linux Enterprise Server 15 SP5 acme 3.0-1.1"]],
      ["AlmaLinux: the package, then the source", "rpm/almalinux/acme-libs@1.1-9.el9?distro=almalinux-9.3&upstream=acme-1.1-9.el9.src.rpm", ["AlmaLinux:9 acme-libs 1.1-9.el9", "AlmaLinux:9 acme 1.1-9.el9"]],
      ["a source's file name that is none is no source", "rpm/suse/acme@1.0-1?distro=sles-15.5&upstream=a%20b%20c", ["SUSE:Linux Enterprise Server 15 SP5 acme 1.0-1"]],
      ["a module's label", "rpm/redhat/npm@8.1-1.module%2Bel8.9.0%2B1%2Ba?distro=rhel-8.9&rpmmod=nodejs:16:8090:rhel8", ["Red Hat:enterprise_linux:8 npm 8.1-1.module+el8.9.0+1+a nodejs:16:8090:rhel8"]],
      ["trivy's", "rpm/alma/npm@8.1-1?distro=alma-8.9&modularitylabel=nodejs:16", ["AlmaLinux:8 npm 8.1-1 nodejs:16"]],
      ["a modular build without a label", "rpm/almalinux/nodejs@16.2-1.module_el8.9.0%2B1%2Ba?distro=almalinux-8.9", ["AlmaLinux:8 nodejs 16.2-1.module_el8.9.0+1+a nodejs@16.2-1.module_el8.9.0+1+a"]],
    ])("%s", (_title, text, expected) => { expect(namesOf(`pkg:${text}`)).toEqual(expected); });
  });

  describe("whatever a document says", () => {
    const namespaces = distributions.flatMap(({ purlType, namespaces: list }) => list.map((namespace) => [purlType, namespace] as const));
    const word = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("debian-12", "rhel-9.4", "a-1-2.src.rpm", "1:2", "sles-15.5", "nodejs:18:1", "rhel-8-for-x86_64-baseos-eus-rpms"));
    it("there is a name, and no throw", () => {
      const qualifiers = fc.record({ distro: word, distro_name: word, upstream: word, epoch: word, rpmmod: word, repository_id: word, os_version: word }, { requiredKeys: [] });
      fc.assert(fc.property(fc.constantFrom(...namespaces), word, word, qualifiers, ([type, namespace], name, version, told) => {
        const purl = purlFrom({ type, namespace, name, version, qualifiers: told });
        return purl === undefined || identities(purl).every(({ ecosystem, packageName }) => ecosystem !== undefined && packageName !== undefined && packageName !== "");
      }), { numRuns: 500 });
    });
    it.each(["1", "-", "1-", "a-", "sp", "1.", ".el9", "+deb1", ".oe2203", "rhel-8-for-", "20.03", "@", "("])("a qualifier of %j without end is answered in bounded time", (part) => {
      const long = part.repeat(4000 / part.length);
      const started = performance.now();
      for (const [type, namespace] of namespaces) {
        const purl = purlFrom({ type, namespace, name: "a", version: long, qualifiers: { distro: long, upstream: `${long}.src.rpm`, repository_id: long, rpmmod: long, os_version: long } });
        if (purl) identities(purl);
      }
      expect(performance.now() - started).toBeLessThan(1000);
    });
  });
});
