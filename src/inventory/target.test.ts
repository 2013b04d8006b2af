// Whatever a person points at is read, told apart by what it is, and nothing of it is lost in silence.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHostFiles } from "./host-files.ts";
import { linesOf, readTree } from "./lockfile.suite.ts";
import { memoryFiles } from "./memory-files.sample.ts";
import { readTarget } from "./target.ts";

const npmLock = (packages: Record<string, unknown>): string => JSON.stringify({ name: "shop", lockfileVersion: 3, packages: { "": { dependencies: { a: "1" } }, ...packages } }, null, 2);
const a = { "node_modules/a": { version: "1.0.0" } };
const sbom = JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", components: [{ type: "library", name: "a", version: "1.0.0", purl: "pkg:npm/a@1.0.0" }] });
async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> { yield bytes; }
const at = (tree: Record<string, string | Uint8Array>, path: string) => readTarget(path, memoryFiles(tree));

describe("inventory/target: what it is", () => {
  it.each([
    ["an SBOM whatever its name is", { "/x/anything.json": sbom }, "/x/anything.json", "sbom", "cyclonedx-json"],
    ["a gzipped SBOM", { "/x/sbom.gz": gzipSync(sbom) }, "/x/sbom.gz", "sbom", "cyclonedx-json"],
    ["a lock file by its name", { "/x/package-lock.json": npmLock(a) }, "/x/package-lock.json", "lockfile", "package-lock"],
    ["a folder", { "/x/web/package-lock.json": npmLock(a) }, "/x", "folder", "package-lock"],
    ["a folder named with a slash at its end", { "/x/web/package-lock.json": npmLock(a) }, "/x/", "folder", "package-lock"],
    ["the root of the files", { "/package-lock.json": npmLock(a) }, "/", "folder", "package-lock"],
  ])("%s", async (_case, tree, path, kind, format) => {
    const summary = await at(tree, path);
    expect(summary.kind).toBe(kind);
    expect(summary.components.map(({ purl }) => purl)).toEqual(["pkg:npm/a@1.0.0"]);
    expect(summary.sources.map((source) => [source.format, source.components])).toEqual([[format, 1]]);
  });

  it("- is standard input", async () => {
    const summary = await readTarget("-", memoryFiles({}), { stdin: chunks(Buffer.from(sbom)) });
    expect([summary.kind, summary.digest?.slice(0, 7), summary.components.length]).toEqual(["sbom", "sha256:", 1]);
  });

  it("--as forces a format on a file with another name", async () => {
    const summary = await readTarget("/x/pins.cfg", memoryFiles({ "/x/pins.cfg": "flask==3.0.0\n" }), { as: "requirements" });
    expect(linesOf(summary)).toEqual(["pkg:pypi/flask@3.0.0 ? ? pins.cfg:1"]);
  });

  it("the root of a file system gives what is installed in it", async () => {
    const summary = await at({
      "/img/etc/os-release": "ID=debian\nVERSION_ID=\"12\"\n",
      "/img/var/lib/dpkg/status": "Package: libacme1\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.0-1\n",
      "/img/srv/package-lock.json": npmLock(a),
    }, "/img");
    expect([summary.kind, summary.components.map(({ name }) => name), summary.sources]).toEqual(["root", ["libacme1"], [{ path: "/img", format: "dpkg", components: 1 }]]);
    expect(summary.notes[0]?.text).toMatch(/lock files in it are not/);
  });

  it.each([
    ["a path that is not there", "/none", {}, "target.not-found"],
    ["a file of no known kind", "/x/readme.md", { "/x/readme.md": "# hello" }, "target.unrecognised"],
    ["a folder without a lock file", "/x", { "/x/readme.md": "# hello" }, "target.empty"],
    ["a folder in which no lock file can be used", "/x", { "/x/package-lock.json": "{" }, "target.empty"],
    ["a lock file that is broken", "/x/package-lock.json", { "/x/package-lock.json": '{\n"packages": {\n' }, "lockfile.malformed"],
    ["a known document that is no SBOM, with what to do", "/x/report.json", { "/x/report.json": '{"SchemaVersion":2,"ArtifactName":"x"}' }, "sbom.unsupported"],
    ["Bun's binary lock file", "/x/bun.lockb", { "/x/bun.lockb": Buffer.from([0xff, 0, 0xfe, 0x80]) }, "lockfile.unsupported"],
  ])("%s is a Fault", async (_case, path, tree, code) => {
    await expect(at(tree, path)).rejects.toMatchObject({ code });
  });

  it("an unknown format, and standard input as a lock file, are refused with the mend", async () => {
    await expect(readTarget("/x/a", memoryFiles({ "/x/a": "" }), { as: "no-such" })).rejects.toMatchObject({ code: "target.unrecognised" });
    await expect(readTarget("-", memoryFiles({}), { as: "go-mod", stdin: chunks(Buffer.from("")) })).rejects.toMatchObject({ code: "target.unrecognised" });
    await expect(readTarget("-", memoryFiles({}))).rejects.toMatchObject({ code: "target.not-found" });
  });
});

describe("inventory/target: a folder", () => {
  it("reads every lock file, and one component keeps all its places", async () => {
    const summary = await readTree({ "package-lock.json": npmLock(a), "yarn.lock": 'a@1:\n  version "1.0.0"\n', "py/requirements.txt": "b==2\n" });
    expect(summary.components.map(({ purl, location, locations }) => [purl, location, locations])).toEqual([
      ["pkg:npm/a@1.0.0", "package-lock.json:10", ["yarn.lock:1"]],
      ["pkg:pypi/b@2", "py/requirements.txt:1", undefined],
    ]);
    expect(summary.counts).toEqual({ components: 2, duplicates: 1, rejected: {}, local: 0 });
    expect(summary.sources.map(({ path, components }) => [path, components])).toEqual([["package-lock.json", 1], ["py/requirements.txt", 1], ["yarn.lock", 1]]);
  });

  it("a broken lock file costs itself, with its line", async () => {
    const summary = await readTree({ "a/package-lock.json": npmLock(a), "b/package-lock.json": '{\n  "packages": {\n    oops\n' });
    expect(summary.components).toHaveLength(1);
    expect(summary.failed).toEqual([{ path: "b/package-lock.json", code: "lockfile.malformed", detail: expect.stringContaining("b/package-lock.json:3") }]);
  });

  it("what is optional in one lock file and runs by another runs", async () => {
    const dev = npmLock({ "node_modules/a": { version: "1.0.0", dev: true } });
    for (const [one, other] of [[dev, npmLock(a)], [npmLock(a), dev]] as const) {
      expect((await readTree({ "a/package-lock.json": one, "b/package-lock.json": other })).components.map(({ scope }) => scope)).toEqual(["runtime"]);
    }
  });

  it("folders of others are not walked, and that is said", async () => {
    const tree = { "go.mod": "module x\n\ngo 1.21\n\nrequire example.org/y v1.0.0\n", "vendor/example.org/y/go.mod": "module y\n\ngo 1.21\n\nrequire example.org/z v1.0.0\n", ".git/x/go.mod": "module z\n" };
    const summary = await readTree(tree);
    expect(summary.components.map(({ purl }) => purl)).toEqual(["pkg:golang/example.org/y@v1.0.0"]);
    expect(summary.notes.map(({ text }) => text)).toContain("Not walked: vendor.");
    const walked = await readTarget("/project", memoryFiles(Object.fromEntries(Object.entries(tree).map(([path, text]) => [`/project/${path}`, text]))), { vendored: true });
    expect(walked.components).toHaveLength(2);
  });

  it("installed packages count where no lock file covers them, and only there", async () => {
    const installed = { "node_modules/left/package.json": '{"name":"left","version":"1.3.0"}', "node_modules/left/package-lock.json": npmLock(a) };
    const without = await readTree({ ...installed, "go.mod": "module x\n\ngo 1.21\n" });
    expect(without.components.map(({ purl, location }) => [purl, location])).toEqual([["pkg:npm/left@1.3.0", "node_modules/left/package.json"]]);
    const covered = await readTree({ ...installed, "package-lock.json": npmLock(a) });
    expect(covered.components.map(({ purl }) => purl)).toEqual(["pkg:npm/a@1.0.0"]);
    expect(covered.notes.map(({ text }) => text)).toContain("Not walked: node_modules.");
  });

  it("a virtual environment counts where no lock file of Python covers it", async () => {
    const summary = await readTree({ "app/.venv/pyvenv.cfg": "home = /usr/bin\n", "app/.venv/lib/python3.12/site-packages/b-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: b\nVersion: 1.0\n" });
    expect(summary.components.map(({ purl, location }) => [purl, location?.startsWith("app/.venv/lib/")])).toEqual([["pkg:pypi/b@1.0", true]]);
  });

  it("stops at its limits, aloud", async () => {
    const tree = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`/p/d${index}/requirements.txt`, "a==1\n"]));
    const summary = await readTarget("/p", memoryFiles({ ...tree, "/p/requirements.txt": "a==1\n" }), { walk: { maxFolders: 10, maxDepth: 5 } });
    expect(summary.rejects).toEqual([expect.objectContaining({ reason: "too-many", detail: expect.stringContaining("at most 10 folders") })]);
  });

  it("stops when the signal says so", async () => {
    await expect(readTarget("/p", memoryFiles({ "/p/requirements.txt": "a==1\n" }), { signal: AbortSignal.abort(new RangeError("enough")) })).rejects.toThrow("enough");
  });
});

describe("inventory/target: files too large or not to be read", () => {
  const files = (sizeBytes: number) => {
    const real = memoryFiles({ "/p/package-lock.json": npmLock(a), "/p/big/yarn.lock": "x", "/p/shut/yarn.lock": "x" });
    return { ...real, open: async (path: string) => { const file = await real.open(path); return path.includes("shut") ? undefined : file && path.includes("big") ? { ...file, sizeBytes } : file; } };
  };
  it("each costs itself, and says why", async () => {
    const { failed, components } = await readTarget("/p", files(100 * 1024 * 1024));
    expect(components).toHaveLength(1);
    expect(failed.map(({ path, code }) => [path, code])).toEqual([["big/yarn.lock", "lockfile.too-large"], ["shut/yarn.lock", "target.not-found"]]);
  });
});

describe("inventory/target on a real file system", () => {
  let root = "";
  const put = (path: string, text: string): void => { mkdirSync(dirname(join(root, path)), { recursive: true }); writeFileSync(join(root, path), text); };
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "aftwatch-target-"));
    put("outside/secret.txt", "hidden==1.0\n");
    put("repo/app/requirements.txt", "-r ../../outside/secret.txt\n-r linked.txt\n-r loop/../outside/secret.txt\na==1.0\n");
    symlinkSync("../../outside/secret.txt", join(root, "repo/app/linked.txt"));
    symlinkSync("../outside", join(root, "repo/outside"));
    symlinkSync("..", join(root, "repo/app/loop"));
    symlinkSync("../outside/secret.txt", join(root, "repo/requirements.txt"));
  });
  afterAll(() => { rmSync(root, { recursive: true }); });

  it("links make no loop, and a lock file that is one is named", async () => {
    const summary = await readTarget(join(root, "repo"), createHostFiles());
    expect(summary.sources.map(({ path }) => path)).toEqual(["app/requirements.txt"]);
    expect(summary.notes).toEqual([{ at: "requirements.txt", text: expect.stringContaining("link") }]);
  });

  it("an include never leads out of the target", async () => {
    const summary = await readTarget(join(root, "repo"), createHostFiles());
    expect(summary.components.map(({ purl }) => purl)).toEqual(["pkg:pypi/a@1.0"]);
    expect(summary.rejects.map(({ detail }) => detail)).toEqual(Array.from({ length: 3 }, () => expect.stringContaining("outside of the target")));
  });
});
