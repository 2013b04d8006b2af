// What lock files of real projects hold beside the plain case, one line of each at a time.
import { describe, expect, it } from "vitest";
import { linesOf, readTree } from "./lockfile.suite.ts";

const sha = "0123456789abcdef0123456789abcdef01234567";
const lines = async (path: string, text: string, beside: Record<string, string> = {}): Promise<string[]> => linesOf(await readTree({ ...beside, [path]: text }, `/project/${path}`));
/** Without scope, direct and place. */
const found = async (path: string, text: string, beside: Record<string, string> = {}): Promise<string[]> => (await lines(path, text, beside)).filter((line) => !line.startsWith("note")).map((line) => (line.startsWith("pkg:") ? (line.split(" ")[0] ?? "") : line));
const npm = (packages: Record<string, unknown>): string => JSON.stringify({ lockfileVersion: 3, packages }, null, 1);

describe("inventory/lockfiles: npm's package-lock", () => {
  it.each([
    ["an alias is the package it stands for", { "node_modules/short": { name: "ms", version: "2.0.0" } }, ["pkg:npm/ms@2.0.0"]],
    ["a scope", { "node_modules/@a/b": { version: "1.0.0" } }, ["pkg:npm/%40a/b@1.0.0"]],
    ["nested in a workspace member", { "packages/x/node_modules/a": { version: "1.0.0" } }, ["pkg:npm/a@1.0.0"]],
    ["bundled", { "node_modules/a/node_modules/b": { version: "1.0.0", inBundle: true } }, ["pkg:npm/b@1.0.0"]],
    ["a link out of the project", { "node_modules/a": { resolved: "../a", link: true } }, ["local a package-lock.json:4"]],
    ["optional for another platform, without a version", { "node_modules/fsevents": { optional: true } }, ["reject no-version fsevents package-lock.json:4"]],
  ])("%s", async (_case, packages, expected) => { expect(await found("package-lock.json", npm(packages))).toEqual(expected); });

  it.each([[{ dev: true }, "development"], [{ optional: true }, "optional"], [{ devOptional: true }, "optional"], [{ dev: true, optional: true }, "development"], [{ peer: true }, "runtime"]])("%j is %s", async (flags, scope) => {
    expect(await lines("package-lock.json", npm({ "node_modules/a": { version: "1.0.0", ...flags } }))).toEqual([`pkg:npm/a@1.0.0 ${scope} transitive package-lock.json:4`]);
  });

  it("direct is what the project or a member names, where Node would find it", async () => {
    const text = npm({ "": { dependencies: { a: "1" } }, "packages/x": { dependencies: { a: "2", b: "1" } }, "node_modules/a": { version: "1.0.0" }, "packages/x/node_modules/a": { version: "2.0.0" }, "node_modules/b": { version: "1.0.0" }, "node_modules/c": { version: "1.0.0" } });
    expect((await lines("package-lock.json", text)).map((line) => line.split(" ").slice(0, 3).join(" ")).slice(0, 4)).toEqual(["pkg:npm/a@1.0.0 runtime direct", "pkg:npm/a@2.0.0 runtime direct", "pkg:npm/b@1.0.0 runtime direct", "pkg:npm/c@1.0.0 runtime transitive"]);
  });

  it.each([
    [{ version: "npm:ms@2.0.0" }, "pkg:npm/ms@2.0.0"],
    [{ version: `github:acme/a#${sha}`, from: "github:acme/a" }, `pkg:generic/a@${sha}?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Facme%2Fa%40${sha}`],
    [{ version: "https://files.example/a-1.2.0.tgz" }, "pkg:npm/a@1.2.0?download_url=https:%2F%2Ffiles.example%2Fa-1.2.0.tgz"],
    [{ version: "file:../a" }, "local a package-lock.json:4"],
  ])("lockfileVersion 1: %j", async (entry, expected) => { expect(await found("package-lock.json", JSON.stringify({ lockfileVersion: 1, dependencies: { a: entry } }, null, 1))).toEqual([expected]); });
});

describe("inventory/lockfiles: pnpm", () => {
  const v = (version: string, packages: string): string => `lockfileVersion: '${version}'\npackages:\n${packages}`;
  it.each([
    ["5.4", "  /@a/b/1.2.3_react@17.0.0:\n    dev: true\n", ["pkg:npm/%40a/b@1.2.3"]],
    ["5.3", "  /my_pkg/1.0.0:\n    dev: true\n", ["pkg:npm/my_pkg@1.0.0"]],
    ["5.4", "  registry.acme.example/a/1.0.0:\n    dev: true\n", ["pkg:npm/a@1.0.0"]],
    ["5.4", `  github.com/acme/a/${sha}:\n    resolution: {tarball: https://codeload.github.com/acme/a/tar.gz/${sha}}\n    name: a\n    version: 1.10.0\n`, [`pkg:npm/a@1.10.0?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Facme%2Fa.git%40${sha}`]],
    ["6.0", "  /@a/b@1.2.3(@c/d@1.0.0)(e@2.0.0):\n    dev: false\n", ["pkg:npm/%40a/b@1.2.3"]],
    ["9.0", "  '@a/b@1.2.3':\n    resolution: {integrity: x}\n", ["pkg:npm/%40a/b@1.2.3"]],
    ["9.0", `  a@https://codeload.github.com/acme/a/tar.gz/${sha}:\n    resolution: {tarball: https://codeload.github.com/acme/a/tar.gz/${sha}}\n    version: 1.0.0\n`, [`pkg:npm/a@1.0.0?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Facme%2Fa.git%40${sha}`]],
    ["9.0", `  a@git+https://git.example/a.git#${sha}:\n    resolution: {commit: ${sha}, repo: https://git.example/a.git, type: git}\n    version: 1.0.0\n`, [`pkg:npm/a@1.0.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fa.git%40${sha}`]],
    ["9.0", "  a@file:../a:\n    resolution: {directory: ../a, type: directory}\n", ["local a pnpm-lock.yaml:3"]],
    ["9.0", "  a@file:a-1.0.0.tgz:\n    resolution: {integrity: x, tarball: file:a-1.0.0.tgz}\n    version: 1.0.0\n", ["pkg:npm/a@1.0.0?download_url=file:a-1.0.0.tgz"]],
  ])("lockfileVersion %s: %s", async (version, packages, expected) => { expect(await found("pnpm-lock.yaml", v(version, packages))).toEqual(expected); });

  it("the document of pnpm's own tools is of development, and does not hide the project's", async () => {
    const text = "---\nlockfileVersion: '9.0'\nimporters:\n  .:\n    packageManagerDependencies:\n      pnpm: {specifier: 12.0.0, version: 12.0.0}\npackages:\n  pnpm@12.0.0: {}\nsnapshots:\n  pnpm@12.0.0: {}\n---\nlockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a: {specifier: ^1, version: 1.0.0}\npackages:\n  a@1.0.0: {}\nsnapshots:\n  a@1.0.0: {}\n";
    expect((await lines("pnpm-lock.yaml", text)).map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual(["pkg:npm/pnpm@12.0.0 development direct", "pkg:npm/a@1.0.0 runtime direct"]);
  });

  it("a key that stands twice is said", async () => {
    expect(await lines("pnpm-lock.yaml", v("9.0", "  a@1.0.0: {}\n  a@1.0.0: {}\n"))).toEqual(["pkg:npm/a@1.0.0 ? transitive pnpm-lock.yaml:3", "note pnpm-lock.yaml:4"]);
  });

  it("scopes follow the importers through peers and aliases", async () => {
    const text = `lockfileVersion: '9.0'
importers:
  .:
    devDependencies:
      tool: {specifier: ^1, version: 1.0.0(peer@1.0.0)}
      alias: {specifier: npm:real@1, version: real@1.0.0}
    dependencies:
      run: {specifier: ^1, version: 1.0.0}
packages:
  tool@1.0.0: {}
  real@1.0.0: {}
  run@1.0.0: {}
  peer@1.0.0: {}
  deep@1.0.0: {}
snapshots:
  tool@1.0.0(peer@1.0.0):
    dependencies: {peer: 1.0.0, deep: 1.0.0}
  run@1.0.0:
    optionalDependencies: {deep: 1.0.0}
  deep@1.0.0: {}
`;
    expect((await lines("pnpm-lock.yaml", text)).map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual(["pkg:npm/tool@1.0.0 development direct", "pkg:npm/real@1.0.0 development direct", "pkg:npm/run@1.0.0 runtime direct", "pkg:npm/peer@1.0.0 development transitive", "pkg:npm/deep@1.0.0 optional transitive"]);
  });
});

describe("inventory/lockfiles: Yarn 2 and later", () => {
  const entry = (key: string, resolution: string, version = "1.0.0"): string => `__metadata:\n  version: 8\n\n"${key}":\n  version: ${version}\n  resolution: "${resolution}"\n  linkType: hard\n`;
  it.each([
    ["a@npm:^1.0", "a@npm:1.10", "1.10", "pkg:npm/a@1.10"],
    ["b@npm:a@^1", "a@npm:1.0.0", "1.0.0", "pkg:npm/a@1.0.0"],
    ["a@npm:^1", "a@npm:1.0.0::__archiveUrl=https%3A%2F%2Fx.example", "1.0.0", "pkg:npm/a@1.0.0"],
    ["a@patch:a@npm%3A1.0.0#~/.yarn/patches/a.patch", "a@patch:a@npm%3A1.0.0#~/.yarn/patches/a.patch::version=1.0.0&hash=1", "1.0.0", "pkg:npm/a@1.0.0"],
    ["a@acme/a", `a@https://github.com/acme/a.git#commit=${sha}`, "1.0.0", `pkg:npm/a@1.0.0?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Facme%2Fa.git%40${sha}`],
    ["a@portal:../a", "a@portal:../a::locator=x", "0.0.0-use.local", "local a yarn.lock:4"],
  ])("%s", async (key, resolution, version, expected) => { expect(await found("yarn.lock", entry(key, resolution, version))).toEqual([expected]); });
});

describe("inventory/lockfiles: Go", () => {
  it("one-line requirements, quoted paths, versions of the toolchain that say nothing", async () => {
    expect(await found("go.mod", 'module x\n\ngo 1.22\n\ntoolchain default\n\nrequire "example.org/a" v1.0.0 // indirect\n')).toEqual(["pkg:golang/example.org/a@v1.0.0"]);
  });
  it("a replacement of one version holds for that version alone, and goes before one for all", async () => {
    const text = "module x\n\ngo 1.22\n\nrequire (\n\ta.example/a v1.0.0\n\ta.example/b v1.0.0\n)\nreplace a.example/a v1.0.0 => f.example/a v1.0.1\nreplace a.example/a => ./local\nreplace a.example/b v2.0.0 => f.example/b v2.0.1\n";
    expect(await found("go.mod", text)).toEqual(["pkg:golang/f.example/a@v1.0.1", "pkg:golang/a.example/b@v1.0.0"]);
  });
  it("the go directive alone names no standard library, and that is said", async () => {
    const text = await lines("go.mod", "module x\n\ngo 1.22.1\n\nrequire a.example/a v1.0.0\n");
    expect(text).toEqual(["pkg:golang/a.example/a@v1.0.0 ? direct go.mod:5", "note go.mod:3"]);
  });
  it("go.sum adds nothing where go.mod names everything", async () => {
    expect(await lines("go.sum", "a.example/b v1.0.0 h1:x\n", { "go.mod": "module x\n\ngo 1.17\n" })).toEqual(["note go.sum"]);
  });
});

describe("inventory/lockfiles: images and actions", () => {
  it.each([
    ["FROM nginx:1.25", ["pkg:docker/nginx@1.25"]],
    ["FROM docker.io/library/nginx:1.25", ["pkg:docker/library/nginx@1.25"]],
    ["FROM localhost:5000/a/b:1", ["pkg:docker/a/b@1?repository_url=localhost:5000"]],
    ["ARG V=1\nFROM a:${V:-2}\nFROM b:${W:-3}\nARG V=9\nFROM c:$V", ["pkg:docker/a@1", "pkg:docker/b@3", "pkg:docker/c@1"]],
    ["FROM a:1 as build\nFROM BUILD\nCOPY --chown=1 --from=build / /\nCOPY --from=0 / /", ["pkg:docker/a@1"]],
    ["# escape=`\nFROM a:1 `\n  AS x", ["pkg:docker/a@1"]],
    ["from a:1", ["pkg:docker/a@1"]],
  ])("%s", async (text, expected) => { expect(await found("Dockerfile", text)).toEqual(expected); });

  it.each([
    ["a/b@v1.2.3", ["pkg:githubactions/a/b@1.2.3"]],
    [`a/b@${sha} # v1.2.3`, ["pkg:githubactions/a/b@1.2.3"]],
    [`a/b@${sha} # pinned to tag=v1.2.3-rc.1, by hand`, ["pkg:githubactions/a/b@1.2.3-rc.1"]],
    [`a/b@${sha}`, [`pkg:githubactions/a/b@${sha}`]],
    ["$/.github/actions/own", ["local - .github/workflows/x.yml:4"]],
    ["a/b@main", ["reject no-version a/b .github/workflows/x.yml:4"]],
    ["a/b@v1", ["reject no-version a/b .github/workflows/x.yml:4"]],
    ["a/b", ["reject malformed - .github/workflows/x.yml:4"]],
  ])("uses: %s", async (uses, expected) => { expect(await found(".github/workflows/x.yml", `jobs:\n  j:\n    steps:\n      - uses: ${uses}\n`)).toEqual(expected); });
});

describe("inventory/lockfiles: workflows that only GitHub's parser takes", () => {
  it("are read line by line, and that is said", async () => {
    const text = "jobs:\n  j:\n    strategy:\n      matrix:\n        os: [\n          a\n        ]\n    steps:\n      - uses: a/b@v1.2.3\n";
    expect(await lines(".github/workflows/x.yml", text)).toEqual(["pkg:githubactions/a/b@1.2.3 development direct .github/workflows/x.yml:9", "note .github/workflows/x.yml:7"]);
  });
});

describe("inventory/lockfiles: the rest", () => {
  it.each([
    ["Package.resolved", '{"pins":[{"identity":"x","kind":"remoteSourceControl","location":"git@github.com:acme/X.git","state":{"version":"1.0.0"}}],"version":2}', ["pkg:swift/github.com/acme/X@1.0.0"]],
    ["mix.lock", '%{"a": {:hex, :"real-name", "1.0.0", "x", [:mix], [], "hexpm", "y"}}', ["pkg:hex/real-name@1.0.0"]],
    ["gradle/dependency-locks/testRuntimeClasspath.lockfile", "a:b:1\n", ["pkg:maven/a/b@1"]],
    ["conan.lock", '{"version":"0.5","requires":["a/1.0@_/_#r%1"]}', ["pkg:conan/a@1.0"]],
    ["Cargo.lock", `[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "sparse+https://index.crates.io/"\n`, ["pkg:cargo/a@1.0.0"]],
    ["requirements-dev.txt", "a == 1.0 --hash=sha256:00 --hash=sha256:11 # why\n", ["pkg:pypi/a@1.0"]],
    ["requirements.txt", "a==1.0\\\n  ; python_version < '3'\n", ["pkg:pypi/a@1.0"]],
    ["uv.lock", 'version = 1\n[[package]]\nname = "a"\nversion = "1.0"\nsource = { git = "https://github.com/acme/a?rev=main#' + sha + '" }\n', [`pkg:pypi/a@1.0?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Facme%2Fa%40${sha}`]],
    ["Manifest.toml", `[[JSON]]\ngit-tree-sha1 = "x"\nuuid = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"\nversion = "0.21.4"\n`, ["pkg:julia/JSON@0.21.4?uuid=682c06a0-de6a-54ab-a142-c8b1cf79cde6"]],
  ])("%s %#", async (path, text, expected) => { expect(await found(path, text)).toEqual(expected); });
});
