// Filters: both spellings leave out the same events, and only the rules they speak of change.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyFilters } from "./filters.ts";
import { compileNode } from "./matcher.ts";
import { readRules } from "./read-rules.ts";
import { checkFilters, joinFiles } from "./join-files.ts";

const rules = "title: One\nid: id-1\nname: one\nlogsource: {category: process_creation, product: windows}\ndetection: {s: {a: b}, condition: s}\n---\ntitle: Two\nid: id-2\nlogsource: {category: process_creation, product: linux}\ndetection: {s: {a: b}, condition: s}\n";
const filter = (condition: string, named = "[id-1]", logsource = "{category: process_creation}"): string => `title: Administrators\nlogsource: ${logsource}\nfilter:\n  rules: ${named}\n  selection: {User|startswith: adm_}\n  other: {host: lab}\n  condition: ${condition}\n`;
const kept = (text: string, fields: Record<string, string>): boolean[] => {
  const { rules: all, filters, rejects } = readRules(`${rules}---\n${text}`, "f.yml");
  expect(rejects).toEqual([]);
  return applyFilters(all, filters).map(({ condition }) => compileNode(condition, (field) => [field])(fields));
};

describe("runtime/sigma/filters", () => {
  it.each([["selection", "left out"], ["not selection", "kept"], ["(not selection)", "kept"], ["NOT selection", "kept"], ["1 of selection", "left out"], ["not (selection)", "kept"]] as const)("%s leaves out administrators, and says what is %s", (condition, says) => {
    expect(kept(filter(condition), { a: "b", User: "adm_1" })[0]).toBe(false);
    expect(kept(filter(condition), { a: "b", User: "eve" })[0]).toBe(true);
    expect(kept(filter(condition), { a: "x", User: "eve" })[0]).toBe(false);
    expect(readRules(filter(condition), "f.yml").filters[0]?.says).toBe(says);
  });

  it("either spelling of a condition leaves out the same events", () => {
    const pairs = [["selection", "not selection"], ["selection or other", "not (selection or other)"], ["selection and other", "not (selection and other)"], ["selection or other", "not selection and not other"], ["1 of them", "not 1 of them"]] as const;
    fc.assert(fc.property(fc.constantFrom(...pairs), fc.constantFrom("adm_x", "eve"), fc.constantFrom("lab", "prod"), ([one, other], User, host) => {
      expect(kept(filter(one), { a: "b", User, host })).toEqual(kept(filter(other), { a: "b", User, host }));
    }));
  });

  it.each([["[id-1]", undefined, [false, true]], ["[one]", undefined, [false, true]], ["id-2", undefined, [true, false]], ["any", undefined, [false, false]], ["any", "{product: linux}", [true, false]], ["[id-1]", "{product: linux}", [true, true]], ["[id-1, id-2]", "{category: process_creation, product: windows}", [false, true]]])("rules: %s with %s", (named, logsource, expected) => {
    expect(kept(filter("selection", named, logsource), { a: "b", User: "adm_1" })).toEqual(expected);
  });

  it("several filters are all heard, and a rule without one is the same object", () => {
    const { rules: all, filters } = readRules(`${rules}---\n${filter("selection")}---\n${filter("other")}`, "f.yml");
    const [one, two] = applyFilters(all, filters);
    expect(two).toBe(all[1]);
    expect([{ a: "b", host: "lab" }, { a: "b", User: "adm_" }, { a: "b", host: "x" }].map(compileNode(one!.condition, (field) => [field]))).toEqual([false, false, true]);
  });

  it.each([["filter:\n  selection: {a: b}\n  condition: selection", "filter.rules is missing"], ["filter:\n  rules: any\n  condition: selection", "filter has no search"], ["filter:\n  rules: any\n  selection: {a: b}", "filter.condition is missing"], ["filter:\n  rules: any\n  selection: {a: b}\n  condition: selectoin", "did you mean selection?"], ["filter:\n  rules: []\n  selection: {a: b}\n  condition: selection", "names no rule"], ["filter:\n  rules: any\n  selection: {a: b}\n  condition: [selection, selection]", "filter.condition is one text"]])("%s is refused", (lines, why) => {
    expect(readRules(`title: F\nlogsource: {product: x}\n${lines}\n`, "f.yml").rejects[0]?.rule).toContain(why);
    expect(readRules(`title: F\n${lines}\n`, "f.yml").rejects).toHaveLength(1);
  });
});

describe("runtime/sigma/join-files", () => {
  it("the first of several rules with one id or name stays, and the other is named with both places", () => {
    const joined = joinFiles([readRules(rules, "a.yml"), readRules(rules.replace("id-2", "id-3"), "b.yml")]);
    expect(joined.rules.map(({ id, place }) => [id, place.file])).toEqual([["id-1", "a.yml"], ["id-2", "a.yml"], ["id-3", "b.yml"]]);
    expect(joined.rejects).toEqual([{ file: "b.yml", line: 1, title: "One", rule: 'has the id id-1, which "One" has already (a.yml:1); give it another' }]);
  });

  it("a filter for rules that are not there is refused", () => {
    const file = checkFilters(readRules(`${rules}---\n${filter("selection", "[nobody]")}---\n${filter("selection", "[nobody, id-1]")}`, "a.yml"));
    expect([file.filters.length, file.rejects.map(({ rule }) => rule)]).toEqual([1, [expect.stringContaining("names nobody")]]);
  });
});
