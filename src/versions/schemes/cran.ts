// CRAN: numbers between dots and hyphens, from left to right, and a longer version is later than its beginning.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// "Writing R Extensions", The DESCRIPTION file: a sequence of at least two non-negative integers separated by single "." or "-".
// One integer is read too: compareVersion has an answer for it.
const form = /^\d+(?:[.-]\d+)*$/;
const separator = /[.-]/;

/** A version is its sort key: built once, compared as text. utils::compareVersion says 1.8 < 1.8.0, package_version says equal; OSV uses the former. */
export const cran = defineScheme<string>({
  id: "cran",
  about: "R packages of CRAN.",
  ecosystems: ["CRAN"],
  standard: "R, utils::compareVersion",
  parse: parseCran,
  compare: compareKeys,
});

function parseCran(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const version = text.trim();
  return form.test(version) ? version.split(separator).map(numberKey).join("") : undefined;
}
