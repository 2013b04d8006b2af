// A whole host: what all extractors find together, and a host that holds traps.
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defineExtractor } from "./extractor.ts";
import { plantHost } from "./extractor.suite.ts";
import { createHostFiles } from "./host-files.ts";
import { extractHost, hostStamp } from "./host-reader.ts";
import { extractors } from "./extractors/index.ts";

const manifest = '{"name":"a","version":"1.0.0"}';

async function* failing(): AsyncGenerator<never> {
  yield* await Promise.reject<never[]>(new RangeError("disk gone"));
}

describe("inventory/host-reader", () => {
  it("counts one purl at two places once, and says which extractor found what", async () => {
    const host = plantHost({ "/srv/x/node_modules/a/package.json": manifest, "/srv/y/node_modules/a/package.json": manifest, "/srv/site-packages/b-1.dist-info/METADATA": "Name: b\nVersion: 1\n" });
    try {
      const { counts, failed, stamp } = await extractHost({ files: host.files, roots: ["/srv"] });
      expect(counts).toEqual({ components: 2, duplicates: 1, rejected: 0, byExtractor: expect.objectContaining({ dpkg: 0, "node-modules": 1, python: 1 }) });
      expect(failed).toEqual([]);
      expect(stamp).toBe(await hostStamp({ files: host.files, roots: ["/srv"] }));
    } finally {
      host.remove();
    }
  });

  it("a module that a distribution's package brought is marked with it, one in an environment of its own is not", async () => {
    const metadata = (name: string): string => `Name: ${name}\nVersion: 1.0\n`;
    const host = plantHost({
      "/etc/os-release": "ID=debian\nVERSION_ID=12\n", "/var/lib/dpkg/status": "Package: python3-a\nStatus: install ok installed\nArchitecture: all\nVersion: 1.0-1\n",
      "/var/lib/dpkg/info/python3-a.list": "/.\n/lib/python3/dist-packages/a-1.0.dist-info/METADATA\n/usr/lib/python3/dist-packages/b-1.0.dist-info/METADATA\n",
      "/usr/lib/python3/dist-packages/a-1.0.dist-info/METADATA": metadata("a"), "/usr/lib/python3/dist-packages/b-1.0.dist-info/METADATA": metadata("b"),
      "/srv/venv/lib/python3.11/site-packages/b-1.0.dist-info/METADATA": metadata("b"), "/srv/venv/lib/python3.11/site-packages/c-1.0.dist-info/METADATA": metadata("c"),
    });
    try {
      const { components } = await extractHost({ files: host.files, roots: ["/srv"] });
      const owner = "pkg:deb/debian/python3-a@1.0-1?arch=all&distro=debian-12";
      expect(components.map(({ purl, ownedBy, locations }) => ({ purl, ownedBy, places: 1 + (locations?.length ?? 0) }))).toEqual([
        { purl: owner, ownedBy: undefined, places: 1 }, { purl: "pkg:pypi/a@1.0", ownedBy: owner, places: 1 },
        { purl: "pkg:pypi/b@1.0", ownedBy: undefined, places: 2 }, { purl: "pkg:pypi/c@1.0", ownedBy: undefined, places: 1 },
      ]);
    } finally {
      host.remove();
    }
  });

  it("what is for development at one place and for running at another is for running", async () => {
    const list = (names: readonly string[]): string => JSON.stringify({ packages: [{ name: "acme/a", version: "1.0.0" }, { name: "acme/b", version: "1.0.0" }], "dev-package-names": names });
    const host = plantHost({ "/srv/x/vendor/composer/installed.json": list(["acme/a", "acme/b"]), "/srv/y/vendor/composer/installed.json": list(["acme/b"]) });
    try {
      expect((await extractHost({ files: host.files, roots: ["/srv"] })).components.map(({ name, scope }) => [name, scope])).toEqual([["acme/a", undefined], ["acme/b", "development"]]);
    } finally {
      host.remove();
    }
  });

  it("an extractor that fails costs its own part and is named", async () => {
    const broken = defineExtractor({ id: "broken", about: "Fails.", reads: () => false, watches: async () => [], extract: () => failing() });
    const host = plantHost({ "/srv/node_modules/a/package.json": manifest });
    try {
      const summary = await extractHost({ files: host.files, roots: ["/srv"], use: [broken, ...extractors.all] });
      expect(summary.failed).toEqual([{ extractor: "broken", detail: "disk gone" }]);
      expect(summary.counts.components).toBe(1);
    } finally {
      host.remove();
    }
  });

  it.skipIf(!existsSync("/var/lib/dpkg/status"))("the machine the tests run on is read without a failure (SKIPPED where dpkg keeps no packages)", async () => {
    const { counts, failed } = await extractHost({ files: createHostFiles(), roots: [] });
    expect(failed).toEqual([]);
    expect(counts.byExtractor["dpkg"]).toBeGreaterThan(0);
  });
});

describe("inventory/host-files", () => {
  it.each([
    ["a link that leads out by an absolute path stays inside the root", { "/etc/real": "inside", "/etc/link": { link: "/etc/real" } }, "/etc/link", "inside"],
    ["a link that climbs above the root stays inside the root", { "/real": "inside", "/a/link": { link: "../../../../../real" } }, "/a/link", "inside"],
    ["a linked folder on the way", { "/data/v1/x": "inside", "/current": { link: "data/v1" } }, "/current/x", "inside"],
    ["a link to nothing", { "/link": { link: "/nowhere" } }, "/link", undefined],
    ["links in a circle", { "/a": { link: "/b" }, "/b": { link: "/a" } }, "/a", undefined],
    ["a folder is no text", { "/a/b": "" }, "/a", undefined],
  ])("%s", async (_name, tree, path, text) => {
    const host = plantHost(tree);
    try {
      expect(await host.files.readText(path)).toBe(text);
    } finally {
      host.remove();
    }
  });

  it("a file that is opened gives its bytes by position, and says whether it may be run", async () => {
    const host = plantHost({ "/a": "0123456789", "/b": { program: Buffer.alloc(70_000, 7) }, "/c/d": "" });
    try {
      const [a, b] = [await host.files.open("/a"), await host.files.open("/b")];
      expect([a?.sizeBytes, a?.isExecutable, Buffer.from(a?.read(2, 3) ?? []).toString()]).toEqual([10, false, "234"]);
      expect([b?.sizeBytes, b?.isExecutable, b?.read(10, 60_000).byteLength]).toEqual([70_000, true, 60_000]);
      host.add({ "/b": "short" });
      expect(() => b?.read(69_000, 900)).toThrow("became shorter");
      a?.close();
      b?.close();
      expect([await host.files.open("/c"), await host.files.open("/e")]).toEqual([undefined, undefined]);
    } finally {
      host.remove();
    }
  });

  it("a stamp changes with the content, and there is none for what is not there", async () => {
    const host = plantHost({ "/a": "one" });
    try {
      const before = await host.files.stamp("/a");
      host.add({ "/a": "three" });
      expect(before).toBeDefined();
      expect(await host.files.stamp("/a")).not.toBe(before);
      expect(await host.files.stamp("/b")).toBeUndefined();
    } finally {
      host.remove();
    }
  });

  it("lists names with their kinds, and nothing for what is not there", async () => {
    const host = plantHost({ "/a/file": "", "/a/folder/x": "", "/a/link": { link: "file" } });
    try {
      expect([...(await host.files.list("/a"))].toSorted((one, other) => (one.name < other.name ? -1 : 1))).toEqual([{ name: "file", kind: "file" }, { name: "folder", kind: "folder" }, { name: "link", kind: "link" }]);
      expect(await host.files.list("/b")).toEqual([]);
    } finally {
      host.remove();
    }
  });
});
