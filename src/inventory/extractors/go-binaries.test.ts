// Go programs: toolchains, replaced modules, working copies, and what is not a program.
import { describe, expect, it } from "vitest";
import { inlineRecord, writeElf } from "../build-records.fixtures/write-elf.ts";
import { extracted } from "../extractor.suite.ts";
import { goBinaries } from "./go-binaries.ts";

const program = (version: string, modules: string): { program: Uint8Array } => ({ program: writeElf({ isWide: true, isBigEndian: false }, Buffer.alloc(16), [{ name: ".go.buildinfo", bytes: inlineRecord(version, modules) }]) });
const purlsOf = async (version: string, modules = ""): Promise<string[]> => (await extracted(goBinaries, { "/srv/app": program(version, modules) })).purls;

describe("inventory/extractors/go-binaries", () => {
  it.each([
    ["go1.22.1", "@1.22.1"], ["go1.20", "@1.20.0"], ["go1.21rc2", "@1.21.0-rc.2"], ["go1.9beta1", "@1.9.0-beta.1"], ["go1.22.1 X:boringcrypto", "@1.22.1"], ["go1.21.5-vendor", "@1.21.5"], ["devel go1.23-1a2b3c Mon", ""],
  ])("the standard library of %s", async (toolchain, version) => {
    expect(await purlsOf(toolchain)).toEqual([`pkg:golang/stdlib${version}`]);
  });

  it.each([
    ["a main module with a version", "mod\tgithub.com/acme/App\tv1.2.3\th1:x=\n", ["pkg:golang/github.com/acme/App@v1.2.3"]],
    ["a working copy has no version", "mod\texample.com/app\t(devel)\t\n", ["pkg:golang/example.com/app"]],
    ["a pseudo-version", "mod\texample.com/app\tv0.0.0-20240101000000-0123456789ab+dirty\t\n", ["pkg:golang/example.com/app@v0.0.0-20240101000000-0123456789ab%2Bdirty"]],
    ["a dependency", "mod\ta\t(devel)\t\ndep\texample.com/b/v2\tv2.0.1\th1:x=\n", ["pkg:golang/a", "pkg:golang/example.com/b/v2@v2.0.1"]],
    ["a fork in its place", "dep\texample.com/b\tv1.0.0\n=>\tgithub.com/fork/b\tv1.0.1\th1:x=\n", ["pkg:golang/github.com/fork/b@v1.0.1"]],
    ["a folder in its place", "dep\texample.com/b\tv1.0.0\n=>\t../b\t(devel)\t\n", ["pkg:golang/example.com/b"]],
    ["a folder with a bare drive", "dep\texample.com/b\tv1.0.0\n=>\tC:\\b\t\t\n", ["pkg:golang/example.com/b"]],
  ])("%s", async (_name, modules, purls) => {
    expect((await purlsOf("go1.22.1", modules)).filter((purl) => !purl.includes("stdlib"))).toEqual(purls);
  });

  it("lines that the Go command does not write are told, and the others are kept", async () => {
    const { purls, rejects } = await extracted(goBinaries, { "/srv/app": program("go1.22.1", "=>\tx\tv1\t\ndep\t\tv1\ndep\tb\tv1.0.0\n=>\tc\tv1\n=>\td\tv1\n") });
    expect(purls).toEqual(["pkg:golang/c@v1", "pkg:golang/stdlib@1.22.1"]);
    expect(rejects.map(({ at, detail }) => `${at} ${/Line \d/.exec(detail)?.[0]}`)).toEqual(["/srv/app Line 1", "/srv/app Line 2", "/srv/app Line 5"]);
  });

  it.each([
    ["is not executable", "/srv/app", program("go1.22.1", "").program, 0], ["is named as a source", "/srv/app.go", program("go1.22.1", ""), 0],
    ["is a Windows program without a mode", "/srv/app.exe", program("go1.22.1", "").program, 1], ["lies where programs lie", "/usr/bin/app", program("go1.22.1", ""), 1],
  ])("a file that %s", async (_name, path, content, found) => {
    expect((await extracted(goBinaries, { [path]: content }, ["/srv"])).purls).toHaveLength(found);
  });

  it("a damaged program is rejected with its path", async () => {
    const damaged = Buffer.from(program("go1.22.1", "").program);
    damaged.writeBigUInt64LE(1n << 60n, 40);
    expect(await extracted(goBinaries, { "/srv/app": { program: damaged } })).toMatchObject({ purls: [], rejects: [{ at: "/srv/app", reason: "malformed" }] });
  });
});
