// Grades licenses/: which texts are licence expressions, their canonical form, and which licences satisfy one.
import { isFault } from "../../src/kernel/fault.ts";
import { parseLicence, satisfies } from "../../src/versions/licence.ts";
import type { LicenceGrammar } from "../../src/versions/licence.ts";
import { csvRecords, graded, jsonLines, kindOf } from "./row.ts";
import type { Family, Row } from "./row.ts";

export const licences: Family = {
  id: "licences",
  claims: (path) => path === "licenses/expressions.csv" || path === "licenses/satisfies.jsonl",
  grade: (path, text) => (path.endsWith(".csv") ? csvRecords(text).map(expressionRow) : jsonLines<Satisfied>(text).map(satisfiedRow)),
};

const grammars: Readonly<Record<string, LicenceGrammar>> = { "SPDX": "spdx", "PEP 639": "pep639" };

/** The canonical form is compared where the row gives it. */
function expressionRow({ expression = "", valid = "", canonical_if_given: canonical = "", grammar = "", source = "" }: Readonly<Record<string, string>>): Row {
  return graded({ kind: kindOf(source, undefined), required: true, question: `${grammar} ${JSON.stringify(expression)}`, expected: [valid, canonical].join(" "), ours: () => {
    const read = parseLicence(expression, grammars[grammar] ?? "spdx");
    return [read !== undefined, canonical === "" ? "" : read?.text].join(" ");
  } });
}

interface Satisfied { expression: string; allowed: readonly string[]; satisfied: boolean | "error"; source: string }

const satisfiedRow = ({ expression, allowed, satisfied, source }: Satisfied): Row =>
  graded({ kind: kindOf(source, undefined), required: true, question: `${expression} by ${allowed.join(", ")}`, expected: String(satisfied), ours: () => answer(expression, allowed) });

/** "error" is expected of a list that is none; what people are told is a Fault, anything else that is thrown is a defect. */
function answer(expression: string, allowed: readonly string[]): string {
  try {
    return String(satisfies(expression, allowed));
  } catch (cause) {
    if (isFault(cause)) return "error";
    throw cause;
  }
}
