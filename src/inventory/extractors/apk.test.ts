// apk's database: origins, owners, and what is wrong with an entry.
import { describe, expect, it } from "vitest";
import { extracted, owned } from "../extractor.suite.ts";
import { apk } from "./apk.ts";

const alpine = { "/etc/os-release": "ID=alpine\nVERSION_ID=3.20.1\n" };
const path = "/lib/apk/db/installed";

describe("inventory/extractors/apk", () => {
  it.each([
    ["its own origin", "P:p\nV:1.0-r1\nA:x86_64\no:p\n", "pkg:apk/alpine/p@1.0-r1?arch=x86_64&distro=alpine-3.20.1"],
    ["another origin", "P:libp\nV:1.0-r1\nA:x86_64\no:p\n", "pkg:apk/alpine/libp@1.0-r1?arch=x86_64&distro=alpine-3.20.1&upstream=p"],
    ["no architecture", "P:p\nV:1.0_git20240101-r0\n", "pkg:apk/alpine/p@1.0_git20240101-r0?distro=alpine-3.20.1"],
  ])("a package with %s", async (_name, text, purl) => {
    expect(await extracted(apk, { ...alpine, [path]: text })).toEqual({ purls: [purl], rejects: [] });
  });

  it("the database of apk 3 below /usr, and one that is linked to from /lib is read once", async () => {
    const tree = { ...alpine, [`/usr${path}`]: "P:p\nV:1\n\n" };
    expect((await extracted(apk, tree)).purls).toEqual(["pkg:apk/alpine/p@1?distro=alpine-3.20.1"]);
    expect((await extracted(apk, { ...tree, [path]: { link: `../../../usr${path}` } })).purls).toHaveLength(1);
  });

  it("entries that cannot be taken are named with their line, and the others are kept", async () => {
    const { purls, rejects } = await extracted(apk, { ...alpine, [path]: "P:p\nV:1\n\nP:q\n\nV:1\n\nP:r\nnonsense\nV:2\n" });
    expect(purls).toEqual(["pkg:apk/alpine/p@1?distro=alpine-3.20.1", "pkg:apk/alpine/r@2?distro=alpine-3.20.1"]);
    expect(rejects.map(({ at, reason }) => `${at} ${reason}`)).toEqual([`${path}:4 no-version`, `${path}:6 malformed`, `${path}:9 malformed`]);
  });

  it("a file belongs to the package under whose folder it stands", async () => {
    const tree = { [path]: "P:p\nV:1\nF:usr/bin\nR:a\nF:\nR:root-file\n\nP:q\nV:2\nF:usr/bin\nM:0:0:755\nR:b\nZ:Q1\n" };
    expect(await owned(apk, tree, ["/usr/bin/a", "/usr/bin/b", "/root-file", "/usr/bin/c"])).toEqual([{ path: "/usr/bin/a", purl: "pkg:apk/p@1", origin: "distribution" }, { path: "/root-file", purl: "pkg:apk/p@1", origin: "distribution" }, { path: "/usr/bin/b", purl: "pkg:apk/q@2", origin: "distribution" }]);
  });
});
