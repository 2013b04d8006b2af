// Java archives: shaded, nested, without metadata, with something in front, and bombs.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bufferReader } from "../../../kernel/zip.ts";
import { writeZip } from "../../../kernel/zip.fixtures/write-zip.ts";
import { extracted } from "../../extractor.suite.ts";
import { sha1Index } from "../../sha1-index.ts";
import { createJars, jars } from "./jars.ts";
import { fromRepositoryPath, guessFromManifest } from "./manifest.ts";
import { parseProperties } from "./properties.ts";

const fixture = (name: string): Buffer => readFileSync(new URL(`jars.fixtures/${name}`, import.meta.url));
const at = (...names: readonly string[]): Record<string, Uint8Array> => Object.fromEntries(names.map((name) => [`/srv/${name}`, fixture(name)]));
const acme = (...rest: readonly string[]): string[] => rest.map((one) => `pkg:maven/com.example.acme/${one}`);

describe("inventory/extractors/jars", () => {
  it.each([
    ["a shaded jar is all that it swallowed", "acme-all-2.0.0.jar", acme("acme-all@2.0.0", "acme-shaded@1.0.0"), []],
    ["a jar that only has a manifest", "acme-manifest-3.1.0.jar", acme("acme-manifest@3.1.0"), []],
    ["a jar without metadata", "mystery.jar", [], ["/srv/mystery.jar no-purl"]],
    ["a war and what it carries", "acme-web.war", acme("acme-core@1.2.3", "acme-manifest@3.1.0", "acme-web@4.0.0"), ["/srv/acme-web.war!/WEB-INF/lib/mystery.jar no-purl"]],
    ["an ear, two levels deep", "acme.ear", acme("acme-all@2.0.0", "acme-core@1.2.3", "acme-manifest@3.1.0", "acme-shaded@1.0.0", "acme-web@4.0.0"), ["/srv/acme.ear no-purl", "/srv/acme.ear!/acme-web.war!/WEB-INF/lib/mystery.jar no-purl"]],
  ])("%s", async (_name, name, purls, rejects) => {
    const found = await extracted(jars, at(name));
    expect(found.purls).toEqual(purls);
    expect(found.rejects.map((reject) => `${reject.at} ${reject.reason}`).toSorted()).toEqual(rejects);
  });

  it("a jar without metadata is named by its SHA-1 when there is an index", async () => {
    const sha1 = createHash("sha1").update(fixture("mystery.jar")).digest("hex");
    const lines = [`${"0".repeat(40)},a:a:1`, `${sha1},com.example.acme:acme-mystery:9.9`, `${"f".repeat(40)},z:z:1`].toSorted();
    expect(await extracted(createJars({ index: sha1Index(bufferReader(Buffer.from(lines.join("\n")))) }), at("mystery.jar"))).toEqual({ purls: acme("acme-mystery@9.9"), rejects: [] });
  });

  it("a script in front of the archive, with offsets from either beginning", async () => {
    const script = Buffer.from("#!/bin/sh\nexec java -jar $0\n");
    expect((await extracted(jars, { "/srv/run.jar": Buffer.concat([script, fixture("acme-all-2.0.0.jar")]) })).purls).toEqual(acme("acme-all@2.0.0", "acme-shaded@1.0.0"));
  });

  const pom = (text: string): Uint8Array => writeZip([{ name: "META-INF/maven/g/a/pom.properties", content: text }]);
  it.each([["no version", "groupId=g\nartifactId=a\n"], ["a version that was never put in", "version=${project.version}\n"]])("pom.properties with %s is rejected with its path", async (_name, text) => {
    const { purls, rejects } = await extracted(jars, { "/srv/a.jar": pom(text) });
    expect({ purls, rejects }).toMatchObject({ purls: [], rejects: [{ at: "/srv/a.jar!/META-INF/maven/g/a/pom.properties", reason: "no-version" }, { at: "/srv/a.jar" }] });
  });

  it("archives nested without end stop at a depth that is said", async () => {
    let archive = fixture("acme-all-2.0.0.jar");
    for (let depth = 0; depth < 8; depth++) archive = Buffer.from(writeZip([{ name: "in.jar", content: archive }]));
    expect((await extracted(jars, { "/srv/deep.jar": archive })).rejects.filter(({ reason }) => reason === "too-many")).toMatchObject([{ at: `/srv/deep.jar${"!/in.jar".repeat(5)}` }]);
  });

  it.each([["no archive", Buffer.from("not a zip")], ["nothing", Buffer.alloc(0)], ["one cut short", fixture("acme.ear").subarray(0, 2000)], ["an empty one", Buffer.from(writeZip([]))]])("a .jar that is %s is rejected with its path", async (_name, bytes) => {
    expect(await extracted(jars, { "/srv/bad.jar": bytes })).toMatchObject({ purls: [], rejects: [{ at: "/srv/bad.jar" }] });
  });
});

describe("inventory/extractors/jars/manifest", () => {
  it.each([
    ["Implementation-Vendor-Id", "Implementation-Title: a\nImplementation-Version: 1.0\nImplementation-Vendor-Id: org.acme\n", "x.jar", ["org.acme", "a", "1.0"]],
    ["a symbolic name of group and artifact", "Bundle-SymbolicName: com.fasterxml.jackson.core.jackson-databind\nBundle-Version: 2.15.0\n", "jackson-databind-2.15.0.jar", ["com.fasterxml.jackson.core", "jackson-databind", "2.15.0"]],
    ["a symbolic name that leaves out what repeats", "Bundle-SymbolicName: org.apache.logging.log4j.core;singleton:=true\nImplementation-Version: 2.14.1\n", "log4j-core-2.14.1.jar", ["org.apache.logging.log4j", "log4j-core", "2.14.1"]],
    ["a symbolic name joined without a hyphen", "Bundle-SymbolicName: org.apache.commons.lang3\nBundle-Version: 3.12.0\n", "commons-lang3-3.12.0.jar", ["org.apache.commons", "commons-lang3", "3.12.0"]],
    ["a symbolic name that is the group", "Bundle-SymbolicName: com.google.guava\nBundle-Version: 31.1\n", "guava-31.1-jre.jar", ["com.google.guava", "guava", "31.1"]],
    ["Ivy's title", "Implementation-Title: org.acme#a;1.0\nImplementation-Version: 1.0\n", "x.jar", ["org.acme", "a", "1.0"]],
    ["a Jenkins plug-in", "Group-Id: org.jenkins-ci.plugins\nShort-Name: git\nPlugin-Version: 5.2.0\n", "git.jpi", ["org.jenkins-ci.plugins", "git", "5.2.0"]],
    ["a line that goes on", "Implementation-Vendor-Id: org.ac\n me\nImplementation-Version: 1.0\nImplementation-Title: a\n", "x.jar", ["org.acme", "a", "1.0"]],
    ["no group but a project that is known", "Implementation-Title: spring-core\nImplementation-Version: 5.3.17\n", "spring-core-5.3.17.jar", ["org.springframework", "spring-core", "5.3.17"]],
  ])("%s", (_name, text, file, [group, artifact, version]) => {
    expect(guessFromManifest(text, `/srv/${file}`)).toEqual({ group, artifact, version });
  });

  it.each([["", "x.jar", "name"], ["Implementation-Title: a\n", "x.jar", "group"], ["Implementation-Vendor-Id: org.acme\nImplementation-Title: a\n", "x.jar", "version"]])("%j of %s lacks a %s", (text, file, missing) => {
    expect(guessFromManifest(text, `/srv/${file}`)).toMatchObject({ missing });
  });

  it.each([
    ["/root/.m2/repository/org/acme/lib/a/1.0/a-1.0.jar", "org.acme.lib:a:1.0"], ["/root/.m2/repository/org/acme/a/1.0/a-1.0-linux.jar", "org.acme:a:1.0"],
    ["/root/.gradle/caches/modules-2/files-2.1/org.acme/a/1.0/00ff/a-1.0.jar", "org.acme:a:1.0"], ["/srv/repository/org/acme/a/1.0/b-1.0.jar", undefined], ["/srv/a-1.0.jar", undefined],
  ])("%s", (path, told) => {
    const found = fromRepositoryPath(path);
    expect(found && `${found.group}:${found.artifact}:${found.version}`).toBe(told);
  });

  it.each([["a=b", { a: "b" }], ["a: b\r\n c = d ", { a: "b", c: "d" }], ["# a=b\n!c=d\ne f", { e: "f" }], ["a\\:b=c\\u0041", { "a:b": "cA" }], ["a=b\\\n  c", { a: "bc" }], ["a=1\na=2", { a: "2" }]])("properties %j", (text, properties) => {
    expect(Object.fromEntries(parseProperties(text))).toEqual(properties);
  });
});

describe("inventory/extractors/jars: bombs", () => {
  it("an archive that unpacks to more than is read costs itself, not what stands beside it", async () => {
    const bomb = Buffer.from(writeZip([{ name: "inner.jar", content: Buffer.alloc(300 * 1024 * 1024) }]));
    const { purls, rejects } = await extracted(jars, { "/srv/bomb.jar": bomb, ...at("acme-manifest-3.1.0.jar") });
    expect(purls).toEqual(acme("acme-manifest@3.1.0"));
    expect(rejects).toMatchObject([{ at: "/srv/bomb.jar", reason: "malformed", detail: expect.stringContaining("at most 268435456 are read") }]);
  });

  it("many archives inside one stop at what is unpacked for one file on the disk", async () => {
    const inner = { content: Buffer.alloc(200_000) };
    const many = Buffer.from(writeZip(Array.from({ length: 7 }, (_, index) => ({ ...inner, name: `${index}.jar` }))));
    const { rejects } = await extracted(createJars({ unpackedBytes: 1_100_000 }), { "/srv/many.jar": many });
    expect(rejects.filter(({ reason }) => reason === "too-many").map(({ at }) => at)).toEqual(["/srv/many.jar!/5.jar", "/srv/many.jar!/6.jar"]);
  });
});
