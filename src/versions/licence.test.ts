// Licence expressions: both grammars, what they mean, and what satisfies them.
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLicence, satisfies } from "./licence.ts";
import type { LicenceGrammar, LicenceTree } from "./licence.ts";

const shape = (tree: LicenceTree): unknown => ("left" in tree ? [shape(tree.left), tree.kind, shape(tree.right)] : `${tree.id}${tree.orLater ? "+" : ""}${tree.exception ? ` WITH ${tree.exception}` : ""}`);
const meaning = (text: string, grammar: LicenceGrammar = "spdx"): unknown => { const licence = parseLicence(text, grammar); return licence && shape(licence.tree); };

describe("versions/licence", () => {
  it.each([
    ["a licence", "MIT", "MIT"], ["or later", "EPL-2.0+", "EPL-2.0+"], ["an exception", "GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"],
    ["AND binds before OR", "MIT OR ISC AND 0BSD", ["MIT", "or", ["ISC", "and", "0BSD"]]], ["parentheses bind first", "(MIT OR ISC) AND 0BSD", [["MIT", "or", "ISC"], "and", "0BSD"]],
    ["references", "DocumentRef-a:LicenseRef-b OR LicenseRef-c WITH GCC-exception-2.0", ["DocumentRef-a:LicenseRef-b", "or", "LicenseRef-c WITH GCC-exception-2.0"]],
    ["operators all in lower case (SPDX 3.0.1)", "MIT or ISC", ["MIT", "or", "ISC"]], ["an addition of one's own (SPDX 3.0.1)", "MIT WITH AdditionRef-ours", "MIT WITH AdditionRef-ours"], ["a deprecated id", "GPL-2.0", "GPL-2.0"],
  ])("reads %s", (_what, text, expected) => { expect(meaning(text)).toEqual(expected); });

  it.each([
    ["another case", "mit"], ["an operator in mixed case", "MIT Or ISC"], ["NOASSERTION", "NOASSERTION"], ["NONE", "NONE"], ["a space before +", "MIT +"], ["+ on a reference", "LicenseRef-a+"], ["an exception that is a licence", "MIT WITH ISC"], ["a licence that is an exception", "GCC-exception-2.0"],
    ["WITH after parentheses", "(MIT) WITH GCC-exception-2.0"], ["two exceptions", "MIT WITH GCC-exception-2.0 WITH GCC-exception-2.0"], ["an operator at the end", "MIT OR"], ["at the beginning", "AND MIT"], ["two", "MIT OR OR ISC"], ["none", "MIT ISC"], ["an open parenthesis", "(MIT"], ["a closed one", "MIT)"], ["empty ones", "()"],
    ["a document reference alone", "DocumentRef-a:b"], ["a name", "Apache License 2.0"], ["nothing", ""], ["a word with a meaning for objects", "constructor"], ["no end", "MIT OR ".repeat(3000)], ["no bottom", `${"(".repeat(200)}MIT${")".repeat(200)}`],
  ])("refuses %s", (_what, text) => { expect(parseLicence(text)).toBeUndefined(); });

  it.each([
    ["any case", "mIt and (apache-2.0+  OR licenseref-Ours)", "MIT AND (Apache-2.0+ OR LicenseRef-Ours)"], ["parentheses stay as they are", "((mit))", "((MIT))"], ["an exception", "gpl-2.0-only with classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"],
  ])("PEP 639: %s", (_what, text, canonical) => { expect(parseLicence(text, "pep639")?.text).toBe(canonical); });

  it("PEP 639 knows no documents", () => { expect(parseLicence("DocumentRef-a:LicenseRef-b", "pep639")).toBeUndefined(); });

  it.each<[claim: string, expression: string, allowed: string[], satisfied: boolean]>([
    ["one side of OR", "MIT OR GPL-3.0-only", ["MIT"], true], ["both sides of AND", "MIT AND GPL-3.0-only", ["MIT"], false], ["through parentheses", "(MIT OR ISC) AND (ISC OR GPL-3.0-only)", ["ISC"], true], ["nothing is allowed", "MIT", [], false],
    ["a later version, where later ones are allowed", "GPL-3.0-only", ["GPL-2.0-or-later"], true], ["not an earlier one", "GPL-1.0-only", ["GPL-2.0+"], false], ["or later offers the allowed version", "GPL-2.0-or-later", ["GPL-3.0-only"], true], ["only does not", "GPL-2.0-only", ["GPL-3.0-only"], false], ["only, whatever is written after it", "GPL-2.0-only+", ["GPL-3.0-only"], false],
    ["two spellings of one", "GPL-2.0", ["GPL-2.0-only"], true], ["another family", "LGPL-3.0-only", ["GPL-2.0+"], false], ["letters of versions", "LPPL-1.3c", ["LPPL-1.3a+"], true], ["versions in numbers", "PHP-3.01", ["PHP-3.0+"], true],
    ["an exception is not the licence", "GPL-2.0-only WITH Classpath-exception-2.0", ["GPL-2.0-only"], false], ["nor the licence the exception", "GPL-2.0-only", ["GPL-2.0-only WITH Classpath-exception-2.0"], false], ["the deprecated id that is both", "GPL-2.0-with-classpath-exception", ["GPL-2.0-only WITH Classpath-exception-2.0"], true],
    ["a reference is itself", "LicenseRef-ours", ["LicenseRef-ours"], true], ["a reference has no versions", "LicenseRef-ours-2.0", ["LicenseRef-ours-1.0"], false],
  ])("%s: %s with %j is %s", (_claim, expression, allowed, satisfied) => { expect(satisfies(expression, allowed)).toBe(satisfied); });

  it.each([["MIT AND", ["MIT"], []], ["MIT", ["ISC", "MIT AND ISC"], [{ at: "/allowed/1" }]], ["MIT", ["Free"], [{ at: "/allowed/0" }]]])("%s with %j is a fault that says where", (expression, allowed, places) => {
    expect(() => satisfies(expression, allowed)).toThrow(expect.objectContaining({ code: "licence.invalid", places: places.map((place) => expect.objectContaining(place)) }));
  });

  const id = fc.constantFrom("MIT", "ISC", "GPL-2.0-only", "GPL-3.0-or-later", "LicenseRef-x", "Apache-2.0+");
  const expressions = fc.letrec<{ tree: string }>((tie) => ({ tree: fc.oneof({ depthSize: "small" }, id, fc.tuple(tie("tree"), fc.constantFrom("AND", "OR"), tie("tree")).map(([a, operator, b]) => `(${a} ${operator} ${b})`)) })).tree;

  it("the canonical text means the same and is its own canonical text; more that is allowed never satisfies less", () => {
    fc.assert(fc.property(expressions, fc.uniqueArray(id), id, (text, allowed, more) => {
      const licence = parseLicence(text);
      expect(parseLicence(licence?.text ?? "")).toEqual(licence);
      if (satisfies(text, allowed)) expect(satisfies(text, [...allowed, more])).toBe(true);
    }));
  });

  const folder = new URL("../../../shared/vectors/licenses/", import.meta.url);
  const linesOf = (file: string): string[] => readFileSync(new URL(file, folder), "utf8").trimEnd().split("\n");
  it.skipIf(!existsSync(folder))("every shared row, 0 wrong (skipped: ../shared/vectors/licenses is not beside this repository)", () => {
    const wrong = linesOf("expressions.csv").slice(1).filter((line) => {
      const [, expression = "", valid, canonical, grammar] = /^(.*?),(true|false),(.*?),(PEP 639|SPDX),/.exec(line) ?? [];
      const read = parseLicence(expression, grammar === "SPDX" ? "spdx" : "pep639");
      return String(read !== undefined) !== valid || (canonical !== "" && read?.text !== canonical);
    });
    const answer = (expression: string, allowed: string[]): unknown => { try { return satisfies(expression, allowed); } catch { return "error"; } };
    const wrongly = linesOf("satisfies.jsonl").map((line) => JSON.parse(line) as { expression: string; allowed: string[]; satisfied: unknown }).filter(({ expression, allowed, satisfied }) => answer(expression, allowed) !== satisfied);
    expect([wrong, wrongly]).toEqual([[], []]);
  });
});
