// The family of extractors: its list, and the suite on each member.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Tree } from "./extractor.suite.ts";
import { extractorSuite } from "./extractor.suite.ts";
import { extractors } from "./extractors/index.ts";

const status = "Package: libacme1\nStatus: install ok installed\nArchitecture: amd64\nSource: acme (2.0-1)\nVersion: 2.0-1+b1\nDescription: a library\n of acme\n";
const hosts: Readonly<Record<string, { tree: Tree; more: Tree }>> = {
  dpkg: { tree: { "/var/lib/dpkg/status": status, "/etc/os-release": "ID=debian\nVERSION_ID=\"12\"\n" }, more: { "/var/lib/dpkg/status": `${status}\n${status.replace("libacme1", "libacme2")}` } },
  "node-modules": { tree: { "/srv/shop/node_modules/a/package.json": '{"name":"a","version":"1.0.0"}' }, more: { "/srv/shop/node_modules/b/package.json": '{"name":"b","version":"1.0.0"}' } },
  python: { tree: { "/srv/venv/lib/python3.12/site-packages/a-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: a\nVersion: 1.0\n" }, more: { "/srv/venv/lib/python3.12/site-packages/b-1.0.dist-info/METADATA": "Name: b\nVersion: 1.0\n" } },
};

describe("inventory/extractors", () => {
  it("lists every file of the folder under its name, once", () => {
    const files = readdirSync(new URL("extractors/", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts");
    expect(extractors.all.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
    expect(new Set(extractors.all.map(({ id }) => id)).size).toBe(extractors.all.length);
  });
});

for (const extractor of extractors.all) {
  const host = hosts[extractor.id];
  if (host === undefined) throw new Error(`${extractor.id} needs a host in extractor.test.ts`);
  extractorSuite(extractor, host);
}
