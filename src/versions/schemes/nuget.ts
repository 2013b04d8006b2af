// NuGet: Semantic Versioning 2.0.0 with a fourth number, prerelease labels without case, numbers of 32 bits among them.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Order of what may stand at one place of a prerelease: its end, a negative label, a numeric one, text; a release above all.
const end = "\u0001";
const negative = "\u0002";
const numeric = "\u0003";
const alphanumeric = "\u0004";
const released = "\u00ff";

// Wider than NuGetVersion.TryParse: numbers of any length, and labels such as 001, which section 9 of SemVer 2.0.0 and
// NuGet refuse; the comparer's rule for labels gives them a place all the same.
const form = /^\s*(\d+(?:\.\d+){0,3})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?\s*$/;
const integer = /^(-?)0*(\d{1,10})$/;
const int32Bound = 2 ** 31;

/** A version is its sort key: built once, compared as text. */
export const nuget = defineScheme<string>({
  id: "nuget",
  about: "NuGet packages.",
  ecosystems: ["NuGet"],
  standard: "NuGet package versioning (version basics, normalized version numbers); Semantic Versioning 2.0.0, section 11",
  parse: parseNuget,
  compare: compareKeys,
});

function parseNuget(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, core, labels] = form.exec(text) ?? [];
  if (core === undefined) return undefined;
  return coreKey(core) + (labels === undefined ? released : labels.split(".").map(labelKey).join("") + end);
}

/** What is not there counts as 0: 1.0 is 1.0.0.0. */
function coreKey(core: string): string {
  const parts = core.split(".").map(numberKey);
  while (parts.at(-1) === zero) parts.pop();
  return parts.join("") + end;
}

const zero = numberKey("0");

/** A label is a number only if it fits int32 (VersionComparer uses int.TryParse, which takes a minus); else it is text without case. */
function labelKey(label: string): string {
  const [, minus, digits = ""] = integer.exec(label) ?? [];
  const value = Number(digits);
  if (minus === undefined || value > int32Bound || (value === int32Bound && minus === "")) return alphanumeric + label.toUpperCase() + end;
  return minus === "" || value === 0 ? numeric + numberKey(digits) : negative + numberKey(String(int32Bound - value));
}
