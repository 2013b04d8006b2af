// Whether a distribution's package that owns a file also answers for what is in it: its own do, a vendor's do not.
import { gunzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { plantHost } from "./extractor.suite.ts";
import type { Tree } from "./extractor.suite.ts";
import { vendorOrigin } from "./extractors/rpm/vendor.ts";
import { extractHost, wholeRoot } from "./host-reader.ts";

const program = { program: gunzipSync(readFileSync(new URL("build-records.fixtures/go-linux-amd64.gz", import.meta.url))) };
const stanza = (more: Readonly<Record<string, string>>): string => Object.entries({ Package: "docker-ce", Status: "install ok installed", Version: "5:27.1-1", Architecture: "amd64", ...more }).map(([name, value]) => `${name}: ${value}\n`).join("");
const manifest = "/usr/lib/node_modules/npm/node_modules/c/package.json";
const places = [manifest, "/usr/bin/dockerd", "/usr/lib/python3/dist-packages/a-1.0.dist-info/METADATA", "/opt/x/site-packages/b-1.0.dist-info/METADATA"];
const debian = (more: Readonly<Record<string, string>>, lists: Tree = {}): Tree => ({
  "/etc/os-release": "ID=debian\nVERSION_ID=12\n", "/var/lib/dpkg/status": stanza(more), "/var/lib/dpkg/info/docker-ce.list": `${places.join("\n")}\n`,
  [manifest]: '{"name":"c","version":"1.0.0"}', "/usr/bin/dockerd": program, [places[2]!]: "Name: a\nVersion: 1.0\n", [places[3]!]: "Name: b\nVersion: 1.0\n", ...lists,
});
const site = "/var/lib/apt/lists/apt.vendor.example_linux_debian_dists_bookworm";
const lists = (origin: string, packages: string): Tree => ({ [`${site}_InRelease`]: `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nOrigin: ${origin}\nLabel: x\n`, [`${site}_stable_binary-amd64_Packages`]: packages });
const listed = "Package: docker-ce\nVersion: 5:27.1-1\n\nPackage: other\nVersion: 1\n";

async function ownedIn(tree: Tree): Promise<string[]> {
  const host = plantHost(tree);
  try {
    const { components, failed } = await extractHost({ files: host.files, roots: wholeRoot });
    expect(failed).toEqual([]);
    return components.flatMap(({ name, ownedBy }) => (ownedBy === undefined ? [] : [name])).toSorted();
  } finally {
    host.remove();
  }
}

const all = ["a", "b", "c", "example.com/acme/app", "example.com/acme/lib", "stdlib"];

describe("inventory/ownership", () => {
  it.each<[claim: string, tree: Tree, owned: readonly string[]]>([
    ["a maintainer of Debian", debian({ Maintainer: "Debian Docker Team <team+docker@tracker.debian.org>" }), all], ["of Ubuntu, who keeps the first one", debian({ Maintainer: "x <x@example.com>", "Original-Maintainer": "y <y@lists.ubuntu.com>" }), all],
    ["a maintainer anywhere: programs are reported, modules in Debian's own folders are not", debian({ Maintainer: "Docker <support@docker.example>" }), ["a"]], ["an address that only looks like Debian's", debian({ Maintainer: "x <x@debian.org.example>" }), ["a"]],
    ["the field of a vendor", debian({ Origin: "Vendor", Maintainer: "x <x@debian.org>" }), []], ["the field of Debian", debian({ Origin: "Debian Backports" }), all],
    ["a vendor's list has this version", debian({ Maintainer: "x <x@debian.org>" }, lists("Vendor", listed)), []], ["it has another version", debian({ Maintainer: "x <x@debian.org>" }, lists("Vendor", listed.replace("27.1-1", "27.2-1"))), all],
    ["Debian's own list has it", debian({ Maintainer: "x <x@debian.org>" }, lists("Debian", listed)), all], ["a list without a word about its origin", debian({ Maintainer: "x <x@debian.org>" }, { [`${site}_stable_binary-amd64_Packages`]: listed }), all],
  ])("dpkg: %s", async (_claim, tree, owned) => { expect(await ownedIn(tree)).toEqual(owned); });

  it.each<[string | undefined, string | undefined, string | undefined]>([
    ["Red Hat, Inc.", "redhat", "distribution"], ["Fedora Project", "redhat", "vendor"], ["Fedora Project", "fedora", "distribution"], ["Docker, Inc.", "redhat", "vendor"], ["SUSE LLC <https://www.suse.com/>", "opensuse", "distribution"], ["Microsoft Corporation", "redhat", "vendor"],
    ["Microsoft Corporation", "azurelinux", "distribution"], [undefined, "redhat", undefined], ["(none)", "redhat", undefined], ["Somebody", "unheard-of", undefined], ["Somebody", undefined, undefined], ["x", "constructor", undefined],
  ])("rpm: of %s on %s is of %s", (vendor, namespace, origin) => { expect(vendorOrigin(vendor, namespace)).toBe(origin); });
});
