// Hackage: lists of numbers, compared from left to right, and a longer list is later than its beginning.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Cabal has no leading zeros and no tags any more; leading zeros are read as the number they are.
const form = /^\d+(?:\.\d+)*$/;

/** A version is its sort key: built once, compared as text. 1.0 < 1.0.0, as lists of Haskell are ordered. */
export const hackage = defineScheme<string>({
  id: "hackage",
  about: "Haskell packages.",
  ecosystems: ["Hackage"],
  standard: "Haskell Package Versioning Policy, section 3; Cabal, Distribution.Types.Version",
  parse: parseHackage,
  compare: compareKeys,
});

function parseHackage(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const version = text.trim();
  return form.test(version) ? version.split(".").map(numberKey).join("") : undefined;
}
