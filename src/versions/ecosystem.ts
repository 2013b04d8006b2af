// OSV's ecosystems: which package URLs belong to one, how it names and compares packages, and which releases an advisory covers.
import { advisedPackage, distributionOf, distributions, ecosystemWithRelease } from "./distribution.ts";
import type { Purl } from "./purl-type.ts";

/** One ecosystem of packages outside distributions. name is OSV's spelling. */
export interface Ecosystem {
  readonly name: string;
  readonly purlTypes: readonly string[];
  /** The package's name in an advisory, from the parts of its package URL. */
  readonly nameOf: (purl: Purl) => string;
  /** The form in which two spellings of one name meet. */
  readonly normalise: (name: string) => string;
  readonly versionOf?: (version: string) => string;
}

const exact = (name: string): string => name;
const lower = (name: string): string => name.toLowerCase();
/** PEP 503, "Normalized Names". */
const pep503 = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");

const plain = (purl: Purl): string => purl.name;
const path = (purl: Purl): string => (purl.namespace ? `${purl.namespace}/${purl.name}` : purl.name);
const withGroup = (purl: Purl): string => `${purl.namespace ?? ""}:${purl.name}`;

/** Languages, registries and others; distributions are in distribution.ts. */
export const ecosystems: readonly Ecosystem[] = [
  { name: "npm", purlTypes: ["npm"], nameOf: path, normalise: exact },
  { name: "PyPI", purlTypes: ["pypi"], nameOf: plain, normalise: pep503 },
  { name: "Go", purlTypes: ["golang"], nameOf: goModule, normalise: exact, versionOf: goVersion },
  { name: "Maven", purlTypes: ["maven"], nameOf: withGroup, normalise: exact },
  { name: "NuGet", purlTypes: ["nuget"], nameOf: plain, normalise: lower },
  { name: "Packagist", purlTypes: ["composer"], nameOf: path, normalise: lower },
  { name: "RubyGems", purlTypes: ["gem"], nameOf: plain, normalise: exact },
  { name: "crates.io", purlTypes: ["cargo"], nameOf: plain, normalise: exact },
  { name: "Hex", purlTypes: ["hex"], nameOf: path, normalise: exact },
  { name: "Pub", purlTypes: ["pub"], nameOf: plain, normalise: exact },
  { name: "SwiftURL", purlTypes: ["swift"], nameOf: path, normalise: repositoryPath },
  { name: "GitHub Actions", purlTypes: ["github", "githubactions"], nameOf: path, normalise: lower },
  { name: "CRAN", purlTypes: ["cran"], nameOf: plain, normalise: exact },
  { name: "Bioconductor", purlTypes: ["bioconductor"], nameOf: plain, normalise: exact },
  { name: "Hackage", purlTypes: ["hackage"], nameOf: plain, normalise: exact },
  { name: "Julia", purlTypes: ["julia"], nameOf: plain, normalise: exact },
  { name: "ConanCenter", purlTypes: ["conan"], nameOf: plain, normalise: exact },
  { name: "Bitnami", purlTypes: ["bitnami"], nameOf: plain, normalise: exact },
  { name: "opam", purlTypes: ["opam"], nameOf: plain, normalise: exact },
  { name: "VSCode", purlTypes: ["vscode-extension"], nameOf: path, normalise: lower },
];

const byName = new Map(ecosystems.map((ecosystem) => [ecosystem.name, ecosystem]));
const byPurlType = new Map(ecosystems.flatMap((ecosystem) => ecosystem.purlTypes.map((type) => [type, ecosystem] as const)));

/** Every ecosystem a package URL can lead to, in OSV's spelling. */
export const ecosystemNames: readonly string[] = [...ecosystems.map(({ name }) => name), ...distributions.map(({ ecosystem }) => ecosystem)];

/** Where advisories speak of this package: ecosystem with release suffix, name and version in their words. Undefined when OSV has none. */
export function ecosystemOf(purl: Purl): { ecosystem: string; name: string; version: string | undefined } | undefined {
  const distribution = distributionOf(purl);
  if (distribution) return { ecosystem: ecosystemWithRelease(distribution, purl), ...advisedPackage(distribution, purl) };
  const ecosystem = byPurlType.get(purl.type);
  if (!ecosystem) return undefined;
  const version = purl.version !== undefined && ecosystem.versionOf ? ecosystem.versionOf(purl.version) : purl.version;
  return { ecosystem: ecosystem.name, name: ecosystem.nameOf(purl), version };
}

/**
 * The key under which advisories and components of one package meet: release suffix removed, name normalised.
 *
 * @example packageKey("Debian:12", "openssl") === "Debian:openssl"
 */
export function packageKey(ecosystem: string, name: string): string {
  const { base } = splitRelease(ecosystem);
  return `${base}:${byName.get(base)?.normalise(name) ?? name}`;
}

/**
 * Does an advisory for one ecosystem speak of a component in another? One without release covers all releases. A
 * component whose release is not known meets only those: anything else would be a guess.
 * Red Hat's suffix is a product's CPE; an advisory for a repository of the product ("::baseos") covers the product.
 */
export function scopeMatches(advisoryEcosystem: string, componentEcosystem: string): boolean {
  const advisory = splitRelease(advisoryEcosystem);
  const component = splitRelease(componentEcosystem);
  if (advisory.base !== component.base) return false;
  if (advisory.release === undefined || advisory.release === component.release) return true;
  return advisory.base === "Red Hat" && component.release !== undefined && advisory.release.startsWith(`${component.release}::`);
}

/** Ubuntu's ":LTS" adds nothing to the number before it. Its "Pro:" does: those fixes are in another archive. */
function splitRelease(ecosystem: string): { base: string; release: string | undefined } {
  const colon = ecosystem.indexOf(":");
  if (colon < 0) return { base: ecosystem, release: undefined };
  const base = ecosystem.slice(0, colon);
  const release = ecosystem.slice(colon + 1);
  return { base, release: base === "Ubuntu" ? release.replace(/:LTS$/, "") : release };
}

/** A major version from 2 on is part of the module path (Go modules reference, "Major version suffixes"); some tools put it into the subpath. */
function goModule(purl: Purl): string {
  return /^v\d+$/.test(purl.subpath ?? "") ? `${path(purl)}/${purl.subpath}` : path(purl);
}

/** OSV writes Go's versions without "v", and those of the toolchain ("go1.22.1") without "go". */
function goVersion(version: string): string { return version.replace(/^(?:v|go)(?=\d)/, ""); }

/** A Swift package is named by its repository, with or without scheme. */
function repositoryPath(name: string): string { return name.replace(/^https?:\/\//, "").replace(/\.git$/, ""); }
