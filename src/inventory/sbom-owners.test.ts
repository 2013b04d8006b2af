// Whose a language package is, where a document leaves no doubt; and every sign that, missing, leaves one.
import { describe, expect, it } from "vitest";
import { chunksOf } from "./sbom-format.suite.ts";
import { readSbom } from "./sbom-reader.ts";

interface Entry { purl: string; paths?: readonly string[] }
const read = async (entries: readonly Entry[], more: readonly object[] = []) => (await readSbom(chunksOf(Buffer.from(JSON.stringify({
  bomFormat: "CycloneDX", specVersion: "1.6",
  components: [...entries.map(({ purl, paths = [] }) => ({ name: "x", purl, properties: paths.map((value, index) => ({ name: `syft:location:${index}:path`, value })) })), ...more],
}))))).components;

const dist = "/usr/lib/python3/dist-packages/requests-2.28.1.egg-info/PKG-INFO";
const module: Entry = { purl: "pkg:pypi/requests@2.28.1", paths: [dist] };
const debian: Entry = { purl: "pkg:deb/debian/python3-requests@2.28.1+dfsg-1?arch=all&distro=debian-12&upstream=requests" };
const owner = "pkg:deb/debian/python3-requests@2.28.1%2Bdfsg-1?arch=all&distro=debian-12&upstream=requests";

describe("inventory/sbom-owners", () => {
  it.each<[claim: string, entries: readonly Entry[], owner: string]>([
    ["Debian's Python module, whichever stands first", [module, debian], owner], ["and the other way round", [debian, module], owner],
    ["a module whose package is named for its import, by the source", [{ purl: "pkg:pypi/pyyaml@6.0", paths: ["/usr/lib/python3/dist-packages/PyYAML-6.0.egg-info"] }, { purl: "pkg:deb/debian/python3-yaml@6.0-3+b2?distro=debian-12&upstream=pyyaml%406.0-3" }], "pkg:deb/debian/python3-yaml@6.0-3%2Bb2?distro=debian-12&upstream=pyyaml%406.0-3"],
    ["one build in two repositories", [module, debian, { purl: "pkg:deb/debian/python3-requests@2.28.1+dfsg-1?repository_id=main" }], owner],
    ["Debian's gem", [{ purl: "pkg:gem/rack@2.2.6.4", paths: ["/usr/share/rubygems-integration/all/specifications/rack-2.2.6.4.gemspec"] }, { purl: "pkg:deb/debian/ruby-rack@2.2.6.4-1?distro=debian-12" }], "pkg:deb/debian/ruby-rack@2.2.6.4-1?distro=debian-12"],
    ["Debian's scoped npm package", [{ purl: "pkg:npm/%40types/node@18.11.0", paths: ["/usr/share/nodejs/@types/node/package.json"] }, { purl: "pkg:deb/debian/node-types-node@18.11.0-1?distro=debian-12" }], "pkg:deb/debian/node-types-node@18.11.0-1?distro=debian-12"],
    ["Red Hat's module, of both folders", [{ purl: "pkg:pypi/urllib3@1.26.5", paths: ["/usr/lib/python3.9/site-packages/urllib3-1.26.5.egg-info/PKG-INFO", "/usr/lib64/python3.9/site-packages/x"] }, { purl: "pkg:rpm/redhat/python3-urllib3@1.26.5-3.el9?distro=rhel-9.2" }], "pkg:rpm/redhat/python3-urllib3@1.26.5-3.el9?distro=rhel-9.2"],
    ["Alpine's module", [{ purl: "pkg:pypi/requests@2.31.0", paths: ["/usr/lib/python3.11/site-packages/requests-2.31.0.dist-info/METADATA"] }, { purl: "pkg:apk/alpine/py3-requests@2.31.0-r1?distro=3.19.1" }], "pkg:apk/alpine/py3-requests@2.31.0-r1?distro=3.19.1"],
  ])("%s", async (_claim, entries, expected) => {
    expect((await read(entries)).flatMap(({ ownedBy }) => ownedBy ?? [])).toEqual([expected]);
  });

  it("the owner has the release that the document's operating system gives it", async () => {
    const components = await read([module, { purl: "pkg:deb/debian/python3-requests@2.28.1-1" }], [{ type: "operating-system", name: "debian", version: "12" }]);
    expect(components.flatMap(({ ownedBy }) => ownedBy ?? [])).toEqual(["pkg:deb/debian/python3-requests@2.28.1-1?distro=debian-12"]);
  });

  it.each<[claim: string, entries: readonly Entry[]]>([
    ["it lies elsewhere", [{ ...module, paths: ["/usr/local/lib/python3.11/dist-packages/requests/METADATA"] }, debian]], ["it also lies elsewhere", [{ ...module, paths: [dist, "/srv/venv/lib/python3.11/site-packages/requests/METADATA"] }, debian]],
    ["another entry of it lies elsewhere", [module, { ...module, paths: ["/srv/venv/x"] }, debian]], ["its place is not told", [{ purl: module.purl }, debian]], ["the version is another", [{ ...module, purl: "pkg:pypi/requests@2.31.0" }, debian]],
    ["the version only begins like it", [{ ...module, purl: "pkg:pypi/requests@2.28" }, debian]], ["no package is named for it", [module, { purl: "pkg:deb/debian/python3@2.28.1?distro=debian-12" }]],
    ["two packages could be it", [module, debian, { purl: "pkg:deb/debian/requests@2.28.1-1?distro=debian-12" }]], ["the folder is pip's too", [{ purl: "pkg:npm/a@1.0.0", paths: ["/usr/lib/node_modules/a/package.json"] }, { purl: "pkg:deb/debian/node-a@1.0.0-1?distro=debian-12" }]],
    ["the distribution's release is not told", [module, { purl: "pkg:deb/debian/python3-requests@2.28.1-1" }]],
    ["the folder is of another distribution", [module, { purl: "pkg:rpm/redhat/python3-requests@2.28.1-1?distro=rhel-9" }]],
  ])("nothing is marked where %s", async (_claim, entries) => {
    expect((await read(entries)).flatMap(({ ownedBy }) => ownedBy ?? [])).toEqual([]);
  });
});
