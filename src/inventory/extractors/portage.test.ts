// Portage's database: names with hyphens, versions with suffixes, owners.
import { describe, expect, it } from "vitest";
import { extracted, owned } from "../extractor.suite.ts";
import { portage } from "./portage.ts";

const gentoo = { "/etc/os-release": "ID=gentoo\nVERSION_ID=2.15\n" };

describe("inventory/extractors/portage", () => {
  it.each([
    ["dev-libs/openssl-3.0.13-r1", "pkg:ebuild/dev-libs/openssl@3.0.13-r1?distro=gentoo-2.15"],
    ["x11-libs/gtk+-3.24.41", "pkg:ebuild/x11-libs/gtk%2B@3.24.41?distro=gentoo-2.15"],
    ["media-fonts/font-misc-misc-1.1.3", "pkg:ebuild/media-fonts/font-misc-misc@1.1.3?distro=gentoo-2.15"],
    ["app-text/foo-2d-1.0b_rc2_p1-r3", "pkg:ebuild/app-text/foo-2d@1.0b_rc2_p1-r3?distro=gentoo-2.15"],
  ])("%s", async (folder, purl) => {
    expect(await extracted(portage, { ...gentoo, [`/var/db/pkg/${folder}/CONTENTS`]: "" })).toEqual({ purls: [purl], rejects: [] });
  });

  it("a folder that is no package is named, a merge that is under way is not one yet", async () => {
    const { purls, rejects } = await extracted(portage, { "/var/db/pkg/dev-libs/nonsense/x": "", "/var/db/pkg/dev-libs/-MERGING-a-1.0/x": "" });
    expect({ purls, rejects }).toMatchObject({ purls: [], rejects: [{ at: "/var/db/pkg/dev-libs/nonsense", name: "dev-libs/nonsense", reason: "malformed" }] });
  });

  it("files with spaces in their names have an owner, folders and links have none", async () => {
    const contents = "dir /usr\nobj /usr/a b 0123456789abcdef0123456789abcdef 1700000000\nsym /usr/c -> /usr/d 1700000000\n";
    expect(await owned(portage, { "/var/db/pkg/a/b-1/CONTENTS": contents }, ["/usr", "/usr/a b", "/usr/c"])).toEqual([{ path: "/usr/a b", purl: "pkg:ebuild/a/b@1" }]);
  });

  it.each([["gentoo\n", "distribution"], ["guru\n", "vendor"]])("what comes from the tree %j is of a %s", async (repository, origin) => {
    const tree = { "/var/db/pkg/a/b-1/CONTENTS": "obj /usr/a 0123456789abcdef0123456789abcdef 1700000000\n", "/var/db/pkg/a/b-1/repository": repository };
    expect((await owned(portage, tree, ["/usr/a"])).map((one) => one.origin)).toEqual([origin]);
  });
});
