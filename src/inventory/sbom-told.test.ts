// What Trivy, syft and SBOMer write beside a purl, in the forms they write it, and what becomes of it in each notation.
import { describe, expect, it } from "vitest";
import { chunksOf } from "./sbom-format.suite.ts";
import { readSbom } from "./sbom-reader.ts";
import { licencesOf } from "./sbom-told.ts";

type Properties = Readonly<Record<string, unknown>>;
const trivy = (told: Properties): Properties => Object.fromEntries(Object.entries(told).map(([name, value]) => [`aquasecurity:trivy:${name}`, value]));
const syft = (told: Properties): Properties => Object.fromEntries(Object.entries(told).map(([name, value]) => [`syft:metadata:${name}`, value]));
const listed = (properties: Properties) => Object.entries(properties).map(([name, value]) => ({ name, value }));
const escaped = (text: unknown): string => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;");

interface Entry { purl: string; properties?: Properties; licenses?: unknown; sourceInfo?: string; licenseConcluded?: string; licenseDeclared?: string }
const json = (entries: readonly Entry[]): string => JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", components: entries.map(({ purl, properties = {}, licenses }) => ({ name: "x", purl, ...(licenses !== undefined && { licenses }), properties: listed(properties) })) });
const xml = (entries: readonly Entry[]): string => `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>${entries.map(({ purl, properties = {} }) => `<component type="library"><name>x</name><purl>${escaped(purl)}</purl><properties>${listed(properties).map(({ name, value }) => `<property name="${name}">${escaped(value)}</property>`).join("")}</properties></component>`).join("")}</components></bom>`;
const spdx = (entries: readonly Entry[]): string => JSON.stringify({ spdxVersion: "SPDX-2.3", packages: entries.map(({ purl, ...more }) => ({ name: "x", externalRefs: [{ referenceType: "purl", referenceLocator: purl }], ...more })) });

const read = async (text: string) => (await readSbom(chunksOf(Buffer.from(text)))).components;
const deb = "pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12";
const rpm = "pkg:rpm/redhat/openssl-libs@3.0.7-2.el9?distro=redhat-9";

describe("inventory/sbom-told", () => {
  it.each<[claim: string, purl: string, properties: Properties, after: string]>([
    ["trivy, deb: epoch and revision are put together", deb, trivy({ SrcName: "openssl", SrcVersion: "3.0.10", SrcRelease: "2", SrcEpoch: "1" }), `${deb}&upstream=openssl%401:3.0.10-2`],
    ["trivy, deb: an epoch of 0 is none", deb, trivy({ SrcName: "openssl", SrcVersion: "3.0.10", SrcEpoch: "0" }), `${deb}&upstream=openssl%403.0.10`],
    ["trivy, deb: the version of the package itself is not repeated", deb, trivy({ SrcName: "openssl", SrcVersion: "3.0.11", SrcRelease: "1" }), `${deb}&upstream=openssl`],
    ["trivy, deb: a source of the same name and version tells nothing", deb, trivy({ SrcName: "libssl3", SrcVersion: "3.0.11", SrcRelease: "1" }), deb],
    ["trivy, deb: a source of the same name and another version does", deb, trivy({ SrcName: "libssl3", SrcVersion: "3.0.10" }), `${deb}&upstream=libssl3%403.0.10`],
    ["trivy, apk: the origin", "pkg:apk/alpine/libcrypto3@3.1.4-r2?distro=3.19.1", trivy({ SrcName: "openssl", SrcVersion: "3.1.4-r2" }), "pkg:apk/alpine/libcrypto3@3.1.4-r2?distro=3.19.1&upstream=openssl"],
    ["trivy, rpm: the module", rpm, trivy({ SrcName: "openssl", SrcVersion: "3.0.7", SrcRelease: "2.el9", Modularitylabel: "a:1:2:3" }), `${rpm}&rpmmod=a:1:2:3&upstream=openssl`],
    ["syft, deb", deb, syft({ source: "openssl", sourceVersion: "3.0.10-2" }), `${deb}&upstream=openssl%403.0.10-2`],
    ["syft, deb: no version", deb, syft({ source: "openssl", sourceVersion: "" }), `${deb}&upstream=openssl`],
    ["syft, rpm: the file of the source, the epoch, the module", rpm, syft({ sourceRpm: "openssl-3.0.7-2.el9.src.rpm", epoch: "1", modularityLabel: "a:1" }), "pkg:rpm/redhat/openssl-libs@3.0.7-2.el9?distro=redhat-9&epoch=1&rpmmod=a:1&upstream=openssl-3.0.7-2.el9.src.rpm"],
    ["syft, rpm: nothing", rpm, syft({ sourceRpm: "(none)", epoch: "0", modularityLabel: "" }), rpm],
    ["syft, apk", "pkg:apk/alpine/libcrypto3@3.1.4-r2?distro=3.19.1", syft({ originPackage: "openssl" }), "pkg:apk/alpine/libcrypto3@3.1.4-r2?distro=3.19.1&upstream=openssl"],
    ["a purl that names its source is not changed", `${deb}&upstream=ssl`, trivy({ SrcName: "openssl" }), `${deb}&upstream=ssl`],
    ["a language's package has no source package", "pkg:npm/a@1.0.0", trivy({ SrcName: "b" }), "pkg:npm/a@1.0.0"],
    ["what is no text tells nothing", deb, { "aquasecurity:trivy:SrcName": 7 }, deb],
    ["what is no name tells nothing", deb, trivy({ SrcName: "a b@c" }), deb],
  ])("%s", async (_claim, purl, properties, after) => {
    expect((await read(json([{ purl, properties: { "syft:cpe23": "cpe:2.3:a:x:x:1:*:*:*:*:*:*:*", ...properties } }]))).map((one) => one.purl)).toEqual([after]);
    if (Object.values(properties).every((value) => typeof value === "string")) expect((await read(xml([{ purl, properties }]))).map((one) => one.purl)).toEqual([after]);
  });

  it("advisories are asked by the source that was told", async () => {
    expect((await read(json([{ purl: deb, properties: trivy({ SrcName: "openssl", SrcVersion: "3.0.10" }) }])))[0]).toMatchObject({ packageName: "openssl", packageVersion: "3.0.10" });
  });

  it("the value may stand before the name", async () => {
    const text = json([{ purl: deb }]).replace('"properties":[]', '"properties":[{"value":"openssl","name":"aquasecurity:trivy:SrcName"},{"value":"x","name":"y"}]');
    expect((await read(text)).map(({ purl }) => purl)).toEqual([`${deb}&upstream=openssl`]);
  });

  it("licences of CycloneDX in XML", async () => {
    const text = xml([{ purl: "pkg:npm/a@1.0.0" }]).replace("<properties>", '<licenses><expression acknowledgement="declared">MIT OR ISC</expression><license acknowledgement="concluded"><id>MIT</id><text>long</text></license><license><name>NONE</name></license></licenses><properties>');
    expect((await read(text)).map(({ licences }) => licences)).toEqual([["MIT"]]);
  });

  it("in SPDX Trivy says it in a sentence", async () => {
    expect((await read(spdx([{ purl: deb, sourceInfo: "built package from: openssl 1:3.0.10-2" }, { purl: rpm, sourceInfo: "usr/bin/x" }]))).map(({ purl }) => purl)).toEqual([`${deb}&upstream=openssl%401:3.0.10-2`, rpm]);
    const text = `SPDXVersion: SPDX-2.3\nPackageName: x\nPackageSourceInfo: <text>built package from: openssl 3.0.10-2</text>\nPackageLicenseDeclared: MIT\nExternalRef: PACKAGE-MANAGER purl ${deb}\n`;
    expect((await read(text)).map(({ purl, licences }) => [purl, licences])).toEqual([[`${deb}&upstream=openssl%403.0.10-2`, ["MIT"]]]);
  });

  it.each<[claim: string, licenses: unknown, expected: readonly string[] | undefined]>([
    ["an expression", [{ expression: "MIT OR Apache-2.0" }], ["MIT OR Apache-2.0"]], ["ids and names, each once", [{ license: { id: "MIT" } }, { license: { name: " Ours " } }, { license: { id: "MIT" } }], ["MIT", "Ours"]],
    ["the id goes before the name", [{ license: { id: "MIT", name: "The MIT Licence" } }], ["MIT"]], ["what was concluded goes before what was declared", [{ license: { id: "MIT", acknowledgement: "declared" } }, { expression: "BSD-3-Clause", acknowledgement: "concluded" }], ["BSD-3-Clause"]],
    ["no assertion is none", [{ license: { name: "NOASSERTION" } }, { expression: "NONE" }, { license: { name: " " } }], undefined], ["wrong types cost nothing else", ["MIT", { license: 7 }, { expression: ["MIT"] }], undefined], ["no list", "MIT", undefined],
  ])("licences of CycloneDX: %s", async (_claim, licenses, expected) => {
    expect((await read(json([{ purl: "pkg:npm/a@1.0.0", licenses }])))[0]?.licences).toEqual(expected);
  });

  it.each([["MIT", "BSD-3-Clause", ["MIT"]], ["NOASSERTION", "BSD-3-Clause", ["BSD-3-Clause"]], ["NONE", "NOASSERTION", undefined], [undefined, "MIT AND (Apache-2.0 OR ISC)", ["MIT AND (Apache-2.0 OR ISC)"]]])("licences of SPDX: concluded %s, declared %s", async (licenseConcluded, licenseDeclared, expected) => {
    expect((await read(spdx([{ purl: "pkg:npm/a@1.0.0", ...(licenseConcluded !== undefined && { licenseConcluded }), licenseDeclared }])))[0]?.licences).toEqual(expected);
  });

  it("a second mention brings the licences that the first does not have", async () => {
    expect((await read(json([{ purl: "pkg:npm/a@1.0.0" }, { purl: "pkg:npm/a@1.0.0", licenses: [{ license: { id: "MIT" } }] }]))).map(({ licences }) => licences)).toEqual([["MIT"]]);
    expect(licencesOf([])).toEqual([]);
  });
});
