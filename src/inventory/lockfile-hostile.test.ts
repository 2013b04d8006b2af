// Lock files made to hurt: bounded time and memory, and a sentence that names the place and the mend.
import { describe, expect, it } from "vitest";
import { isFault } from "../kernel/fault.ts";
import { linesOf, readTree } from "./lockfile.suite.ts";

const deep = (open: string, close: string, depth = 200_000): string => open.repeat(depth) + close.repeat(depth);
const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]", ...Array.from({ length: 30 }, (_, n) => `a${n}: &a${n} [*a${n === 0 ? "" : n - 1}, *a${n === 0 ? "" : n - 1}, *a${n === 0 ? "" : n - 1}]`)].join("\n");

const codeOf = async (path: string, text: string | Uint8Array): Promise<string> => {
  try {
    return (await readTree({ [path]: text }, `/project/${path}`)).kind;
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    expect(thrown.places[0]?.at).toMatch(new RegExp(`^${path.replaceAll(".", "\\.")}`));
    return thrown.code;
  }
};

describe("inventory/lockfiles against hostile files", () => {
  it.each([
    ["YAML that multiplies by aliases", "pnpm-lock.yaml", `lockfileVersion: '9.0'\n${bomb}`, "lockfile.malformed"],
    ["a workflow that multiplies by aliases is small enough", ".github/workflows/a.yml", `${bomb}\njobs: {}\n`, "lockfile"],
    ["YAML nested too deep", "pubspec.lock", `packages: ${deep("[", "]", 5000)}`, "lockfile.malformed"],
    ["TOML nested too deep", "poetry.lock", `a = ${deep("[", "]", 5000)}`, "lockfile.malformed"],
    ["JSON nested deep where nobody looks", "composer.lock", `{"x": ${deep("[", "]")}, "packages": []}`, "lockfile"],
    ["XML nested too deep", "pom.xml", deep("<a>", "</a>", 5000), "lockfile.malformed"],
    ["XML with entities that multiply", "pom.xml", '<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><project>&b;</project>', "lockfile.malformed"],
    ["JSON with the wrong types everywhere", "package-lock.json", '{"lockfileVersion":3,"packages":{"":[],"node_modules/a":7,"node_modules/b":{"version":[]},"node_modules/c":{"version":{"x":1},"resolved":9,"link":"yes"}}}', "lockfile"],
    ["a version that nobody knows yet", "package-lock.json", '{"lockfileVersion":99}', "lockfile.unsupported"],
    ["bytes that are no text", "Cargo.lock", Buffer.from([0x80, 0xff, 0x00, 0x81]), "lockfile.malformed"],
    ["a merge conflict", "package-lock.json", '{\n<<<<<<< HEAD\n"a": 1\n=======\n', "lockfile.malformed"],
  ])("%s", async (_case, path, text, code) => { expect(await codeOf(path, text)).toBe(code); });

  it("packages nested in each other without end stop at a depth", async () => {
    let entry: Record<string, unknown> = { version: "1.0.0" };
    for (let depth = 0; depth < 500; depth++) entry = { version: "1.0.0", dependencies: { a: entry } };
    const summary = await readTree({ "package-lock.json": JSON.stringify({ lockfileVersion: 1, dependencies: { a: entry } }) });
    expect(summary.rejects).toEqual([expect.objectContaining({ reason: "too-many" })]);
  });

  it("a name as long as a book is one reject, and its message short", async () => {
    const summary = await readTree({ "requirements.txt": `${"a".repeat(1_000_000)}==1.0\nb==1\n` });
    expect(summary.components.map(({ purl }) => purl)).toEqual(["pkg:pypi/b@1"]);
    expect([summary.rejects[0]?.reason, (summary.rejects[0]?.name ?? "").length < 300]).toEqual(["invalid-purl", true]);
  });

  it("names of JavaScript's own are names", async () => {
    const text = '{"lockfileVersion":3,"packages":{"node_modules/__proto__":{"version":"1.0.0"},"node_modules/constructor":{"version":"2.0.0"},"node_modules/toString":{"version":"3.0.0"}}}';
    expect((await readTree({ "package-lock.json": text })).components.map(({ purl }) => purl)).toEqual(["pkg:npm/__proto__@1.0.0", "pkg:npm/constructor@2.0.0", "pkg:npm/toString@3.0.0"]);
  });

  it("POMs that are each other's parents, lists that import each other, properties in a circle end", async () => {
    const pom = (name: string, parent: string): string => `<project><parent><groupId>g</groupId><artifactId>${parent}</artifactId><version>1</version><relativePath>../${parent}/pom.xml</relativePath></parent><artifactId>${name}</artifactId>
<properties><x>\${y}</x><y>\${x}\${x}</y></properties><modules><module>../a</module><module>../b</module></modules>
<dependencyManagement><dependencies><dependency><groupId>g</groupId><artifactId>${parent}</artifactId><version>1</version><type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement>
<dependencies><dependency><groupId>o</groupId><artifactId>p</artifactId><version>\${x}</version></dependency></dependencies></project>`;
    const summary = await readTree({ "a/pom.xml": pom("a", "b"), "b/pom.xml": pom("b", "a") });
    expect(summary.rejects.map(({ reason, name }) => [reason, name])).toContainEqual(["no-version", "o:p"]);
  });

  it("requirements that include each other are read once", async () => {
    const summary = await readTree({ "requirements.txt": "-r requirements-b.txt\na==1\n", "requirements-b.txt": "-r requirements.txt\nb==1\n" });
    expect(linesOf(summary).toSorted()).toEqual(["pkg:pypi/a@1 ? ? requirements.txt:2", "pkg:pypi/b@1 ? ? requirements-b.txt:2"]);
  });

  it("UTF-16, as Windows' shells write it, is read", async () => {
    const summary = await readTree({ "requirements.txt": Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("flask==3.0.0\r\n", "utf16le")]) });
    expect(summary.components.map(({ purl }) => purl)).toEqual(["pkg:pypi/flask@3.0.0"]);
  });

  it.each([
    ["yarn.lock", '"'.repeat(100_000) + "\n" + '"\\'.repeat(100_000)],
    ["bun.lock", `{"a": "${'\\"'.repeat(200_000)}`],
    ["bun.lock", "/*".repeat(200_000)],
    ["bun.lock", ",".repeat(200_000)],
    ["requirements.txt", `${" ".repeat(200_000)}a${"[".repeat(200_000)}`],
    ["requirements.txt", "\\\n".repeat(200_000)],
    ["go.mod", `require (\n${'"'.repeat(200_000)}`],
    ["Dockerfile", `FROM ${"${".repeat(100_000)}`],
    ["Dockerfile", `FROM ${"a/".repeat(100_000)}:`],
    ["mix.lock", `"a": {:hex, ${":".repeat(200_000)}`],
    ["pnpm-lock.yaml", `lockfileVersion: 9\npackages:\n  ${"@/".repeat(50_000)}: {}\n`],
    ["Gemfile.lock", `GEM\n  specs:\n    a (${"(".repeat(200_000)}\n`],
    ["gradle.lockfile", `${"a:".repeat(200_000)}\n`],
    ["pom.xml", `<project><properties><x>${"${x}".repeat(5000)}</x></properties><dependencies><dependency><groupId>\${x}</groupId><artifactId>a</artifactId></dependency></dependencies></project>`],
    ["cabal.project.freeze", `constraints: ${"any.".repeat(100_000)}`],
    [".github/workflows/x.yml", `jobs: {a: {uses: "${"a/".repeat(100_000)}@"}}`],
  ])("%s with a pattern that could make an expression slow takes under two seconds", async (path, text) => {
    const start = performance.now();
    await codeOf(path, text);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
