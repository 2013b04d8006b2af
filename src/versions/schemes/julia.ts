// Julia: Semantic Versioning 2.0.0, but the build number has an order: binary packages (JLL) are rebuilt as 1.2.3+1.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Order of what may stand at one place of a list of identifiers: its end, an empty one (Julia's "1.0-" is below every
// prerelease, "1.0+" above every build), a number, text; a release above all prereleases.
const end = "\u0001";
const empty = "\u0002";
const numeric = "\u0003";
const alphanumeric = "\u0004";
const released = "\u00ff";
const aboveBuilds = "\uffff";

// Base.VERSION_REGEX: letters may follow the numbers without a hyphen. More than three numbers are read, too.
const form = /^\s*v?(\d+(?:\.\d+)*)(?:(-)((?:[0-9a-z-]+\.)*[0-9a-z-]+)?|([a-z][0-9a-z-]*(?:\.[0-9a-z-]+)*))?(?:(\+)((?:[0-9a-z-]+\.)*[0-9a-z-]+)?)?\s*$/i;
const onlyDigits = /^\d+$/;

/** A version is its sort key: built once, compared as text. */
export const julia = defineScheme<string>({
  id: "julia",
  about: "Julia packages.",
  ecosystems: ["Julia"],
  standard: "Julia Base, VersionNumber (isless): Semantic Versioning 2.0.0 with ordered build identifiers",
  refinesSemver: true,
  parse: parseJulia,
  compare: compareKeys,
});

function parseJulia(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, core, hyphen, hyphened = "", loose, plus, build] = form.exec(text) ?? [];
  if (core === undefined) return undefined;
  const prerelease = hyphen === undefined ? loose : hyphened;
  return coreKey(core) + (prerelease === undefined ? released : listKey(prerelease)) + buildKey(plus, build);
}

function coreKey(core: string): string {
  const parts = core.split(".").map(numberKey);
  while (parts.at(-1) === zero) parts.pop();
  return parts.join("") + end;
}

const zero = numberKey("0");

const buildKey = (plus: string | undefined, build: string | undefined): string =>
  plus === undefined ? "" : build === undefined ? aboveBuilds : listKey(build);

const listKey = (list: string): string => list.split(".").map(identifierKey).join("") + end;

function identifierKey(identifier: string): string {
  if (identifier === "") return empty;
  return onlyDigits.test(identifier) ? numeric + numberKey(identifier) : alphanumeric + identifier + end;
}
