// Pub: Semantic Versioning 2.0.0, but build metadata has an order too.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Order of what may stand at one place of a list of identifiers: its end, a number, text; a release above all prereleases.
const end = "\u0001";
const numeric = "\u0002";
const alphanumeric = "\u0003";
const released = "\u00ff";

// Shorter cores and a "v" are read as 0 and nothing, as in the semver scheme; pub itself asks for three numbers.
const identifiers = "([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)";
const form = new RegExp(`^\\s*v?(\\d+(?:\\.\\d+)*)(?:-${identifiers})?(?:\\+${identifiers})?\\s*$`);
const onlyDigits = /^\d+$/;

/** A version is its sort key: built once, compared as text. */
export const pub = defineScheme<string>({
  id: "pub",
  about: "Dart and Flutter packages.",
  ecosystems: ["Pub"],
  standard: "pub_semver, Version.compareTo: Semantic Versioning 2.0.0 with build metadata ordered like a prerelease",
  refinesSemver: true,
  parse: parsePub,
  compare: compareKeys,
});

function parsePub(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, core, prerelease, build] = form.exec(text) ?? [];
  if (core === undefined) return undefined;
  return coreKey(core) + (prerelease === undefined ? released : listKey(prerelease)) + (build === undefined ? "" : listKey(build));
}

function coreKey(core: string): string {
  const parts = core.split(".").map(numberKey);
  while (parts.at(-1) === zero) parts.pop();
  return parts.join("") + end;
}

const zero = numberKey("0");

const listKey = (list: string): string => list.split(".").map(identifierKey).join("") + end;

const identifierKey = (identifier: string): string =>
  onlyDigits.test(identifier) ? numeric + numberKey(identifier) : alphanumeric + identifier + end;
