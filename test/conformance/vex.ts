// Grades vex/purl-matching.jsonl: whether a statement about one package URL covers another.
import { purlCovers } from "../../src/findings/vex-purl.ts";
import { graded, jsonLines, kindOf, ungraded } from "./row.ts";
import type { Family } from "./row.ts";

interface VexCase { kind: string; name: string; statement_purl: string; scanned_purl: string; matches: boolean; source: string }

export const vex: Family = {
  id: "vex",
  claims: (path) => path === "vex/purl-matching.jsonl",
  grade: (_path, text) => jsonLines<VexCase>(text).map(({ kind, name, statement_purl: statement, scanned_purl: scanned, matches, source }) =>
    typeof statement !== "string" || typeof scanned !== "string" ? ungraded(`${kind}, of an unknown form`, name)
      : graded({ kind: kindOf(source, undefined), required: true, question: `${kind}, ${name}: ${statement} covers ${scanned}`, expected: String(matches), ours: () => String(purlCovers(statement, scanned)) })),
};
