// Grades purl/cases.jsonl: parsing, building and canonical text of package URLs.
import { canonicalPurl, mendPurl, parsePurl, purlFrom } from "../../src/versions/purl.ts";
import type { PurlParts } from "../../src/versions/purl.ts";
import { graded, jsonLines } from "./row.ts";
import type { Family, Row } from "./row.ts";

interface PurlCase { test_group: string; test_type: "parse" | "build" | "validate"; input: string | PurlParts; expected_output?: string | PurlParts | null; expected_failure: boolean }

export const purl: Family = {
  id: "purl",
  claims: (path) => path === "purl/cases.jsonl",
  grade: (_path, text) => jsonLines<PurlCase>(text).map(row),
};

const none = "no package URL";

function row({ test_group: group, test_type: type, input, expected_output: output, expected_failure: fails }: PurlCase): Row {
  const expected = fails || output === null || output === undefined ? none : typeof output === "string" ? output : partsText(output);
  return graded({ kind: group, required: group === "required", question: `${type} ${JSON.stringify(input)}`, expected, ours: () => {
    const read = typeof input !== "string" ? purlFrom(input) : type === "validate" ? mendPurl(input) : parsePurl(input);
    return read ? (type === "parse" ? partsText(read) : canonicalPurl(read)) : none;
  } });
}

/** Part by part, so that two splits with one text do not pass for each other. */
const partsText = ({ type, namespace, name, version, qualifiers, subpath }: PurlParts): string =>
  JSON.stringify([type, namespace ?? null, name, version ?? null, Object.entries(qualifiers ?? {}).toSorted(), subpath ?? null]);
