// Which distribution a host runs, from os-release(5) or what systems older than it have; the one place that says `distro`.
import type { HostFiles } from "./extractor.ts";

/**
 * namespace: the purl's, the vendor's name; undefined when the host does not tell.
 * distro: the purl's qualifier, "debian-12"; empty when neither release nor codename is told.
 */
export interface Distro { namespace: string | undefined; distro: string }

// os-release(5): the file in /etc comes before the vendor's.
const own = "/etc/os-release";
const vendors = "/usr/lib/os-release";

/** Files whose change can change the distribution. */
export const distroPaths: readonly string[] = [own, vendors, "/etc/system-release", "/etc/redhat-release", "/etc/alpine-release", "/etc/debian_version"];

/** What these may lead to: distributions link them to files of other names beside them. */
export const isDistroFile = (path: string): boolean => /^\/(?:etc|usr\/lib)\/(?:[^/]+\/)?(?:os-release[^/]*|[a-z]+-release|debian_version)$/.test(path);

/** purl-spec's vendor names where they differ from os-release's ID. */
const vendorOf: Readonly<Record<string, string>> = {
  rhel: "redhat", "opensuse-leap": "opensuse", "opensuse-tumbleweed": "opensuse", "opensuse-leap-micro": "opensuse", "opensuse-microos": "opensuse",
  sles: "suse", sled: "suse", sles_sap: "suse", "sle-micro": "suse", "sl-micro": "suse", suse: "suse", archarm: "arch",
};

export async function readDistro(files: HostFiles): Promise<Distro> {
  const release = (await files.readText(own)) ?? (await files.readText(vendors));
  const fields = release === undefined ? undefined : parseOsRelease(release);
  const id = fields?.get("ID")?.toLowerCase();
  if (fields === undefined || id === undefined) return distroFrom(await olderRelease(files));
  return distroFrom({ id, version: fields.get("VERSION_ID") ?? fields.get("VERSION_CODENAME") });
}

interface Release { id: string; version: string | undefined }

function distroFrom(release: Release | undefined): Distro {
  if (release === undefined) return { namespace: undefined, distro: "" };
  const { id, version } = release;
  const namespace = Object.hasOwn(vendorOf, id) ? vendorOf[id] : id;
  // Of a rolling release the id may be all there is, and says more than the vendor.
  const rolling = id === namespace ? "" : id;
  return { namespace, distro: version === undefined ? rolling : `${id}-${version}` };
}

/** os-release(5): assignments as a shell reads them; a name assigned twice has the last value, an empty one is not told. */
export function parseOsRelease(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const [, name, raw] = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (name === undefined || raw === undefined) continue;
    const value = unquoted(raw.trim());
    if (value === "") fields.delete(name);
    else fields.set(name, value);
  }
  return fields;
}

function unquoted(raw: string): string {
  const [, single] = /^'([^']*)'/.exec(raw) ?? [];
  if (single !== undefined) return single;
  const [, double] = /^"((?:[^"\\]|\\.)*)"/.exec(raw) ?? [];
  if (double !== undefined) return double.replace(/\\([$"\\`])/g, "$1");
  return raw.replace(/\\(.)/g, "$1").replace(/["']/g, "").split(/\s/, 1)[0] ?? "";
}

const redHatNames: readonly (readonly [RegExp, string])[] = [
  [/^red hat/i, "rhel"], [/^centos/i, "centos"], [/^fedora/i, "fedora"], [/^oracle/i, "ol"], [/^scientific/i, "scientific"], [/^amazon/i, "amzn"], [/^rocky/i, "rocky"], [/^almalinux/i, "almalinux"],
];

/** Systems older than os-release, and images that leave it out: RHEL 5 and 6, bare Alpine and Debian roots. */
async function olderRelease(files: HostFiles): Promise<Release | undefined> {
  const redHat = ((await files.readText("/etc/system-release")) ?? (await files.readText("/etc/redhat-release")) ?? "").trim();
  const [, id] = redHatNames.find(([name]) => name.test(redHat)) ?? [];
  if (id !== undefined) return { id, version: /release (\d+(?:\.\d+)*)/i.exec(redHat)?.[1] };
  const alpine = await files.readText("/etc/alpine-release");
  if (alpine !== undefined) return { id: "alpine", version: alpine.trim() || undefined };
  const debian = await files.readText("/etc/debian_version");
  // "12.5", or "trixie/sid" before a release.
  return debian === undefined ? undefined : { id: "debian", version: debian.trim().split("/")[0] || undefined };
}
