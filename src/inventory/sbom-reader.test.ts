// Whole documents: which are refused and with what words, which parts are kept, and that nothing gets lost.
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { chunksOf } from "./sbom-format.suite.ts";
import { sbomLimits } from "./sbom-format.ts";
import type { SbomLimits } from "./sbom-format.ts";
import { readSbom } from "./sbom-reader.ts";
import type { SbomSummary } from "./sbom-reader.ts";

const readText = (text: string, limits: Partial<SbomLimits> = {}): Promise<SbomSummary> => readSbom(chunksOf(Buffer.from(text)), { ...sbomLimits, ...limits });
const cyclonedx = (components: unknown, more: object = {}): string => JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", ...more, components });
const spdx = (packages: unknown, more: object = {}): string => JSON.stringify({ spdxVersion: "SPDX-2.3", SPDXID: "SPDXRef-DOCUMENT", packages, ...more });

describe("inventory/sbom-reader", () => {
  it.each([
    ["an empty document", "", "sbom.unrecognised", /It is empty/],
    ["a web page", "<!doctype html><html><body>Sign in</body></html>", "sbom.unrecognised", /It starts with "<!doctype html>/],
    ["an array", "[]", "sbom.unrecognised", /It starts with "\[\]"/],
    ["an empty object", "{}", "sbom.unrecognised", /It starts with "\{\}"/],
    ["words", "hello", "sbom.unrecognised", /It starts with "hello"/],
    ["a declaration alone", '<?xml version="1.0"?>', "sbom.unrecognised", /It starts with/],
    ["another bomFormat", '{"bomFormat":"Bill","specVersion":"1.6"}', "sbom.unrecognised", /bomFormat is "Bill"/],
    ["components without bomFormat", '{"components":[]}', "sbom.unrecognised", /has no bomFormat/],
    ["no specVersion", '{"bomFormat":"CycloneDX"}', "sbom.unrecognised", /has no specVersion/],
    ["packages without version of SPDX", '{"packages":[]}', "sbom.unrecognised", /has no SPDX version/],
    ["a bom of another house", '<bom xmlns="urn:acme:bill"></bom>', "sbom.unrecognised", /namespace "urn:acme:bill"/],
    ["CycloneDX 1.1 in XML", '<bom xmlns="http://cyclonedx.org/schema/bom/1.1"/>', "sbom.unsupported", /CycloneDX version 1\.1 was seen; read are 1\.2/],
    ["CycloneDX 1.0 in XML", '<bom xmlns="http://cyclonedx.org/schema/bom/1.0"/>', "sbom.unsupported", /1\.0 was seen/],
    ["CycloneDX 1.8", '{"bomFormat":"CycloneDX","specVersion":"1.8"}', "sbom.unsupported", /1\.8 was seen/],
    ["CycloneDX with a number for a version", '{"bomFormat":"CycloneDX","specVersion":1.6}', "sbom.unsupported", /1\.6 was seen/],
    ["SPDX 2.1", '{"spdxVersion":"SPDX-2.1","packages":[]}', "sbom.unsupported", /SPDX-2\.1 was seen; read are SPDX-2\.2, SPDX-2\.3/],
    ["SPDX 2.1 as tag-value", "SPDXVersion: SPDX-2.1\n", "sbom.unsupported", /SPDX-2\.1 was seen/],
    ["SPDX 3", '{"@context":"https://example.org/context.jsonld","@graph":[]}', "sbom.unsupported", /SPDX 3/],
    ["syft's own JSON", '{"artifacts":[],"files":[]}', "sbom.unsupported", /syft's own JSON/],
    ["an attestation", '{"_type":"https://in-toto.io/Statement/v1","predicateType":"x","predicate":{}}', "sbom.unsupported", /in-toto/],
    ["SPDX as YAML", "SPDXID: SPDXRef-DOCUMENT\nspdxVersion: SPDX-2.3\n", "sbom.unsupported", /YAML/],
    ["SPDX as RDF", '<?xml version="1.0"?><rdf:RDF xmlns:rdf="x"></rdf:RDF>', "sbom.unsupported", /RDF/],
    ["an end in the middle", '{"bomFormat":"CycloneDX",', "sbom.truncated", /byte 25/],
    ["a web page after the end", `${cyclonedx([])}<p>proxy</p>`, "sbom.malformed", /byte \d+: expected nothing more/],
  ])("%s is refused", async (_name, text, code, detail) => {
    await expect(readText(text)).rejects.toMatchObject({ code, detail: expect.stringMatching(detail) });
  });

  it("a zip archive is refused with the hint to unpack it", async () => {
    await expect(readText("PK\u0003\u0004rest")).rejects.toMatchObject({ code: "sbom.unrecognised", places: [{ mend: "Unpack the zip archive and send the SBOM in it." }] });
  });

  it("a bad component costs that component, and the reject names it", async () => {
    const { components, rejects } = await readText(cyclonedx([
      { name: "good", purl: "pkg:npm/good@1.0.0" }, 7, { name: 7, purl: "pkg:npm/x@1" }, { name: "b", purl: ["pkg:npm/b@1"] },
      { name: "c", purl: "pkg:npm" }, { name: "d", purl: "  " }, { name: "e", purl: "pkg:npm/e" }, { name: "f", version: "NOASSERTION", purl: "pkg:npm/f" },
    ]));
    expect(components.map(({ purl }) => purl)).toEqual(["pkg:npm/good@1.0.0"]);
    expect(rejects.map(({ at, name, reason }) => `${at} ${name} ${reason}`)).toEqual([
      "/components/1 undefined malformed", "/components/2 undefined malformed", "/components/3 b malformed",
      "/components/4 c invalid-purl", "/components/5 d no-purl", "/components/6 e no-version", "/components/7 f no-version",
    ]);
  });

  it("a list that is none is said", async () => {
    expect((await readText(cyclonedx({ a: 1 }))).rejects).toMatchObject([{ at: "/components", reason: "malformed" }]);
    expect((await readText(spdx("none"))).rejects).toMatchObject([{ at: "/packages", reason: "malformed" }]);
  });

  it("texts beyond the limit cost their component, licence texts of any length cost nothing", async () => {
    const { components, rejects } = await readText(cyclonedx([{ name: "x".repeat(2000), purl: "pkg:npm/x@1" }, { name: "y", purl: "pkg:npm/y@1", licenses: [{ text: "z".repeat(100_000) }] }]), { maxTextBytes: 1000 });
    expect(rejects).toMatchObject([{ at: "/components/0", reason: "malformed", detail: "name is 2000 bytes long, more than is read." }]);
    expect(components).toMatchObject([{ purl: "pkg:npm/y@1" }]);
  });

  it("the version may stand at the very end, and be wrong there", async () => {
    const late = '{"components":[{"name":"a","purl":"pkg:npm/a@1"}],"bomFormat":"CycloneDX","specVersion":"1.5"}';
    expect((await readText(late)).head.specVersion).toBe("1.5");
    await expect(readText(late.replace("1.5", "2.0"))).rejects.toMatchObject({ code: "sbom.unsupported" });
  });

  it("64 components inside each other are read, 65 are too deep", async () => {
    const nested = (depth: number): unknown => (depth === 0 ? undefined : { name: `n${depth}`, purl: `pkg:npm/n${depth}@1.0.0`, components: depth === 1 ? [] : [nested(depth - 1)] });
    expect((await readText(cyclonedx([nested(64)]))).counts.components).toBe(64);
    await expect(readText(cyclonedx([nested(65)]))).rejects.toMatchObject({ code: "sbom.too-deep" });
    const xml = (depth: number): string => `<bom xmlns="http://cyclonedx.org/schema/bom/1.5">${"<components><component><name>n</name><version>1</version>".repeat(depth)}${"</component></components>".repeat(depth)}</bom>`;
    expect((await readText(xml(64))).counts.rejected).toEqual({ "no-purl": 64 });
    await expect(readText(xml(65))).rejects.toMatchObject({ code: "sbom.too-deep" });
  });

  it("of 300,000 components the first beyond the limit is named, and no more is asked of the sender", async () => {
    let sent = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"bomFormat":"CycloneDX","specVersion":"1.6","components":[');
      for (; sent < 300_000; sent += 1000) yield Buffer.from(Array.from({ length: 1000 }, (_, index) => `{"type":"library","name":"n","purl":"pkg:npm/n@${sent + index}.0.0"},`).join(""));
      yield Buffer.from('{"name":"last"}]}');
    }
    await expect(readSbom(endless())).rejects.toMatchObject({ code: "sbom.too-many", places: [{ at: "/components/200000" }] });
    expect(sent).toBeLessThan(210_000);
  });

  it("one purl under several references is one component, and each further one is counted", async () => {
    const twice = ["pkg:npm/a@1.0.0", "pkg:npm/a@1.0.0", "pkg:NPM/a@1.0.0"].map((purl, index) => ({ "bom-ref": `${index}`, name: "a", purl }));
    expect((await readText(cyclonedx(twice))).counts).toEqual({ components: 1, duplicates: 2, rejected: {} });
  });

  it("a package of SPDX with two purls is two components", async () => {
    const refs = ["pkg:npm/a@1.0.0", "pkg:npm/a@1.0.0?repository_url=x.example"].map((referenceLocator) => ({ referenceType: "purl", referenceLocator }));
    const { components } = await readText(spdx([{ name: "a", externalRefs: refs }]));
    expect(components.map(({ location }) => location)).toEqual(["/packages/0/externalRefs/0", "/packages/0/externalRefs/1"]);
  });

  const deb = { type: "library", name: "d", purl: "pkg:deb/debian/d@1.0" };
  const os = (name: string, version: string): object => ({ type: "operating-system", name, version });
  it.each([
    ["the one operating system tells the release", [deb, os("debian", "12.5")], "pkg:deb/debian/d@1.0?distro=debian-12.5", 1],
    ["the same one twice is still one", [os("debian", "12"), deb, os("debian", "12")], "pkg:deb/debian/d@1.0?distro=debian-12", 1],
    ["of two, none is guessed", [os("debian", "11"), deb, os("debian", "12")], "pkg:deb/debian/d@1.0", 1],
    ["another vendor's does not count", [os("alpine", "3.20"), deb], "pkg:deb/debian/d@1.0", 0],
    ["without a version it tells nothing", [{ type: "operating-system", name: "debian" }, deb], "pkg:deb/debian/d@1.0", 0],
    ["without any nothing is guessed", [deb], "pkg:deb/debian/d@1.0", 0],
    ["Red Hat is called rhel in os-release", [os("rhel", "9.4"), { name: "r", purl: "pkg:rpm/redhat/r@1-1" }], "pkg:rpm/redhat/r@1-1?distro=rhel-9.4", 1],
  ])("distribution release: %s", async (_name, components, purl, notes) => {
    const summary = await readText(cyclonedx(components));
    expect(summary.components.map((component) => component.purl)).toEqual([purl]);
    expect(summary.notes).toHaveLength(notes);
  });

  it.each([
    ["documentDescribes", { documentDescribes: ["SPDXRef-a"] }, "a"],
    ["DESCRIBES", { relationships: [{ spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES", relatedSpdxElement: "SPDXRef-b" }] }, "b"],
    ["DESCRIBED_BY", { relationships: [{ spdxElementId: "SPDXRef-b", relationshipType: "DESCRIBED_BY", relatedSpdxElement: "SPDXRef-DOCUMENT" }] }, "b"],
    ["two described packages", { documentDescribes: ["SPDXRef-a", "SPDXRef-b"] }, undefined],
    ["a package that is not there", { documentDescribes: ["SPDXRef-z"] }, undefined],
  ])("the subject of SPDX by %s", async (_name, more, name) => {
    const { head } = await readText(spdx([{ SPDXID: "SPDXRef-a", name: "a" }, { SPDXID: "SPDXRef-b", name: "b" }], more));
    expect(head.subject?.name).toBe(name);
  });

  it("a subject needs no purl, but a broken one is said", async () => {
    const subject = (purl?: string): object => ({ metadata: { component: { type: "container", name: "image", ...(purl === undefined ? {} : { purl }) } } });
    expect((await readText(cyclonedx([], subject()))).rejects).toEqual([]);
    expect((await readText(cyclonedx([], subject("pkg:")))).rejects).toMatchObject([{ at: "/metadata/component", reason: "invalid-purl" }]);
  });

  it("gzip reads the same, under the digest of what was sent", async () => {
    const text = cyclonedx([{ name: "a", purl: "pkg:npm/a@1" }]);
    const packed = await readSbom(chunksOf(gzipSync(text), [1, 1, 1, 7]));
    const plain = await readText(text);
    expect({ ...packed, digest: "" }).toEqual({ ...plain, digest: "" });
    expect(packed.digest).not.toBe(plain.digest);
  });
});
