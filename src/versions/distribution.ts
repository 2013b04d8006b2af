// Linux distributions: what a package URL says of the release, the names and the versions, in OSV's words.
import {
  alpaquitaRelease, alpineRelease, azureTag, debianRelease, debianTag, enterpriseTag, mageiaTag, majorRelease, openEulerRelease, openEulerTag, openSuseRelease, photonRelease, photonTag,
  suseRelease, ubuntuRelease,
} from "./distribution-release.ts";
import { moduleOf } from "./module-stream.ts";
import type { Purl } from "./purl-type.ts";
import { productOf } from "./red-hat-product.ts";
import { remembered } from "./remembered.ts";
import { ownPackage, sourcePackage } from "./source-package.ts";

/** One distribution whose packages have advisories in OSV. */
export interface Distribution {
  readonly ecosystem: string;
  readonly purlType: "deb" | "apk" | "rpm";
  /** Namespaces of its package URLs, as the tools that write them spell them. */
  readonly namespaces: readonly string[];
  /** Whose names its advisories use, the usual one first: looked up in the records, which here and there differ from the schema's words. */
  readonly named: readonly ["source" | "binary", ("source" | "binary")?];
  /** OSV's suffix from the value of the `distro` qualifier, in lower case; undefined when it names none. */
  readonly release: (distro: string) => string | undefined;
  /** The same from the version text of a build. */
  readonly tag?: (version: string) => string | undefined;
}

const none = (): undefined => undefined;

// Left out on purpose: Oracle Linux, Amazon Linux, Fedora, Arch Linux, Gentoo. OSV has no advisories of theirs, and a
// name for them would let their packages pass for checked. CentOS is Red Hat's code under Red Hat's versions.
export const distributions: readonly Distribution[] = [
  { ecosystem: "Debian", purlType: "deb", namespaces: ["debian"], named: ["source"], release: debianRelease, tag: debianTag },
  { ecosystem: "Ubuntu", purlType: "deb", namespaces: ["ubuntu"], named: ["source"], release: ubuntuRelease },
  { ecosystem: "Echo", purlType: "deb", namespaces: ["echo"], named: ["source"], release: none },
  { ecosystem: "Alpine", purlType: "apk", namespaces: ["alpine"], named: ["source"], release: alpineRelease },
  { ecosystem: "Alpaquita", purlType: "apk", namespaces: ["alpaquita"], named: ["source"], release: alpaquitaRelease },
  { ecosystem: "BellSoft Hardened Containers", purlType: "apk", namespaces: ["bellsoft-hardened-containers"], named: ["source"], release: alpaquitaRelease },
  { ecosystem: "Wolfi", purlType: "apk", namespaces: ["wolfi"], named: ["binary", "source"], release: none },
  { ecosystem: "Chainguard", purlType: "apk", namespaces: ["chainguard"], named: ["binary", "source"], release: none },
  { ecosystem: "MinimOS", purlType: "apk", namespaces: ["minimos"], named: ["binary", "source"], release: none },
  { ecosystem: "CleanStart", purlType: "apk", namespaces: ["cleanstart"], named: ["binary", "source"], release: none },
  { ecosystem: "AlmaLinux", purlType: "rpm", namespaces: ["almalinux", "alma"], named: ["binary", "source"], release: majorRelease, tag: enterpriseTag },
  { ecosystem: "Rocky Linux", purlType: "rpm", namespaces: ["rocky", "rocky-linux", "rockylinux"], named: ["source", "binary"], release: majorRelease, tag: enterpriseTag },
  { ecosystem: "Red Hat", purlType: "rpm", namespaces: ["redhat", "rhel", "centos"], named: ["binary", "source"], release: none },
  { ecosystem: "SUSE", purlType: "rpm", namespaces: ["suse", "sles", "sled", "sles_sap", "sle_hpc", "sle-micro", "sl-micro"], named: ["source"], release: suseRelease },
  { ecosystem: "openSUSE", purlType: "rpm", namespaces: ["opensuse", "opensuse-leap", "opensuse.leap", "opensuse-tumbleweed", "opensuse.tumbleweed", "opensuse-leap-micro", "opensuse-microos"], named: ["source"], release: openSuseRelease },
  { ecosystem: "openEuler", purlType: "rpm", namespaces: ["openeuler"], named: ["source"], release: openEulerRelease, tag: openEulerTag },
  { ecosystem: "Mageia", purlType: "rpm", namespaces: ["mageia"], named: ["source"], release: majorRelease, tag: mageiaTag },
  { ecosystem: "Azure Linux", purlType: "rpm", namespaces: ["azurelinux", "azure-linux", "mariner", "cbl-mariner"], named: ["source"], release: majorRelease, tag: azureTag },
  { ecosystem: "Photon OS", purlType: "rpm", namespaces: ["photon", "vmware"], named: ["source", "binary"], release: photonRelease, tag: photonTag },
];

const byNamespace = new Map<string, Distribution>(distributions.flatMap((distribution) => {
  const quick = { ...distribution, release: remembered(distribution.release) };
  return distribution.namespaces.map((namespace) => [`${distribution.purlType}/${namespace}`, quick] as const);
}));

/** Types of package URLs that any of them uses; most packages are of none. */
const packageTypes: ReadonlySet<string> = new Set(["alpine", ...distributions.map(({ purlType }) => purlType)]);

/** The distribution a package URL names, if OSV knows it. `distro` stands in for a namespace that is missing, and knows openSUSE from SUSE. */
export function distributionOf(purl: Purl): Distribution | undefined {
  const { type, namespace } = purl;
  if (!packageTypes.has(type)) return undefined;
  if (namespace !== undefined && namespace !== "suse") return byNamespace.get(`${type}/${namespace}`);
  if (type === "alpine") return byNamespace.get("apk/alpine");
  const id = /^[a-z._]+(?:-[a-z._]+)*/.exec(toldReleases(purl)[0] ?? "")?.[0];
  if (namespace === undefined) return id === undefined ? undefined : byNamespace.get(`${type}/${id}`);
  return byNamespace.get(`${type}/${id?.startsWith("opensuse") ? "opensuse" : namespace}`);
}

/** What an advisory compares with: its ecosystem, name and version; module: the stream of an RPM module, where it comes from one. */
export interface AdvisedPackage { readonly ecosystem: string; readonly name: string; readonly version: string | undefined; readonly module?: string }

/** Every name under which advisories of this distribution may speak of a package, each with the version that name compares with. */
export function advisedPackages(distribution: Distribution, purl: Purl): readonly AdvisedPackage[] {
  const own = ownPackage(purl);
  const source = sourcePackage(purl) ?? own;
  const module = distribution.purlType === "rpm" ? moduleOf(purl, source) : undefined;
  const inDistribution = { ecosystem: ecosystemWithRelease(distribution, purl, source.name), ...(module === undefined ? {} : { module }) };
  const [first, second] = distribution.named;
  const usual = first === "source" ? source : own;
  const other = second === undefined || source.name === own.name ? [] : [second === "source" ? source : own];
  return [usual, ...other].map(({ name, version }) => ({ ...inDistribution, name, version }));
}

/** "Debian:12", or "Debian" when neither a qualifier nor the build's tag tells the release. */
function ecosystemWithRelease(distribution: Distribution, purl: Purl, source: string): string {
  const told = toldReleases(purl);
  const release = distribution.ecosystem === "Red Hat" ? productOf(purl, told[0] ?? "") : releaseOf(distribution, purl, told);
  if (release === undefined) return distribution.ecosystem;
  return `${distribution.ecosystem === "Ubuntu" ? ubuntuStream(purl, source, told) : distribution.ecosystem}:${release}`;
}

function releaseOf({ ecosystem, release, tag }: Distribution, purl: Purl, told: readonly string[]): string | undefined {
  const version = purl.version ?? "";
  for (const text of told) {
    const found = release(text);
    if (found !== undefined) return ecosystem === "openEuler" ? withServicePack(found, version) : found;
  }
  return tag?.(version);
}

/** openEuler's VERSION_ID leaves the service pack out, its builds name it. */
function withServicePack(release: string, version: string): string {
  const built = openEulerTag(version);
  return built?.startsWith(`${release}-SP`) ? built : release;
}

/** `distro` (syft, trivy, osv-scalibr), `distro_name` (cdxgen), `os_name` with `os_version`, `os_distro` (docker); in lower case. */
function toldReleases({ qualifiers }: Purl): readonly string[] {
  const told: string[] = [];
  for (const key of releaseQualifiers) {
    const text = qualifiers[key];
    if (text !== undefined) told.push((key === "os_version" ? `${qualifiers["os_name"] ?? ""}-${text}` : text).toLowerCase());
  }
  return told;
}

const releaseQualifiers = ["distro", "distro_name", "os_version", "os_distro"] as const;

/** Ubuntu's Pro archives are told by their builds' versions ("+esm1", ".fips.") or, of the kernels, by the source's name. */
function ubuntuStream({ version = "" }: Purl, source: string, told: readonly string[]): string {
  if (/[.+~-]fips/i.test(version) || source.endsWith("-fips") || told.some((text) => text.includes("fips"))) return "Ubuntu:Pro:FIPS-updates";
  return /[+~]esm\d/.test(version) || told.some((text) => text.includes("esm")) ? "Ubuntu:Pro" : "Ubuntu";
}
