// Linux distributions: what a package URL says of the release and the source package, in OSV's words.
import type { Purl } from "./purl-type.ts";

/** One distribution. release: OSV's suffix from the value of the `distro` qualifier; undefined when it names none. */
export interface Distribution {
  readonly ecosystem: string;
  readonly purlType: "deb" | "apk" | "rpm";
  /** Namespaces of its package URLs, as the tools that write them spell them. */
  readonly namespaces: readonly string[];
  /** Whose name its advisories use (OSV schema, defined ecosystems). */
  readonly named: "source" | "binary";
  readonly release: (distro: string) => string | undefined;
}

const none = (): undefined => undefined;
const major = (distro: string): string | undefined => /(?:^|[-:\s])v?(\d+)/.exec(distro)?.[1];
const majorMinor = (distro: string): string | undefined => /(?:^|[-:\s])v?(\d+\.\d+)/.exec(distro)?.[1];

const debianCodenames: Readonly<Record<string, string>> = {
  wheezy: "7", jessie: "8", stretch: "9", buster: "10", bullseye: "11", bookworm: "12", trixie: "13", forky: "14",
};
const ubuntuCodenames: Readonly<Record<string, string>> = {
  trusty: "14.04", xenial: "16.04", bionic: "18.04", focal: "20.04", jammy: "22.04", kinetic: "22.10", lunar: "23.04",
  mantic: "23.10", noble: "24.04", oracular: "24.10", plucky: "25.04", questing: "25.10",
};

export const distributions: readonly Distribution[] = [
  { ecosystem: "Debian", purlType: "deb", namespaces: ["debian"], named: "source", release: (distro) => debianCodenames[lastWord(distro)] ?? major(distro) },
  { ecosystem: "Ubuntu", purlType: "deb", namespaces: ["ubuntu"], named: "source", release: ubuntuRelease },
  { ecosystem: "Echo", purlType: "deb", namespaces: ["echo"], named: "source", release: none },
  { ecosystem: "Alpine", purlType: "apk", namespaces: ["alpine"], named: "source", release: alpineRelease },
  { ecosystem: "Wolfi", purlType: "apk", namespaces: ["wolfi"], named: "binary", release: none },
  { ecosystem: "Chainguard", purlType: "apk", namespaces: ["chainguard"], named: "binary", release: none },
  { ecosystem: "MinimOS", purlType: "apk", namespaces: ["minimos"], named: "binary", release: none },
  { ecosystem: "AlmaLinux", purlType: "rpm", namespaces: ["almalinux", "alma"], named: "source", release: major },
  { ecosystem: "Rocky Linux", purlType: "rpm", namespaces: ["rocky", "rockylinux"], named: "source", release: major },
  { ecosystem: "Red Hat", purlType: "rpm", namespaces: ["redhat", "rhel"], named: "binary", release: redHatRelease },
  { ecosystem: "SUSE", purlType: "rpm", namespaces: ["suse", "sles"], named: "binary", release: suseRelease },
  { ecosystem: "openSUSE", purlType: "rpm", namespaces: ["opensuse"], named: "binary", release: openSuseRelease },
  { ecosystem: "Mageia", purlType: "rpm", namespaces: ["mageia"], named: "source", release: major },
  { ecosystem: "Azure Linux", purlType: "rpm", namespaces: ["azurelinux", "mariner"], named: "source", release: major },
  { ecosystem: "Photon OS", purlType: "rpm", namespaces: ["photon"], named: "binary", release: majorMinor },
];

const byNamespace = new Map<string, Distribution>(distributions.flatMap((distribution) =>
  distribution.namespaces.map((namespace) => [`${distribution.purlType}/${namespace}`, distribution] as const)));

/** The distribution a package URL names, if OSV knows it. */
export const distributionOf = (purl: Purl): Distribution | undefined => byNamespace.get(`${purl.type}/${purl.namespace ?? ""}`);

/** "Debian:12", or "Debian" when the package URL names no release. */
export function ecosystemWithRelease(distribution: Distribution, purl: Purl): string {
  const distro = (purl.qualifiers["distro"] ?? purl.qualifiers["distro_name"] ?? "").toLowerCase();
  const release = distro === "" ? undefined : distribution.release(distro);
  return release === undefined ? distribution.ecosystem : `${distribution.ecosystem}:${release}`;
}

/** The package and version an advisory of this distribution compares with. */
export function advisedPackage(distribution: Distribution, purl: Purl): { name: string; version: string | undefined } {
  const own = { name: purl.name, version: withEpoch(purl.version, purl.qualifiers["epoch"]) };
  const upstream = distribution.named === "source" ? purl.qualifiers["upstream"] : undefined;
  const source = upstream === undefined ? undefined : sourceOf(upstream);
  if (!source) return own;
  // A source RPM's file name has no epoch; its packages share theirs.
  const isSourceRpm = source.version !== undefined && distribution.purlType === "rpm";
  return { name: source.name, version: isSourceRpm ? withEpoch(source.version, purl.qualifiers["epoch"]) : (source.version ?? own.version) };
}

// rpm keeps the epoch in a qualifier (ECMA-427, rpm); some tools do so for deb, where it belongs into the version.
function withEpoch(version: string | undefined, epoch: string | undefined): string | undefined {
  if (version === undefined || epoch === undefined || version.includes(":") || !/^\d+$/.test(epoch)) return version;
  return `${epoch}:${version}`;
}

const sourceForms = [
  /^(?<name>.+)-(?<version>[^-]+-[^-]+)\.src\.rpm$/,
  /^(?<name>[^\s@(]+)(?:@(?<version>\S+))?$/,
  /^(?<name>[^\s@(]+)\s*\((?<version>[^\s)]+)\)$/,
];

/** "name", "name@version", "name (version)" or the file name of a source RPM. */
function sourceOf(upstream: string): { name: string; version: string | undefined } | undefined {
  for (const form of sourceForms) {
    const groups = form.exec(upstream.trim())?.groups;
    if (groups?.["name"]) return { name: groups["name"], version: groups["version"] };
  }
  return undefined;
}

const lastWord = (distro: string): string => /[a-z]+$/.exec(distro)?.[0] ?? "";

/** OSV writes long-term releases as "22.04:LTS": the April release of every even year. */
function ubuntuRelease(distro: string): string | undefined {
  const release = ubuntuCodenames[lastWord(distro)] ?? majorMinor(distro);
  const isLongTerm = release?.endsWith(".04") && Number(release.slice(0, 2)) % 2 === 0;
  return isLongTerm ? `${release}:LTS` : release;
}

function alpineRelease(distro: string): string | undefined {
  if (lastWord(distro) === "edge") return "edge";
  const release = majorMinor(distro);
  return release && `v${release}`;
}

/** The suffix is a product's CPE; which repository a package came from ("::baseos") is not told. */
function redHatRelease(distro: string): string | undefined {
  const release = major(distro);
  return release && `enterprise_linux:${release}`;
}

function suseRelease(distro: string): string | undefined {
  const [, release, pack] = /(\d+)(?:\.(\d+))?/.exec(distro) ?? [];
  if (release === undefined) return undefined;
  return `Linux Enterprise Server ${release}${pack && pack !== "0" ? ` SP${pack}` : ""}`;
}

function openSuseRelease(distro: string): string | undefined {
  if (distro.includes("tumbleweed")) return "Tumbleweed";
  const release = majorMinor(distro);
  return release && `Leap ${release}`;
}
