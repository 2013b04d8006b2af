// OSV's ecosystems: which package URLs belong to one, how it names and compares packages, and which releases an advisory covers.
import type { AdvisedPackage } from "./distribution.ts";
import { advisedPackages, distributionOf, distributions } from "./distribution.ts";
import { gemVersion } from "./gem-version.ts";
import { goModuleVersion, goReleaseVersion, isGoItself } from "./go-version.ts";
import type { Purl } from "./purl-type.ts";
import { needsRelease, releaseCovers, splitEcosystem } from "./release-scope.ts";
import { remembered } from "./remembered.ts";

/** One ecosystem of packages outside distributions. name is OSV's spelling. */
export interface Ecosystem {
  readonly name: string;
  readonly purlTypes: readonly string[];
  /** The package's name in an advisory, from the parts of its package URL. */
  readonly nameOf: (purl: Purl) => string;
  /** A second name that advisories may use. */
  readonly alsoNamed?: (purl: Purl) => string | undefined;
  /** The form in which two spellings of one name meet. */
  readonly normalise: (name: string) => string;
  /** The version in an advisory's words; undefined for text that names no one version, which is then unknown, not compared. */
  readonly versionOf?: (version: string, name: string) => string | undefined;
}

const exact = (name: string): string => name;
// Registries that take two spellings for one package, and those whose package URLs have no case (Hex, Bitnami).
const lower = (name: string): string => name.toLowerCase();
/** PEP 503, "Normalized Names". */
const pep503 = (name: string): string => (isPep503.test(name) ? name : name.toLowerCase().replace(/[-_.]+/g, "-"));
const isPep503 = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

const plain = (purl: Purl): string => purl.name;
const path = (purl: Purl): string => (purl.namespace ? `${purl.namespace}/${purl.name}` : purl.name);
const withDot = (purl: Purl): string => `${purl.namespace ?? ""}.${purl.name}`;
/** Names of Pub have underscores; its package URLs turn hyphens into them. */
const pubName = (name: string): string => name.toLowerCase().replaceAll("-", "_");
const withGroup = (purl: Purl): string => `${purl.namespace ?? ""}:${purl.name}`;

/**
 * Languages, registries and others; distributions are in distribution.ts. Without purlTypes: OSV has advisories, and no
 * type of package URL names their packages. Container images (oci, docker) and generic have no advisories of their own:
 * what is in an image is in its own list of components.
 */
export const ecosystems: readonly Ecosystem[] = [
  { name: "npm", purlTypes: ["npm"], nameOf: path, normalise: exact },
  { name: "PyPI", purlTypes: ["pypi"], nameOf: plain, normalise: pep503 },
  { name: "Go", purlTypes: ["golang"], nameOf: goModule, normalise: exact, versionOf: goVersion },
  { name: "Maven", purlTypes: ["maven"], nameOf: withGroup, normalise: exact },
  { name: "NuGet", purlTypes: ["nuget"], nameOf: plain, normalise: lower },
  { name: "Packagist", purlTypes: ["composer"], nameOf: path, normalise: lower },
  { name: "RubyGems", purlTypes: ["gem"], nameOf: plain, normalise: exact, versionOf: gemVersion },
  { name: "crates.io", purlTypes: ["cargo"], nameOf: plain, normalise: lower },
  { name: "Hex", purlTypes: ["hex"], nameOf: path, normalise: lower },
  { name: "Pub", purlTypes: ["pub"], nameOf: plain, normalise: pubName },
  { name: "SwiftURL", purlTypes: ["swift"], nameOf: path, normalise: repositoryPath },
  { name: "GitHub Actions", purlTypes: ["github", "githubactions"], nameOf: path, alsoNamed: actionRepository, normalise: lower, versionOf: actionVersion },
  { name: "CRAN", purlTypes: ["cran"], nameOf: plain, normalise: exact },
  { name: "Bioconductor", purlTypes: ["bioconductor"], nameOf: plain, normalise: exact },
  { name: "Hackage", purlTypes: ["hackage"], nameOf: plain, normalise: exact },
  { name: "Julia", purlTypes: ["julia"], nameOf: plain, normalise: exact },
  { name: "ConanCenter", purlTypes: ["conan"], nameOf: plain, normalise: exact },
  { name: "Bitnami", purlTypes: ["bitnami"], nameOf: plain, normalise: lower },
  { name: "opam", purlTypes: ["opam"], nameOf: plain, normalise: exact },
  { name: "VSCode", purlTypes: ["vscode-extension"], nameOf: withDot, normalise: lower },
  { name: "CPAN", purlTypes: ["cpan"], nameOf: plain, normalise: exact },
  { name: "Homebrew", purlTypes: ["brew"], nameOf: plain, normalise: exact },
  { name: "Docker Hardened Images", purlTypes: ["dhi"], nameOf: plain, normalise: exact },
  { name: "FreeBSD", purlTypes: [], nameOf: plain, normalise: exact },
  { name: "GHC", purlTypes: [], nameOf: plain, normalise: exact },
  { name: "Kubernetes", purlTypes: ["k8s"], nameOf: path, normalise: exact },
  { name: "Linux", purlTypes: [], nameOf: plain, normalise: exact },
];

const normalisers = new Map([
  ...ecosystems.map(({ name, normalise }) => [name, normalise] as const),
  // ECMA-427: package URLs of deb and apk have no case, whatever the distribution calls the package (Alpine's "R"); rpm's have.
  ...distributions.map(({ ecosystem, purlType }) => [ecosystem, purlType === "rpm" ? exact : lower] as const),
]);
const byPurlType = new Map(ecosystems.flatMap((ecosystem) => ecosystem.purlTypes.map((type) => [type, ecosystem] as const)));

/** Every ecosystem a package URL can lead to, in OSV's spelling. */
export const ecosystemNames: readonly string[] = [...ecosystems.map(({ name }) => name), ...distributions.map(({ ecosystem }) => ecosystem)];

/** Where advisories speak of this package, the usual place first: ecosystem with release suffix, name and version in their words. Empty when OSV has none. */
export function placesOf(purl: Purl): readonly AdvisedPackage[] {
  const distribution = distributionOf(purl);
  if (distribution) return advisedPackages(distribution, purl);
  const ecosystem = byPurlType.get(purl.type);
  if (!ecosystem) return [];
  const name = ecosystem.nameOf(purl);
  const version = purl.version !== undefined && ecosystem.versionOf ? ecosystem.versionOf(purl.version, name) : purl.version;
  const also = ecosystem.alsoNamed?.(purl);
  const place = { ecosystem: ecosystem.name, name, version };
  return also === undefined ? [place] : [place, { ...place, name: also }];
}

/**
 * The key under which advisories and components of one package meet: release suffix removed, name normalised.
 *
 * @example packageKey("Debian:12", "openssl") === "Debian:openssl"
 */
export function packageKey(ecosystem: string, name: string): string {
  const normalise = normalisers.get(ecosystem);
  if (normalise) return `${ecosystem}:${normalise(name)}`;
  const { base } = splitEcosystem(ecosystem);
  return `${base}:${normalisers.get(base)?.(name) ?? name}`;
}

/**
 * Does an advisory for one ecosystem speak of a component in another? One without release covers all releases (but see
 * Alpine); what else a release covers, distribution by distribution, is in release-scope.ts.
 */
export const scopeMatches = (advisoryEcosystem: string, componentEcosystem: string): boolean =>
  (advisoryEcosystem === componentEcosystem && !needsRelease.has(advisoryEcosystem)) || scopesOf(componentEcosystem)(advisoryEcosystem);

// Asked for every record of every component, about few ecosystems.
const scopesOf = remembered((componentEcosystem) => remembered((advisoryEcosystem) => covers(advisoryEcosystem, componentEcosystem)), 128);

function covers(advisoryEcosystem: string, componentEcosystem: string): boolean {
  const advisory = splitEcosystem(advisoryEcosystem);
  const component = splitEcosystem(componentEcosystem);
  return advisory.base === component.base && releaseCovers(advisory.base, advisory.release, component.release);
}

/**
 * A module path may be longer than the namespace and name that tools make of it (syft: three segments), and the rest of it
 * stands in the subpath: "consul@v1.12.0#api" is the module consul/api, "image@v5.22.0#v5" is image/v5, and their
 * versions are not consul's. A package of a module says so: `type=package` (cyclonedx-gomod).
 * "std" and "go" are what some call the standard library.
 */
function goModule(purl: Purl): string {
  if (!purl.namespace && (purl.name === "std" || purl.name === "go")) return "stdlib";
  return purl.subpath === undefined || purl.qualifiers["type"] === "package" ? path(purl) : `${path(purl)}/${purl.subpath}`;
}

function goVersion(version: string, name: string): string | undefined { return isGoItself(name) ? goReleaseVersion(version) : goModuleVersion(version); }

/**
 * An action is pinned by a commit, a branch or a tag. Only a full release names one version: a commit has no order
 * without the repository, and "v4" is moved to every release of 4.
 */
function actionVersion(version: string): string | undefined { return /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]*)?$/.test(version) ? version : undefined; }

/** An action may lie in a folder of its repository ("github/codeql-action/init"); advisories name the repository. */
function actionRepository({ namespace = "", name }: Purl): string | undefined {
  const [owner, repository] = namespace.split("/", 2);
  return repository === undefined || name === "" ? undefined : `${owner}/${repository}`;
}

/** A Swift package is named by its repository, with or without scheme; the hosts of such know no case. */
function repositoryPath(name: string): string { return name.toLowerCase().replace(/^https?:\/\//, "").replace(/\.git$/, ""); }
