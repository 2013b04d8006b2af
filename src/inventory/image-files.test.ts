// Container images as hosts: layers, whiteouts, links, packings, choices, and images that are traps.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { extractHost, wholeRoot } from "./host-reader.ts";
import type { ImageForm, LayerFiles, Packing } from "./image/image.fixtures/write-image.ts";
import { dockerFiles, ociFiles, writeFolder, writeTar } from "./image/image.fixtures/write-image.ts";
import type { ImageFiles, ImageOptions } from "./image-files.ts";
import { imageFiles } from "./image-files.ts";

const folder = mkdtempSync(join(tmpdir(), "aftwatch-image-"));
afterAll(() => { rmSync(folder, { recursive: true }); });
let made = 0;

function planted(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = join(folder, `${made++}.tar`);
  writeFileSync(path, writeTar(files));
  return path;
}

async function withImage<T>(path: string, use: (image: ImageFiles) => Promise<T>, options: ImageOptions = {}): Promise<T> {
  const image = await imageFiles(path, options);
  try {
    return await use(image);
  } finally {
    image.close();
  }
}

const oci = (layers: readonly LayerFiles[], form: ImageForm = {}): string => planted(ociFiles([{ layers, form }]));
const packings: readonly Packing[] = ["plain", "gzip", "zstd"];
const fixture = (name: string): Buffer => readFileSync(new URL(name, import.meta.url));

const release = "ID=alpine\nVERSION_ID=3.20.1\n";
const installed = "P:libacme\nV:1.0-r0\nA:x86_64\no:acme\nF:usr/lib/python3.12/site-packages/a-1.0.dist-info\nR:METADATA\n\n";
const metadata = (name: string): string => `Name: ${name}\nVersion: 1.0\n`;
const sitePackages = "usr/lib/python3.12/site-packages";
const base: LayerFiles = {
  "usr/": { folder: true }, "usr/lib/os-release": release, "etc/os-release": { link: "../usr/lib/os-release" }, "lib": { link: "usr/lib" }, "usr/lib/apk/db/installed": installed,
  [`${sitePackages}/a-1.0.dist-info/METADATA`]: metadata("a"), [`${sitePackages}/b-1.0.dist-info/METADATA`]: metadata("b"),
};
const app: LayerFiles = {
  "usr/bin/app": { program: gunzipSync(fixture("build-records.fixtures/go-linux-amd64.gz")) }, "srv/acme-manifest-3.1.0.jar": fixture("extractors/jars/jars.fixtures/acme-manifest-3.1.0.jar"),
  "var/lib/rpm/rpmdb.sqlite": gunzipSync(fixture("extractors/rpm/rpm.fixtures/rpmdb.sqlite.gz")), [`${sitePackages}/.wh.b-1.0.dist-info`]: "", "data/big.bin": Buffer.alloc(200_000, 1), "data/script.sh": { program: Buffer.from("#!/bin/sh\n") },
};
const purls = [
  "pkg:apk/alpine/libacme@1.0-r0?arch=x86_64&distro=alpine-3.20.1&upstream=acme", "pkg:golang/example.com/acme/app", "pkg:golang/example.com/acme/lib", "pkg:golang/stdlib@1.26.8", "pkg:maven/com.example.acme/acme-manifest@3.1.0", "pkg:pypi/a@1.0",
  ...["acme", "python3-acme"].map((name) => `pkg:rpm/alpine/${name}@1.2.3-4.el9?arch=noarch&distro=alpine-3.20.1&epoch=2&rpmmod=acme:rhel9:90:abc&upstream=acme-1.2.3-4.el9.src.rpm`),
];

describe("inventory/image-files", () => {
  it.each(packings)("an OCI image with %s layers is read by every extractor, and its modules have owners", async (packing) => {
    const summary = await withImage(oci([base, app], { packing }), (files) => extractHost({ files, roots: wholeRoot }));
    expect(summary.failed).toEqual([]);
    expect(summary.components.map(({ purl }) => purl).toSorted()).toEqual(purls);
    expect(summary.components.find(({ purl }) => purl === "pkg:pypi/a@1.0")?.ownedBy).toBe(purls[0]);
  });

  it("docker save, as a tar file and as a folder, gives the same", async () => {
    const unpacked = join(folder, "unpacked");
    writeFolder(unpacked, dockerFiles([base, app]));
    for (const path of [planted(dockerFiles([base, app])), unpacked]) {
      expect((await withImage(path, (files) => extractHost({ files, roots: wholeRoot }))).components.map(({ purl }) => purl).toSorted()).toEqual(purls);
    }
  });

  it("of packed layers only what extractors read is kept, and asking for more is a fault", async () => {
    await withImage(oci([base, app]), async (files) => {
      await expect(files.readText("/data/big.bin")).rejects.toMatchObject({ code: "image.file-not-kept" });
      expect((await files.open("/data/big.bin"))?.sizeBytes).toBe(200_000);
    });
    expect(await withImage(oci([base, app], { packing: "plain" }), async (files) => (await files.readText("/data/big.bin"))?.length)).toBe(200_000);
  });

  const text = (path: string, layers: readonly LayerFiles[]): Promise<string | undefined> => withImage(oci(layers, { packing: "plain" }), (files) => files.readText(path));
  it.each<[string, readonly LayerFiles[], string, string | undefined]>([
    ["an upper layer's file hides the lower one's", [{ "a": "1" }, { "a": "2" }], "/a", "2"],
    ["a whiteout takes a file away", [{ "d/a": "1", "d/b": "2" }, { "d/.wh.a": "" }], "/d/a", undefined],
    ["and nothing beside it", [{ "d/a": "1", "d/b": "2" }, { "d/.wh.a": "" }], "/d/b", "2"],
    ["a whiteout takes a folder away with all in it", [{ "d/e/a": "1" }, { ".wh.d": "" }], "/d/e/a", undefined],
    ["a whiteout speaks of lower layers only, before", [{ "d/a": "1" }, { ".wh.d": "", "d/b": "2" }], "/d/b", "2"],
    ["and after what its own layer brings", [{ "d/a": "1" }, { "d/b": "2", ".wh.d": "" }], "/d/b", "2"],
    ["what was below is gone then", [{ "d/a": "1" }, { "d/b": "2", ".wh.d": "" }], "/d/a", undefined],
    ["an opaque folder shows its own layer only", [{ "d/a": "1" }, { "d/b": "2", "d/.wh..wh..opq": "" }], "/d/a", undefined],
    ["whatever the order", [{ "d/a": "1" }, { "d/.wh..wh..opq": "", "d/a": "2" }], "/d/a", "2"],
    ["a whiteout of what is not there does nothing", [{ "a": "1" }, { "x/.wh.y": "" }], "/a", "1"],
    ["a layer after a whiteout may bring it back", [{ "a": "1" }, { ".wh.a": "" }, { "a": "3" }], "/a", "3"],
    ["a link in place of a folder", [{ "d/a": "1", "e/a": "2" }, { "d": { link: "e" } }], "/d/a", "2"],
    ["a folder in place of a link", [{ "e/a": "2", "d": { link: "e" } }, { "d/": { folder: true }, "d/b": "3" }], "/d/a", undefined],
    ["a file put through a linked folder of a lower layer", [{ "usr/bin/": { folder: true }, "bin": { link: "usr/bin" } }, { "bin/a": "1" }], "/usr/bin/a", "1"],
    ["a link out of the image stays inside", [{ "etc/a": "inside", "x/l": { link: "../../../../etc/a" } }], "/x/l", "inside"],
    ["an absolute link starts at the image's root", [{ "etc/a": "inside", "l": { link: "/etc/a" } }], "/l", "inside"],
    ["links in a circle lead nowhere", [{ "a": { link: "b" }, "b": { link: "a" } }], "/a", undefined],
    ["a link to itself in its own path leads nowhere", [{ "a": { link: "a/a" } }], "/a/x", undefined],
    ["a hard link", [{ "a": "1", "b": { hardLink: "a" } }], "/b", "1"],
    ["a folder is no text", [{ "d/a": "1" }], "/d", undefined],
  ])("%s", async (_name, layers, path, told) => {
    expect(await text(path, layers)).toBe(told);
  });

  it("a hard link to a file that was not kept under its first name is read on a second pass", async () => {
    const store: LayerFiles = { "cache/0a1b": metadata("c"), [`${sitePackages}/c-1.0.dist-info/METADATA`]: { hardLink: "cache/0a1b" } };
    expect((await withImage(oci([store]), (files) => extractHost({ files, roots: wholeRoot }))).components.map(({ purl }) => purl)).toEqual(["pkg:pypi/c@1.0"]);
  });

  it.each(["../out", "a/../../out"])("an entry named %s is rejected, and the others are kept", async (path) => {
    await withImage(oci([{ [path]: "x", "etc/os-release": release }]), async (files) => {
      expect(files.rejects).toMatchObject([{ at: path, reason: "malformed" }]);
      expect(await files.readText("/etc/os-release")).toBe(release);
    });
  });

  it("names with a slash in front are the image's own", async () => {
    expect(await text("/etc/a", [{ "/etc/a": "1" }])).toBe("1");
  });

  it("files beyond the limits are rejected with their path", async () => {
    await withImage(oci([{ "srv/a.jar": Buffer.alloc(2000), "srv/b.jar": Buffer.alloc(900), "srv/c.jar": Buffer.alloc(900) }]), async (files) => {
      expect(files.rejects.map(({ at, reason }) => `${at} ${reason}`)).toEqual(["/srv/a.jar too-many", "/srv/c.jar too-many"]);
    }, { limits: { fileBytes: 1000, keptBytes: 1500 } });
  });

  it.each<[string, Partial<ImageOptions["limits"]>, string]>([["a layer that swells", { layerBytes: 10_000 }, "unpacks to more than"], ["entries without end", { entries: 3 }, "more than 3 entries"]])("%s is a fault", async (_name, limits, message) => {
    await expect(imageFiles(oci([base, app]), { limits: limits ?? {} })).rejects.toThrow(message);
  });

  it("stops when the signal says so", async () => {
    await expect(imageFiles(oci([base]), { signal: AbortSignal.abort(new RangeError("enough")) })).rejects.toThrow("enough");
  });
});

describe("inventory/image-files: which image", () => {
  const two = (): string => planted(ociFiles([{ layers: [{ "a": "amd" }], form: { packing: "plain", platform: "linux/amd64", name: "v1" } }, { layers: [{ "a": "arm" }], form: { packing: "plain", platform: "linux/arm64", name: "v2" } }, { layers: [], form: { platform: "unknown/unknown" } }]));
  const textOf = (options: ImageOptions): Promise<string | undefined> => withImage(two(), (files) => files.readText("/a"), options);

  it("is chosen by platform or by name", async () => {
    expect([await textOf({ platform: "linux/arm64" }), await textOf({ reference: "v1" })]).toEqual(["arm", "amd"]);
  });

  it("is a question when nobody says, and provenance is none of the answers", async () => {
    await expect(textOf({})).rejects.toMatchObject({ code: "image.ambiguous", detail: expect.stringMatching(/^There are: v1 sha256:\w+ linux\/amd64; v2 sha256:\w+ linux\/arm64\.$/) });
  });

  it("that is not there is told with those that are", async () => {
    await expect(textOf({ platform: "linux/s390x" })).rejects.toThrow("linux/amd64");
  });

  it.each([
    ["no image at all", { "x": "y" }, "neither index.json"], ["a manifest that is not JSON", { "manifest.json": "{" }, "is not JSON"], ["an index without images", { "index.json": "{}" }, "holds no image"],
    ["a layer that is missing", { "manifest.json": '[{"Layers":["x"]}]' }, "The layer x is missing"], ["a digest that climbs", { "index.json": '{"manifests":[{"digest":"sha256:../../etc"}]}' }, "is no digest"],
    ["a layer that is no archive", { "manifest.json": '[{"Layers":["x"]}]', "x": Buffer.alloc(600, 1) }, "The layer x cannot be read"],
    ["a layer cut short", { "manifest.json": '[{"Layers":["x"]}]', "x": gzipSync(writeTar(base)).subarray(0, 200) }, "The layer x cannot be read"],
    ["a plain layer cut short", { "manifest.json": '[{"Layers":["x"]}]', "x": writeTar(base).subarray(0, 1100) }, "The layer x cannot be read"],
  ])("%s is a fault", async (_name, files, message) => {
    await expect(imageFiles(planted(files as Record<string, string>))).rejects.toThrow(message);
  });

  it("a file that is packed as a whole is a fault with its mend", async () => {
    const path = join(folder, "packed.tar.gz");
    writeFileSync(path, gzipSync(writeTar(dockerFiles([base]))));
    await expect(imageFiles(path)).rejects.toThrow("gunzip");
  });

  it("a folder's layers may not be links, nor lie outside it", async () => {
    const unpacked = join(folder, "linked");
    writeFolder(unpacked, { "manifest.json": '[{"Layers":["layer.tar"]}]' });
    symlinkSync("/etc/hostname", join(unpacked, "layer.tar"));
    await expect(imageFiles(unpacked)).rejects.toThrow("The layer layer.tar is missing");
    writeFolder(unpacked, { "manifest.json": '[{"Layers":["../0.tar"]}]' });
    await expect(imageFiles(unpacked)).rejects.toThrow("The layer ../0.tar is missing");
  });
});
