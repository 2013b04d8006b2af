// The family of extractors: its list, and the suite on each member.
import { readFileSync, readdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { SuiteHost } from "./extractor.suite.ts";
import { extractorSuite } from "./extractor.suite.ts";
import { extractors } from "./extractors/index.ts";

const status = "Package: libacme1\nStatus: install ok installed\nArchitecture: amd64\nSource: acme (2.0-1)\nVersion: 2.0-1+b1\nDescription: a library\n of acme\n";
const installed = "C:Q1\nP:libacme\nV:2.0-r1\nA:x86_64\no:acme\nF:usr/lib\nR:libacme.so\n\n";
const bytes = (path: string): Buffer => readFileSync(new URL(path, import.meta.url));
const unpacked = (path: string): Buffer => gunzipSync(bytes(path));
const rhel = { "/etc/os-release": 'ID="rhel"\nVERSION_ID="9.4"\n' };
const desc = (name: string): string => `%NAME%\n${name}\n\n%VERSION%\n1.0-1\n\n`;
const conda = (name: string): string => JSON.stringify({ name, version: "1.0", build: "0", channel: "conda-forge" });

const hosts: Readonly<Record<string, SuiteHost>> = {
  dpkg: { tree: { "/var/lib/dpkg/status": status, "/etc/os-release": "ID=debian\nVERSION_ID=\"12\"\n" }, more: { "/var/lib/dpkg/status": `${status}\n${status.replace("libacme1", "libacme2")}` } },
  apk: { tree: { "/lib/apk/db/installed": installed, "/etc/os-release": "ID=alpine\nVERSION_ID=3.20.1\n" }, more: { "/lib/apk/db/installed": installed + installed.replace("libacme", "acme") } },
  rpm: { tree: { "/var/lib/rpm/rpmdb.sqlite": unpacked("extractors/rpm/rpm.fixtures/rpmdb.sqlite.gz"), ...rhel }, packages: 2, more: { "/var/lib/rpm/rpmdb.sqlite-wal": "changed" } },
  alpm: { tree: { "/var/lib/pacman/local/acme-1.0-1/desc": desc("acme") }, more: { "/var/lib/pacman/local/acme2-1.0-1/desc": desc("acme2") }, isAdvised: false },
  portage: { tree: { "/var/db/pkg/dev-libs/acme-1.0-r1/CONTENTS": "" }, more: { "/var/db/pkg/dev-libs/acme-data-1.0/CONTENTS": "" }, isAdvised: false },
  "node-modules": { tree: { "/srv/shop/node_modules/a/package.json": '{"name":"a","version":"1.0.0"}' }, more: { "/srv/shop/node_modules/b/package.json": '{"name":"b","version":"1.0.0"}' } },
  python: { tree: { "/srv/venv/lib/python3.12/site-packages/a-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: a\nVersion: 1.0\n" }, more: { "/srv/venv/lib/python3.12/site-packages/b-1.0.dist-info/METADATA": "Name: b\nVersion: 1.0\n" } },
  jars: { tree: { "/srv/acme-manifest-3.1.0.jar": bytes("extractors/jars/jars.fixtures/acme-manifest-3.1.0.jar") }, more: { "/srv/acme-all-2.0.0.jar": bytes("extractors/jars/jars.fixtures/acme-all-2.0.0.jar") } },
  "go-binaries": { tree: { "/srv/app": { program: unpacked("build-records.fixtures/go-linux-amd64.gz") } }, packages: 3, more: { "/srv/app2": { program: unpacked("build-records.fixtures/go-linux-386.gz") } } },
  "rust-binaries": { tree: { "/srv/app": { program: unpacked("build-records.fixtures/rust-linux-amd64.gz") } }, packages: 3, more: { "/srv/app2": { program: new Uint8Array(1) } } },
  gems: { tree: { "/usr/local/bundle/specifications/acme-1.0.gemspec": "# -*- encoding: utf-8 -*-\n# stub: acme 1.0 ruby lib\n" }, more: { "/usr/local/bundle/specifications/acme-2.0.gemspec": "" } },
  composer: { tree: { "/srv/vendor/composer/installed.json": '{"packages":[{"name":"acme/a","version":"1.0.0"}]}' }, more: { "/srv/vendor/composer/installed.json": '{"packages":[]}' } },
  conda: { tree: { "/opt/conda/conda-meta/a-1.0-0.json": conda("a") }, more: { "/opt/conda/conda-meta/b-1.0-0.json": conda("b") }, isAdvised: false },
  "r-packages": { tree: { "/usr/lib/R/library/acme/DESCRIPTION": "Package: acme\nVersion: 1.0-2\n" }, more: { "/usr/lib/R/library/acme2/DESCRIPTION": "Package: acme2\nVersion: 1.0\n" } },
};

describe("inventory/extractors", () => {
  it("lists every file or folder of the folder under its name, once", () => {
    const names = readdirSync(new URL("extractors/", import.meta.url), { withFileTypes: true }).filter(({ name }) => !/\.(?:test\.ts|fixtures)$/.test(name) && name !== "index.ts");
    expect(extractors.all.map(({ id }) => id).toSorted()).toEqual(names.map(({ name }) => name.replace(/\.ts$/, "")).toSorted());
    expect(new Set(extractors.all.map(({ id }) => id)).size).toBe(extractors.all.length);
  });
});

for (const extractor of extractors.all) {
  const host = hosts[extractor.id];
  if (host === undefined) throw new Error(`${extractor.id} needs a host in extractor.test.ts`);
  extractorSuite(extractor, host);
}
