// Every CPE row of the shared conformance folder, where it lies beside the repository: 0 wrong.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compareAttribute, compareNames } from "./compare.ts";
import type { CpeMatch } from "./configuration.ts";
import { matchCpe } from "./match.ts";
import { bindToFormatted, bindToUri, parseCpe } from "./name.ts";
import type { Attribute } from "./wfn.ts";
import { any, nameOf, notApplicable } from "./wfn.ts";

const folder = new URL("../../../../shared/vectors/cpe/", import.meta.url);
const isThere = existsSync(new URL("naming.jsonl", folder));
const linesOf = (file: string): string[] => readFileSync(new URL(file, folder), "utf8").trimEnd().split("\n");

// The files write the logical values as words.
const logical = (value: string): string => ({ ANY: any, NA: notApplicable })[value] ?? value;
const nameFrom = (words: Partial<Record<Attribute, string>>) => nameOf(Object.fromEntries(Object.entries(words).map(([attribute, word]) => [attribute, logical(word)])));

interface Naming { op: "unbind" | "bind_uri" | "bind_fs" | "roundtrip"; input: string & Partial<Record<Attribute, string>>; expected: string & Partial<Record<Attribute, string>> | null }

function answer({ op, input }: Naming): unknown {
  if (op === "bind_uri") return bindToUri(nameFrom(input));
  if (op === "bind_fs") return bindToFormatted(nameFrom(input));
  const name = parseCpe(input);
  if (op === "unbind" || !name) return name ?? null;
  return input.startsWith("cpe:/") ? bindToUri(name) : bindToFormatted(name);
}

describe(`versions/cpe on the shared vectors${isThere ? "" : " (skipped: ../shared/vectors/cpe is not beside this repository)"}`, () => {
  it.skipIf(!isThere)("attribute-relations.csv", () => {
    const wrong = linesOf("attribute-relations.csv").slice(1).filter((line) => {
      const [source = "", target = "", relation = ""] = line.split(",");
      return compareAttribute(logical(source), logical(target)) !== relation.toLowerCase();
    });
    expect(wrong).toEqual([]);
  });

  it.skipIf(!isThere)("name-matching.jsonl", () => {
    for (const row of linesOf("name-matching.jsonl").map((line) => JSON.parse(line) as Record<string, unknown> & { source: string; target: string })) {
      const [source, target] = [parseCpe(row.source), parseCpe(row.target)];
      expect({ row, relation: source && target && compareNames(source, target) }).toMatchObject({ relation: { disjoint: row["disjoint"], equal: row["equal"], subset: row["subset"], superset: row["superset"] } });
    }
  });

  it.skipIf(!isThere)("naming.jsonl", () => {
    for (const row of linesOf("naming.jsonl").map((line) => JSON.parse(line) as Naming)) {
      expect({ input: row.input, answer: answer(row) }).toEqual({ input: row.input, answer: row.op === "unbind" && row.expected ? nameFrom(row.expected) : row.expected });
    }
  });

  it.skipIf(!isThere)("nvd-match.jsonl", () => {
    const rows = linesOf("nvd-match.jsonl").map((line) => JSON.parse(line) as CpeMatch & { kind: string; target: string; expected: boolean; rule: string });
    const wrong = rows.filter(({ target, expected, ...match }) => {
      const name = parseCpe(target);
      return (name !== undefined && matchCpe(match, name).holds === "yes") !== expected;
    });
    expect(wrong.map(({ rule }) => rule)).toEqual([]);
  });
});
