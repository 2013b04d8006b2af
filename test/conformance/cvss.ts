// Grades cvss/: scores of vectors of every version, where 3.0 and 3.1 part, and which texts are vectors.
import { isValidVector, score } from "../../src/advisories/cvss/index.ts";
import { csvRecords, graded, kindOf } from "./row.ts";
import type { Family, Row } from "./row.ts";

type Cells = Readonly<Record<string, string>>;

export const cvss: Family = {
  id: "cvss",
  claims: (path) => /^cvss\/[^_/][^/]*\.csv$/.test(path),
  grade(path, text) {
    const rows = csvRecords(text);
    if (path.endsWith("/validity.csv")) return rows.map(validityRow);
    return path.endsWith("-differences.csv") ? rows.flatMap(differenceRows) : rows.map(scoreRow);
  },
};

const parts = ["base", "temporal", "environmental"] as const;

/** The most specific score and its word, and each part that the row gives. */
function scoreRow(cells: Cells): Row {
  const { vector = "", score: overall = "", severity = "", source = "", verified_by: verifiedBy = "" } = cells;
  const given = parts.filter((part) => (cells[part] ?? "") !== "");
  const expected = [overall, severity.toLowerCase(), ...given.map((part) => cells[part])].join(" ");
  return graded({ kind: kindOf(source, verifiedBy), required: true, question: vector, expected, ours: () => {
    const found = score(vector);
    return found ? [points(found.overall), found.severity, ...given.map((part) => points(found[part]))].join(" ") : "no vector";
  } });
}

const points = (value: number): string => value.toFixed(1);

const differenceRows = ({ metrics = "", "score_3.0": older = "", "score_3.1": newer = "", ...cells }: Cells): Row[] =>
  ([["3.0", older], ["3.1", newer]] as const).map(([version, expected]) => {
    const each = (cells[`base|temporal|env ${version}`] ?? "").split("|");
    const vector = `CVSS:${version}/${metrics}`;
    return graded({ kind: `${version}, differences`, required: true, question: vector, expected: [expected, ...each].join(" "), ours: () => {
      const found = score(vector);
      return found ? [expected === "" ? "" : points(found.overall), ...parts.map((part) => points(found[part]))].join(" ") : "no vector";
    } });
  });

const validityRow = ({ vector = "", valid = "", source = "" }: Cells): Row =>
  graded({ kind: kindOf(source, undefined), required: true, question: `valid? ${vector}`, expected: valid, ours: () => String(isValidVector(vector)) });
