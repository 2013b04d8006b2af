// Semantic Versioning 2.0.0, section 11, and total beyond it: any number of parts, numbers of any length.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Order of what may stand at one place of a prerelease: its end, a numeric identifier, an alphanumeric one;
// a release stands above all of them (section 11.3, 11.4).
const end = "\u0001";
const numeric = "\u0002";
const alphanumeric = "\u0003";
const released = "\u00ff";

// Wider than the grammar of section 2 on purpose, as npm's loose reading is: "v" or "=" in front (npm, Go), fewer or
// more than three parts (Go's v1.2, OSV events, four-part versions), leading zeros, "1.2.3beta" for "1.2.3-beta".
// Build metadata is read and left out of the key: it takes no part in precedence (section 10).
const form = /^[=v\s]*(\d+(?:\.\d+)*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)|([A-Za-z][0-9A-Za-z-]*(?:\.[0-9A-Za-z-]+)*))?(?:\+[^\s]*)?\s*$/;
const onlyDigits = /^\d+$/;

/** A version is its sort key: built once, compared as text. */
export const semver = defineScheme<string>({
  id: "semver",
  about: "Semantic versions: npm, crates.io, Go and those who follow the same order.",
  // Bioconductor asks for x.y.z and GHC releases x.y.z, with -alpha1 and -rc1 before it: SemVer's order is theirs.
  // The records of Kubernetes and of Docker Hardened Images spell their ecosystem both ways.
  ecosystems: ["npm", "crates.io", "Go", "Hex", "SwiftURL", "GitHub Actions", "VSCode", "GHC", "Bioconductor", "Kubernetes", "kubernetes", "Docker Hardened Images", "DHI"],
  standard: "Semantic Versioning 2.0.0, section 11",
  parse: parseSemver,
  compare: compareKeys,
});

function parseSemver(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, core, prerelease, loosePrerelease] = form.exec(text) ?? [];
  if (core === undefined) return undefined;
  return coreKey(core) + prereleaseKey(prerelease ?? loosePrerelease);
}

/** Trailing zeros are dropped, because a part that is not there counts as 0: v1, v1.0 and v1.0.0 are one version. */
function coreKey(core: string): string {
  const parts = core.split(".").map(numberKey);
  while (parts.at(-1) === zero) parts.pop();
  return parts.join("") + end;
}

const zero = numberKey("0");

function prereleaseKey(prerelease: string | undefined): string {
  if (prerelease === undefined) return released;
  return prerelease.split(".").map(identifierKey).join("") + end;
}

const identifierKey = (identifier: string): string =>
  onlyDigits.test(identifier) ? numeric + numberKey(identifier) : alphanumeric + identifier + end;
