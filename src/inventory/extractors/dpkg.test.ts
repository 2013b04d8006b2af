// dpkg's database: states, sources, distributions, and what is wrong with an entry.
import { describe, expect, it } from "vitest";
import { extracted, owned } from "../extractor.suite.ts";
import { dpkg } from "./dpkg.ts";

const entry = (fields: Record<string, string>): string => Object.entries({ Package: "p", Status: "install ok installed", Architecture: "all", Version: "1.0", ...fields }).map(([name, value]) => `${name}: ${value}\n`).join("");
const host = (status: string, release = "ID=debian\nVERSION_ID=\"12\"\n") => ({ "/var/lib/dpkg/status": status, "/usr/lib/os-release": release, "/etc/os-release": { link: "../usr/lib/os-release" } });

describe("inventory/extractors/dpkg", () => {
  it.each([
    ["install ok installed", true], ["hold ok installed", true], ["install ok unpacked", true], ["install ok half-configured", true], ["install ok triggers-pending", true],
    ["deinstall ok config-files", false], ["purge ok not-installed", false], ["unknown ok not-installed", false],
  ])("Status %j is on the disk: %s", async (status, isThere) => {
    const { purls, rejects } = await extracted(dpkg, host(entry({ Status: status })));
    expect({ found: purls.length, rejects }).toEqual({ found: isThere ? 1 : 0, rejects: [] });
  });

  it.each([
    ["its own source", {}, "pkg:deb/debian/p@1.0?arch=all&distro=debian-12"],
    ["another source", { Source: "s" }, "pkg:deb/debian/p@1.0?arch=all&distro=debian-12&upstream=s"],
    ["another source of another version", { Source: "s (2:0.9-1)", Version: "1.0+b2" }, "pkg:deb/debian/p@1.0%2Bb2?arch=all&distro=debian-12&upstream=s%402:0.9-1"],
    ["an epoch", { Version: "1:1.0~rc1-2" }, "pkg:deb/debian/p@1:1.0~rc1-2?arch=all&distro=debian-12"],
  ])("a package with %s", async (_name, fields, purl) => {
    expect((await extracted(dpkg, host(entry(fields)))).purls).toEqual([purl]);
  });

  it.each([
    ["Ubuntu", 'ID=ubuntu\nVERSION_ID="24.04"\n', "pkg:deb/ubuntu/p@1.0?arch=all&distro=ubuntu-24.04"],
    ["a rolling release", "ID=debian\nVERSION_CODENAME=trixie\n", "pkg:deb/debian/p@1.0?arch=all&distro=debian-trixie"],
    ["nothing known", "", "pkg:deb/p@1.0?arch=all"],
  ])("os-release of %s", async (_name, release, purl) => {
    expect((await extracted(dpkg, host(entry({}), release))).purls).toEqual([purl]);
  });

  it("status.d of images without dpkg has entries without Status, beside check sums", async () => {
    const tree = { "/etc/os-release": "ID=debian\nVERSION_ID=12\n", "/var/lib/dpkg/status.d/p": "Package: p\nVersion: 1.0\n", "/var/lib/dpkg/status.d/p.md5sums": "00 file\n" };
    expect(await extracted(dpkg, tree)).toEqual({ purls: ["pkg:deb/debian/p@1.0?distro=debian-12"], rejects: [] });
  });

  it("entries that cannot be taken are named with their line, and the others are kept", async () => {
    const { purls, rejects } = await extracted(dpkg, host([
      entry({ Description: "text\n Package: not a field\n ." }), "Package: q\nStatus: install ok installed\n", "Package: r\nVersion: 1\n",
      entry({ Package: "s", Status: "install reinstreq half-installed" }), "Status: install ok installed\nVersion: 1\n", `${entry({ Package: "t" })}no colon here\n`,
    ].join("\n")));
    expect(purls).toEqual(["pkg:deb/debian/p@1.0?arch=all&distro=debian-12", "pkg:deb/debian/t@1.0?arch=all&distro=debian-12"]);
    expect(rejects.map(({ at, name, reason }) => `${at} ${name} ${reason}`)).toEqual([
      "/var/lib/dpkg/status:9 q no-version", "/var/lib/dpkg/status:12 r malformed", "/var/lib/dpkg/status:15 s malformed",
      "/var/lib/dpkg/status:20 undefined malformed", "/var/lib/dpkg/status:27 t malformed",
    ]);
  });
});

describe("inventory/extractors/dpkg: owners", () => {
  it("files are listed under the name, under name and architecture, or in check sums", async () => {
    const tree = {
      ...host([entry({ Package: "a" }), entry({ Package: "b", Architecture: "amd64" })].join("\n")),
      "/var/lib/dpkg/info/a.list": "/.\n/usr\n/usr/a\n", "/var/lib/dpkg/info/b:amd64.list": "/usr/b\n", "/var/lib/dpkg/info/stray.list": "/usr/c\n",
      "/var/lib/dpkg/status.d/d": "Package: d\nVersion: 1\nArchitecture: all\n", "/var/lib/dpkg/status.d/d.md5sums": "0123456789abcdef0123456789abcdef  usr/d\n",
    };
    expect(await owned(dpkg, tree, ["/usr/a", "/usr/b", "/usr/c", "/usr/d", "/usr/e"])).toEqual([
      { path: "/usr/a", purl: "pkg:deb/debian/a@1.0?arch=all&distro=debian-12" }, { path: "/usr/b", purl: "pkg:deb/debian/b@1.0?arch=amd64&distro=debian-12" }, { path: "/usr/d", purl: "pkg:deb/debian/d@1?arch=all&distro=debian-12" },
    ]);
  });
});
