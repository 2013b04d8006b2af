// pacman's database: a real record, and what is wrong with one.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { extracted, owned } from "../extractor.suite.ts";
import { alpm } from "./alpm.ts";

const fixture = (name: string): string => readFileSync(new URL(`alpm.fixtures/${name}`, import.meta.url), "utf8");
const folder = "/var/lib/pacman/local/python-acme-1:1.2.3-2";
const real = { [`${folder}/desc`]: fixture("desc"), [`${folder}/files`]: fixture("files"), "/var/lib/pacman/local/ALPM_DB_VERSION": "9\n", "/etc/os-release": "ID=arch\n" };
const purl = "pkg:alpm/arch/python-acme@1:1.2.3-2?arch=any&upstream=acme";

describe("inventory/extractors/alpm", () => {
  it("a record that pacman made: epoch in the version, the source as upstream", async () => {
    expect(await extracted(alpm, real)).toEqual({ purls: [purl], rejects: [] });
  });

  it("its files are the package's", async () => {
    const path = "/usr/lib/python3.12/site-packages/acme-1.2.3.dist-info/METADATA";
    expect(await owned(alpm, real, [path, "/usr/lib/python3.12/other"])).toEqual([{ path, purl }]);
  });

  it.each([["pgp", "distribution"], ["none", undefined]])("a package whose signature is %s is of %s", async (validation, origin) => {
    const tree = { "/var/lib/pacman/local/p-1-1/desc": `%NAME%\np\n\n%VERSION%\n1-1\n\n%VALIDATION%\n${validation}\n`, "/var/lib/pacman/local/p-1-1/files": "%FILES%\nusr/p\n" };
    expect((await owned(alpm, tree, ["/usr/p"])).map((one) => one.origin)).toEqual([origin]);
  });

  it.each([["no desc", undefined, "malformed"], ["no name", "%VERSION%\n1-1\n", "malformed"], ["no version", "%NAME%\np\n", "no-version"], ["an empty version", "%NAME%\np\n\n%VERSION%\n\n", "no-version"]])("a folder with %s is rejected with its path", async (_name, text, reason) => {
    const { purls, rejects } = await extracted(alpm, { "/var/lib/pacman/local/p-1/files": "", ...(text !== undefined && { "/var/lib/pacman/local/p-1/desc": text }) });
    expect({ purls, rejects }).toMatchObject({ purls: [], rejects: [{ at: "/var/lib/pacman/local/p-1/desc", reason }] });
  });
});
