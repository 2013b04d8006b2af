// Which of a document's distribution packages put a language package on the disk, where the document leaves no doubt.
import { canonicalPurl } from "../versions/purl.ts";
import type { Purl } from "../versions/purl.ts";
import { sourcePackage } from "../versions/source-package.ts";

// A document tells where a package lies but not whose the file is, so several signs must agree before one is marked, and with it
// left to the distribution's advisories:
//   1. every place it was found at is in a folder that only the distribution's packages write (or, on Alpine, that pip shares);
//   2. a package of the distribution that keeps such a folder is named for it: python3-<name>, ruby-<name>, node-<name>, or it is
//      the only one of its source that could be, where the source is named for it;
//   3. the upstream part of that package's version is the language package's;
//   4. there is exactly one such package in the document, and its release is told: without it the distribution cannot decide.
// A name alone would hide what pip or npm put beside the distribution's own; where one sign is missing nothing is marked.
interface Rule { type: string; distribution: string; folder: RegExp; prefixes: readonly string[] }

const rules: readonly Rule[] = [
  { type: "pypi", distribution: "deb", folder: /^\/usr\/lib\/python3(?:\.\d+)?\/dist-packages\//, prefixes: ["python3-", ""] },
  { type: "pypi", distribution: "rpm", folder: /^\/usr\/lib(?:64)?\/python3\.\d+\/site-packages\//, prefixes: ["python3-", ""] },
  { type: "pypi", distribution: "apk", folder: /^\/usr\/lib\/python3\.\d+\/site-packages\//, prefixes: ["py3-"] },
  { type: "gem", distribution: "deb", folder: /^\/usr\/(?:lib\/ruby\/vendor_ruby|share\/rubygems-integration)\//, prefixes: ["ruby-", ""] },
  { type: "gem", distribution: "rpm", folder: /^\/usr\/(?:share|lib64)\/gems\//, prefixes: ["rubygem-"] },
  { type: "npm", distribution: "deb", folder: /^\/usr\/(?:share|lib)\/nodejs\//, prefixes: ["node-", ""] },
];

const distributions = new Set(rules.map(({ distribution }) => distribution));
// By its source only a package is found that is named as modules are; libraries, nearly all there are, need not be kept twice.
const modulePrefixes = [...new Set(rules.flatMap(({ prefixes }) => prefixes.filter((prefix) => prefix !== "")))];

export interface SbomOwners {
  /** Every package of the document, in its final form. */
  see(purl: Purl): void;
  /** Whether it lies where a distribution's package may have put it, so that its owner should be asked for at the end. */
  mayBeOwned(purl: Purl, paths: readonly string[]): boolean;
  /** The canonical purl of the package that put it there; undefined when that is not certain. */
  ownerOf(purl: Purl, paths: readonly string[]): string | undefined;
}

export function createSbomOwners(): SbomOwners {
  const byName = new Map<string, Purl[]>();
  const bySource = new Map<string, Purl[]>();
  const fitting = (purl: Purl, paths: readonly string[]): Rule[] =>
    (paths.length === 0 ? [] : rules.filter(({ type, folder }) => type === purl.type && paths.every((path) => folder.test(path))));
  return {
    see(purl) {
      if (!distributions.has(purl.type)) return;
      add(byName, `${purl.type}:${purl.name}`, purl);
      if (modulePrefixes.some((prefix) => purl.name.startsWith(prefix))) add(bySource, `${purl.type}:${sourcePackage(purl)?.name ?? purl.name}`, purl);
    },
    mayBeOwned: (purl, paths) => fitting(purl, paths).length > 0,
    ownerOf(purl, paths) {
      const owners = fitting(purl, paths).flatMap((rule) => candidates(purl, rule, byName, bySource)).filter((owner) => isSameVersion(owner, purl));
      // One build in two repositories has two purls and is one package.
      const isOne = new Set(owners.map(({ name, version }) => `${name}@${version}`)).size === 1;
      return isOne ? owners.filter(tellsRelease).map(canonicalPurl).toSorted()[0] : undefined;
    },
  };
}

function add(to: Map<string, Purl[]>, key: string, purl: Purl): void {
  const known = to.get(key);
  if (known) known.push(purl);
  else to.set(key, [purl]);
}

function candidates(purl: Purl, { distribution, prefixes }: Rule, byName: ReadonlyMap<string, readonly Purl[]>, bySource: ReadonlyMap<string, readonly Purl[]>): readonly Purl[] {
  const names = namesOf(purl);
  const named = prefixes.flatMap((prefix) => names.flatMap((name) => byName.get(`${distribution}:${prefix}${name}`) ?? []));
  if (named.length > 0) return named;
  const [prefix = ""] = prefixes;
  return names.flatMap((name) => [name, `${prefix}${name}`, `python-${name}`]).flatMap((source) => bySource.get(`${distribution}:${source}`) ?? []).filter(({ name }) => name.startsWith(prefix));
}

/** Debian Python policy 4.3, Debian's teams for Ruby and JavaScript, Fedora's guidelines: lower case, one separator; a scope is a part of the name. */
function namesOf({ type, namespace, name }: Purl): string[] {
  const plain = `${type === "npm" && namespace ? `${namespace.slice(1)}-` : ""}${name}`.toLowerCase().replace(/[-_.]+/g, "-");
  return type === "pypi" && plain.startsWith("python-") ? [plain, plain.slice("python-".length)] : [plain];
}

const tellsRelease = ({ qualifiers }: Purl): boolean => qualifiers["distro"] !== undefined || qualifiers["distro_name"] !== undefined;

/** "1:2.28.1+dfsg-1" is 2.28.1: its epoch, revision and what the distribution repacked are its own. */
function isSameVersion(owner: Purl, { version }: Purl): boolean {
  const upstream = owner.version?.replace(/^\d+:/, "") ?? "";
  return version !== undefined && upstream.startsWith(version) && /^(?:$|[-+~])/.test(upstream.slice(version.length));
}
