// Grades versions/<ecosystem>.csv: the order of pairs of versions.
import { schemeFor } from "../../src/versions/scheme-of.ts";
import type { Scheme } from "../../src/versions/scheme.ts";
import { schemes } from "../../src/versions/schemes/index.ts";
import { schemeOfVersType } from "../../src/versions/vers/vers-types.ts";
import { csvRecords, graded, kindOf, ungraded } from "./row.ts";
import type { Family } from "./row.ts";

/** Files named otherwise than a scheme or an ecosystem of OSV. */
const ecosystems: Readonly<Record<string, string>> = {
  alpine: "Alpine", conan: "ConanCenter", crates: "crates.io", cran: "CRAN", debian: "Debian", go: "Go", hackage: "Hackage", maven: "Maven", npm: "npm",
  nuget: "NuGet", packagist: "Packagist", pub: "Pub", pypi: "PyPI", rpm: "Red Hat", rubygems: "RubyGems", semver: "SwiftURL",
};

export const versions: Family = {
  id: "versions",
  claims: (path) => /^versions\/[^_/][^/]*\.csv$/.test(path),
  grade(path, text) {
    const name = path.slice("versions/".length, -".csv".length);
    const scheme = schemeFor(ecosystems[name] ?? name) ?? schemes.find(name) ?? schemeOfVersType(name);
    return csvRecords(text).map(({ left = "", op = "", right = "", source = "", verified_by: verifiedBy = "" }) => {
      if (!scheme) return ungraded("no scheme", `${left} ${op} ${right}`);
      return graded({ kind: kindOf(source, verifiedBy), required: verifiedBy !== "", question: `${left} against ${right}`, expected: op, ours: () => signOf(scheme, left, right, op) });
    });
  },
};

function signOf(scheme: Scheme, left: string, right: string, asked: string): string {
  const [a, b] = [scheme.parse(left), scheme.parse(right)];
  if (a === undefined || b === undefined) return "no version";
  const order = scheme.compare(a, b);
  if (asked === "!=") return order === 0 ? "=" : "!=";
  return order < 0 ? "<" : order > 0 ? ">" : "=";
}
