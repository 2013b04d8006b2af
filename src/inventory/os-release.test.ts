// os-release as distributions write it, and what systems older than it have.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plantHost } from "./extractor.suite.ts";
import type { Tree } from "./extractor.suite.ts";
import { distroPaths, isDistroFile, parseOsRelease, readDistro } from "./os-release.ts";

async function distroOf(tree: Tree): Promise<string> {
  const host = plantHost(tree);
  try {
    const { namespace, distro } = await readDistro(host.files);
    return `${namespace} ${distro}`;
  } finally {
    host.remove();
  }
}

describe("inventory/os-release", () => {
  it.each([
    ['NAME="a"', { NAME: "a" }], ["NAME='a b'", { NAME: "a b" }], ["NAME=a", { NAME: "a" }], ['NAME="a \\"b\\" \\$c \\\\ \\`"', { NAME: 'a "b" $c \\ `' }], ["  NAME=a  ", { NAME: "a" }], ["NAME=a # comment", { NAME: "a" }],
    ["# NAME=a", {}], ["NAME=", {}], ['NAME=""', {}], ["NAME=a\nNAME=b", { NAME: "b" }], ["NAME=a\r\nID=b\r\n", { NAME: "a", ID: "b" }], ["NAME = a", {}], ["\uFEFFID=a", { ID: "a" }], ['NAME="open', { NAME: "open" }],
  ])("%j", (text, fields) => {
    expect(Object.fromEntries(parseOsRelease(text))).toEqual(fields);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => { parseOsRelease(`ID=${text}`); }));
  });

  it.each([
    ["Debian", "ID=debian\nVERSION_ID=\"12\"\n", "debian debian-12"], ["RHEL", 'ID="rhel"\nVERSION_ID="9.4"\n', "redhat rhel-9.4"], ["openSUSE Leap", 'ID="opensuse-leap"\nVERSION_ID="15.6"\n', "opensuse opensuse-leap-15.6"],
    ["Tumbleweed, which may say no release", 'ID="opensuse-tumbleweed"\n', "opensuse opensuse-tumbleweed"], ["SLES", 'ID="sles"\nVERSION_ID="15.6"\n', "suse sles-15.6"],
    ["Arch, which says none", "ID=arch\n", "arch "], ["Debian testing", "ID=debian\nVERSION_CODENAME=trixie\n", "debian debian-trixie"], ["capitals", "ID=Wolfi\nVERSION_ID=20230201\n", "wolfi wolfi-20230201"], ["one without ID", "NAME=x\n", "undefined "],
  ])("%s", async (_name, text, told) => {
    expect(await distroOf({ "/usr/lib/os-release": text })).toBe(told);
  });

  it.each([
    ["CentOS 6", { "/etc/redhat-release": "CentOS release 6.10 (Final)\n" }, "centos centos-6.10"], ["RHEL 5", { "/etc/redhat-release": "Red Hat Enterprise Linux Server release 5.11 (Tikanga)\n" }, "redhat rhel-5.11"],
    ["a bare Alpine root", { "/etc/alpine-release": "3.20.1\n" }, "alpine alpine-3.20.1"], ["a bare Debian root", { "/etc/debian_version": "trixie/sid\n" }, "debian debian-trixie"], ["nothing", {}, "undefined "],
    ["/etc before /usr/lib", { "/etc/os-release": "ID=a\n", "/usr/lib/os-release": "ID=b\n" }, "a "],
  ])("%s", async (_name, tree, told) => {
    expect(await distroOf(tree)).toBe(told);
  });

  it("the files it reads, and what they are linked to, are kept of an image", () => {
    expect([...distroPaths, "/usr/lib/os.release.d/os-release-workstation", "/etc/centos-release"].filter((path) => !isDistroFile(path))).toEqual([]);
    expect(["/etc/passwd", "/home/os-release", "/etc/release.d/a/os-release"].filter(isDistroFile)).toEqual([]);
  });
});
