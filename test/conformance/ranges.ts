// Grades ranges/<ecosystem>.csv: whether a range in the ecosystem's own notation holds a version.
import { rangeSyntaxes } from "../../src/versions/native/index.ts";
import { csvRecords, graded, kindOf, ungraded } from "./row.ts";
import type { Family } from "./row.ts";

const syntaxIds: Readonly<Record<string, string>> = { crates: "cargo" };

export const ranges: Family = {
  id: "ranges",
  claims: (path) => /^ranges\/[^_/][^/]*\.csv$/.test(path),
  grade(path, text) {
    const name = path.slice("ranges/".length, -".csv".length);
    const syntax = rangeSyntaxes.find(syntaxIds[name] ?? name);
    return csvRecords(text).map(({ range = "", version = "", contains = "", source = "", verified_by: verifiedBy = "", note = "" }) => {
      if (!syntax) return ungraded("no syntax", `${range} holds ${version}`);
      const prereleases = note.includes("includePrerelease");
      return graded({
        kind: kindOf(source, verifiedBy), required: verifiedBy !== "", question: `${range}${prereleases ? " with prereleases" : ""} holds ${version}`, expected: contains,
        ours: () => { const read = syntax.parse(range, { prereleases }); return read === undefined ? "no range" : String(syntax.contains(read, version) ?? "no version"); },
      });
    });
  },
};
