// Which scheme orders the versions of a VERS type.
import type { Scheme } from "../scheme.ts";
import { schemeFor } from "../scheme-of.ts";
import { schemes } from "../schemes/index.ts";
import { intdot } from "./intdot.ts";

/** VERS types that are named otherwise than OSV's ecosystem (version-schemes.md of the specification; purl types). */
const ecosystems: Readonly<Record<string, string>> = {
  apk: "Alpine", bitnami: "Bitnami", cargo: "crates.io", composer: "Packagist", conan: "ConanCenter", cran: "CRAN", dart: "Pub", deb: "Debian",
  gem: "RubyGems", github: "GitHub Actions", githubactions: "GitHub Actions", golang: "Go", hackage: "Hackage", hex: "Hex", julia: "Julia",
  maven: "Maven", npm: "npm", nuget: "NuGet", opam: "opam", pub: "Pub", pypi: "PyPI", rpm: "Red Hat", swift: "SwiftURL",
};

/** Types whose order is a scheme by its own name. */
const schemeIds: Readonly<Record<string, string>> = {
  alpm: "alpm", arch: "alpm", cpan: "cpan", datetime: "datetime", ebuild: "gentoo", generic: "generic", gentoo: "gentoo",
  lexicographic: "lexicographic", mattermost: "semver", nginx: "semver", openssl: "openssl", semver: "semver",
};

/** Undefined: reserved, not registered, or without a stated order. */
export function schemeOfVersType(type: string): Scheme | undefined {
  if (type === intdot.id) return intdot;
  const ecosystem = Object.hasOwn(ecosystems, type) ? ecosystems[type] : undefined;
  if (ecosystem !== undefined) return schemeFor(ecosystem);
  return Object.hasOwn(schemeIds, type) ? schemes.find(schemeIds[type] ?? "") : undefined;
}

/** OSV's ecosystem of a VERS type, where they go together. */
export const ecosystemOfVersType = (type: string): string | undefined => (Object.hasOwn(ecosystems, type) ? ecosystems[type] : undefined);

/** Types that the order of an ecosystem's own OSV name leads back to: the first that names it. */
export const versTypeOfEcosystem = (ecosystem: string): string | undefined => {
  const [name = ""] = ecosystem.split(":");
  return Object.entries(ecosystems).find(([, its]) => its === name || (schemeFor(its) !== undefined && schemeFor(its) === schemeFor(name) && isDistribution(its)))?.[0];
};

// Distributions share the notation of their package manager: vers:deb serves Ubuntu, vers:rpm AlmaLinux, vers:apk Wolfi.
const isDistribution = (ecosystem: string): boolean => ["Alpine", "Debian", "Red Hat"].includes(ecosystem);
