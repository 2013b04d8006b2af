// Matching's known traps: what scanners get wrong about a component and an advisory, each as one verdict.
import { describe, expect, it } from "vitest";
import { memoryIndex } from "../advisories/advisory-index/memory-index.ts";
import { readOsv } from "../advisories/feeds/osv/read.ts";
import { scanComponents } from "./scan.ts";

interface Said { ecosystem: string; name: string; events?: string; versions?: readonly string[]; type?: string; more?: object; title?: string }

/** "introduced 1, fixed 2" */
const eventsOf = (text: string) => text.split(", ").map((event) => { const [kind = "", version] = event.split(" "); return { [kind]: version }; });

function verdictOn(purl: string, { ecosystem, name, events, versions = [], type = "ECOSYSTEM", more = {}, title = "" }: Said): string {
  const ranges = events === undefined ? [] : [{ type, events: eventsOf(events) }];
  const reading = readOsv(JSON.stringify({ id: "TRAP-1", modified: "2026-01-01T00:00:00Z", summary: title, affected: [{ package: { ecosystem, name }, ranges, versions, ...more }] }), { source: "osv", label: "trap" });
  if (reading.kind !== "advisory") throw new Error(reading.reason);
  const index = memoryIndex({ builtAt: 0, advisories: [reading.advisory] });
  const { findings, undecided, unknowns } = scanComponents([{ purl, name: "x", version: undefined }] as never, index, { at: 0 });
  return findings.length > 0 ? "affected" : undecided.length > 0 || unknowns.length > 0 ? "unknown" : "not-affected";
}

type Row = readonly [claim: string, purl: string, said: Said, verdict: "affected" | "not-affected" | "unknown"];

const names: readonly Row[] = [
  ["npm names have case", "pkg:npm/JSONStream@1.0.0", { ecosystem: "npm", name: "jsonstream", events: "introduced 0" }, "not-affected"],
  ["PyPI names have neither case nor a fixed separator", "pkg:pypi/Zope.Interface@5.0", { ecosystem: "PyPI", name: "zope_interface", events: "introduced 0" }, "affected"],
  ["NuGet ids have no case", "pkg:nuget/newtonsoft.json@12.0.0", { ecosystem: "NuGet", name: "Newtonsoft.Json", events: "introduced 0, fixed 13.0.1" }, "affected"],
  ["nor has Packagist", "pkg:composer/Guzzle/PSR7@1.0", { ecosystem: "Packagist", name: "guzzle/psr7", events: "introduced 0" }, "affected"],
  ["Hex package URLs lose the case that a record has", "pkg:hex/RabbitMQ@3.7.20", { ecosystem: "Hex", name: "RabbitMQ", events: "introduced 0" }, "affected"],
  ["crates.io takes one crate in all cases", "pkg:cargo/deno@1.0.0", { ecosystem: "crates.io", name: "Deno", events: "introduced 0" }, "affected"],
  ["Alpine's R is r in a package URL", "pkg:apk/alpine/R@4.0-r0?distro=alpine-3.18.2", { ecosystem: "Alpine:v3.18", name: "R", events: "introduced 0" }, "affected"],
  ["Maven's coordinates have case", "pkg:maven/org.acme/Kit@1.0", { ecosystem: "Maven", name: "org.acme:kit", events: "introduced 0" }, "not-affected"],
  ["Go's module paths have case", "pkg:golang/github.com/azure/x@v1.0.0", { ecosystem: "Go", name: "github.com/Azure/x", events: "introduced 0", type: "SEMVER" }, "not-affected"],
  ["a Swift repository has none", "pkg:swift/github.com/Sparkle-Project/Sparkle@1.0.0", { ecosystem: "SwiftURL", name: "https://github.com/sparkle-project/Sparkle.git", events: "introduced 0" }, "affected"],
  ["Kubernetes as trivy names its parts", "pkg:k8s/k8s.io%2Fkubelet@1.27.0", { ecosystem: "kubernetes", name: "k8s.io/kubelet", events: "introduced 1.27.0, fixed 1.27.4", type: "SEMVER" }, "affected"],
  ["a name's other half", "pkg:npm/%40types%2Fsemver@5.5.0", { ecosystem: "npm", name: "semver", events: "introduced 0" }, "not-affected"],
];

const go = (name: string, events: string): Said => ({ ecosystem: "Go", name, events, type: "SEMVER" });
const versions: readonly Row[] = [
  ["GHSA's last known range is a hint, not a fix", "pkg:npm/a@9.0.0", { ecosystem: "npm", name: "a", events: "introduced 0", type: "SEMVER", more: { database_specific: { last_known_affected_version_range: "<= 8.0.0" } } }, "affected"],
  ["the second of several windows", "pkg:npm/a@3.1.0", { ecosystem: "npm", name: "a", events: "introduced 0, fixed 2.0.1, introduced 3.0.0, fixed 4.0.1", type: "SEMVER" }, "affected"],
  ["between two windows", "pkg:npm/a@2.5.0", { ecosystem: "npm", name: "a", events: "introduced 0, fixed 2.0.1, introduced 3.0.0, fixed 4.0.1", type: "SEMVER" }, "not-affected"],
  ["fixed in 0 is never affected", "pkg:apk/alpine/a@1.0-r0?distro=alpine-3.18", { ecosystem: "Alpine:v3.18", name: "a", events: "introduced 0, fixed 0" }, "not-affected"],
  ["above a limit", "pkg:npm/a@3.0.0", { ecosystem: "npm", name: "a", events: "introduced 1.0.0, limit 3.0.0", type: "SEMVER" }, "not-affected"],
  ["Maven's classifier is no part of the version", "pkg:maven/org.acme/kit@1.0.Final?classifier=linux-x86_64&type=jar", { ecosystem: "Maven", name: "org.acme:kit", events: "introduced 0, fixed 1.0" }, "not-affected"],
  ["a vendor's rebuild of a fixed .Final has the fix", "pkg:maven/org.acme/kit@4.1.118.Final-redhat-00002", { ecosystem: "Maven", name: "org.acme:kit", events: "introduced 4.1.91.Final, fixed 4.1.118.Final" }, "not-affected"],
  ["and of the release before it has not", "pkg:maven/org.acme/kit@4.1.117.Final-redhat-00002", { ecosystem: "Maven", name: "org.acme:kit", events: "introduced 4.1.91.Final, fixed 4.1.118.Final" }, "affected"],
  ["a numbered Packagist branch is above its releases", "pkg:composer/acme/kit@2.0.x-dev", { ecosystem: "Packagist", name: "acme/kit", events: "introduced 0, fixed 2.0.1" }, "not-affected"],
  ["a named branch is below all releases, as osv.dev has it", "pkg:composer/acme/kit@dev-main", { ecosystem: "Packagist", name: "acme/kit", events: "introduced 0, fixed 2.0.1" }, "affected"],
  ["a pseudo-version before the fix's", "pkg:golang/acme.example/x@v0.0.0-20220101000000-aaaaaaaaaaaa", go("acme.example/x", "introduced 0, fixed 0.0.0-20220101000001-bbbbbbbbbbbb"), "affected"],
  ["the fix's own", "pkg:golang/acme.example/x@v0.0.0-20220101000001-bbbbbbbbbbbb", go("acme.example/x", "introduced 0, fixed 0.0.0-20220101000001-bbbbbbbbbbbb"), "not-affected"],
  ["a pseudo-version on the way to the fix", "pkg:golang/acme.example/x@v1.2.4-0.20220101000000-aaaaaaaaaaaa", go("acme.example/x", "introduced 0, fixed 1.2.4"), "affected"],
  ["syft puts the end of a module path into the subpath", "pkg:golang/github.com/hashicorp/consul@v1.12.0#api", go("github.com/hashicorp/consul", "introduced 1.12.0, fixed 1.12.5"), "not-affected"],
  ["there the record is found by the whole path", "pkg:golang/go.opentelemetry.io/contrib/instrumentation@v0.42.0#google.golang.org/grpc/otelgrpc", go("go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc", "introduced 0.37.0, fixed 0.46.0"), "affected"],
  ["a package says that it is one", "pkg:golang/github.com/hashicorp/consul@v1.12.0?type=package#api", go("github.com/hashicorp/consul", "introduced 1.12.0, fixed 1.12.5"), "affected"],
  ["the go command is not the library", "pkg:golang/stdlib@1.21.0", go("toolchain", "introduced 0, fixed 1.21.1"), "not-affected"],
  ["go1.20.12 is no text to be compared", "pkg:golang/stdlib@go1.20.12", go("stdlib", "introduced 0, fixed 1.19.2"), "not-affected"],
  ["a main module has no version", "pkg:golang/acme.example/x@%28devel%29", go("acme.example/x", "introduced 0, fixed 1.0.0"), "unknown"],
  ["a gem's platform is no prerelease", "pkg:gem/nokogiri@1.13.6-x86_64-linux", { ecosystem: "RubyGems", name: "nokogiri", events: "introduced 0, fixed 1.13.6" }, "not-affected"],
  ["nor is java", "pkg:gem/nokogiri@1.13.5-java", { ecosystem: "RubyGems", name: "nokogiri", events: "introduced 1.13.5, fixed 1.13.6" }, "affected"],
  ["a gem's prerelease is one", "pkg:gem/nokogiri@1.13.6.rc1", { ecosystem: "RubyGems", name: "nokogiri", events: "introduced 0, fixed 1.13.6" }, "affected"],
  ["a moving tag of an action names no release", "pkg:github/tj-actions/changed-files@v45", { ecosystem: "GitHub Actions", name: "tj-actions/changed-files", events: "introduced 0, fixed 46.0.1" }, "unknown"],
  ["an action in a folder of its repository", "pkg:github/github/codeql-action/init@v3.26.0", { ecosystem: "GitHub Actions", name: "github/codeql-action", events: "introduced 3.26.0, fixed 3.28.3" }, "affected"],
  ["Bitnami's revision is no prerelease", "pkg:bitnami/redis@7.0.5-3", { ecosystem: "Bitnami", name: "redis", events: "introduced 0, fixed 7.0.5", type: "SEMVER" }, "not-affected"],
];

const debian = (events: string): Said => ({ ecosystem: "Debian:12", name: "acme", events });
const suse = { ecosystem: "SUSE:Linux Enterprise Module for Basesystem 15 SP4", name: "acme", events: "introduced 0, fixed 2-1" };
const distributions: readonly Row[] = [
  ["Alpine by origin", "pkg:apk/alpine/libssl3@3.1.0-r0?distro=alpine-3.18.2&upstream=openssl", { ecosystem: "Alpine:v3.18", name: "openssl", events: "introduced 0, fixed 3.1.1-r0" }, "affected"],
  ["a binary rebuild compares by its source", "pkg:deb/debian/libacme1@1.2-3%2Bb1?distro=debian-12&upstream=acme%401.2-3", debian("introduced 0, fixed 1.2-3+a"), "affected"],
  ["a binary with an epoch of its own", "pkg:deb/debian/libacme1@4:1.0-1?distro=debian-12&upstream=acme%401.0-1", debian("introduced 0, fixed 1.1-1"), "affected"],
  ["an epoch that only the advisory has", "pkg:deb/debian/acme@2.0-1?distro=debian-12", debian("introduced 0, fixed 1:1.0-1"), "affected"],
  ["an epoch that only the package has", "pkg:rpm/almalinux/acme@1.0-1.el9?epoch=1&distro=almalinux-9.3", { ecosystem: "AlmaLinux:9", name: "acme", events: "introduced 0, fixed 2.0-1.el9" }, "not-affected"],
  ["an epoch that no source RPM tells", "pkg:rpm/rocky/acme-libs@3.0-1.el9?distro=rocky-9.3&upstream=acme-1.0-1.el9.src.rpm", { ecosystem: "Rocky Linux:9", name: "acme", events: "introduced 0, fixed 1:2.0-1.el9" }, "affected"],
  ["Ubuntu's Pro speaks of the release", "pkg:deb/ubuntu/acme@1.0?distro=ubuntu-18.04", { ecosystem: "Ubuntu:Pro:18.04:LTS", name: "acme", events: "introduced 0, fixed 1.0+esm1" }, "affected"],
  ["and has the fix", "pkg:deb/ubuntu/acme@1.0%2Besm1?distro=ubuntu-18.04", { ecosystem: "Ubuntu:Pro:18.04:LTS", name: "acme", events: "introduced 0, fixed 1.0+esm1" }, "not-affected"],
  ["EUS is another stream", "pkg:rpm/redhat/acme@1.2-4.el8?distro=rhel-8.6", { ecosystem: "Red Hat:rhel_eus:8.6::baseos", name: "acme", events: "introduced 0, fixed 0:1.2-4.el8_6.2" }, "not-affected"],
  ["told by its repository it is the same", "pkg:rpm/redhat/acme@1.2-4.el8?distro=rhel-8.6&repository_id=rhel-8-for-x86_64-baseos-eus-rpms", { ecosystem: "Red Hat:rhel_eus:8.6::baseos", name: "acme", events: "introduced 0, fixed 0:1.2-4.el8_6.2" }, "affected"],
  ["a modular fix is none for a package of no module", "pkg:rpm/almalinux/mysql-server@8.0.43-1.el9_6?distro=almalinux-9.6", { ecosystem: "AlmaLinux:9", name: "mysql-server", events: "introduced 0, fixed 8.4.7-1.module_el9.7.0+209+d5e6c7b8", title: "Moderate: mysql:8.4 security update" }, "not-affected"],
  ["a SUSE product of the same service pack", "pkg:rpm/suse/acme@1-1?distro=sles-15.4", suse, "affected"],
  ["and of another", "pkg:rpm/suse/acme@1-1?distro=sles-15.5", suse, "not-affected"],
  ["Amazon Linux is not claimed", "pkg:rpm/amzn/acme@1-1?distro=amzn-2", { ecosystem: "AlmaLinux:8", name: "acme", events: "introduced 0" }, "unknown"],
  ["Oracle Linux is not claimed", "pkg:rpm/oracle/acme@1-1?distro=ol-8.6", { ecosystem: "AlmaLinux:8", name: "acme", events: "introduced 0" }, "unknown"],
];

describe("matching: traps", () => {
  it.each([...names, ...versions, ...distributions])("%s: %s", (_claim, purl, said, verdict) => { expect(verdictOn(purl, said)).toBe(verdict); });
  it("has a database's own spelling of an ecosystem among what is held", () => {
    expect(verdictOn("pkg:dhi/python@3.13.0", { ecosystem: "DHI", name: "python", events: "introduced 0, fixed 3.12.0", type: "SEMVER" })).toBe("not-affected");
  });
});
