// The indexed set against asking every rule: by chance, and with SigmaHQ's rules and real events where they are.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fields, LogSource } from "../event.ts";
import { appliesTo, namesOf } from "./field-mapping.ts";
import type { FieldMapping } from "./field-mapping.ts";
import { applyFilters } from "./filters.ts";
import { compileNode } from "./matcher.ts";
import { createRuleSet } from "./rule-set.ts";
import type { RuleSetOptions } from "./rule-set.ts";
import { events, logsources, ruleLists, ruleOf } from "./rule-set.suite.ts";
import type { Node, SigmaFilter, SigmaRule } from "./rule.ts";

const isUnknown = ({ category, product, service }: LogSource): boolean => (category ?? product ?? service) === undefined;

/** Every rule asked, as the specification has it. */
function plainly(rules: readonly SigmaRule[], { filters = [], mappings = [], routed = true }: RuleSetOptions): (fields: Fields, logsource: LogSource) => readonly SigmaRule[] {
  const matchers = applyFilters(rules, filters).map(({ condition, logsource }) => compileNode(condition, (field) => namesOf(field, logsource, mappings)));
  return (fields, logsource) => rules.filter((rule, at) => (!routed || isUnknown(logsource) || appliesTo(rule.logsource, logsource)) && matchers[at]?.(fields) === true);
}

const titles = (rules: readonly SigmaRule[]): string[] => rules.map(({ title }) => title);
const is = (field: string, ...pattern: Extract<Extract<Node, { kind: "test" }>["test"], { kind: "pattern" }>["pattern"]): Node => ({ kind: "test", field, test: { kind: "pattern", pattern, cased: false }, text: "", line: 1 });
const linux: LogSource = { category: "process_creation", product: "linux" };
const mapping: FieldMapping = { logsource: { product: "linux" }, fields: { Image: ["exe", "process.binary"] } };
const filter = (keeps: Node): SigmaFilter => ({ kind: "filter", id: "f", title: "f", description: "", logsource: {}, rules: undefined, keeps, place: { file: "f.yml", line: 1 }, text: "" });

describe("runtime/sigma/rule-set", () => {
  it("gives the rules that hold, themselves and in their order", () => {
    const rules = [ruleOf(is("Image", "/bin/sh"), linux, 0), ruleOf(is("Image", "/bin/ls"), linux, 1), ruleOf(is("CommandLine", { wildcard: "any" }, "whoami", { wildcard: "any" }), linux, 2), ruleOf(is("Image", { wildcard: "any" }, "/sh"), linux, 3)];
    const found = createRuleSet(rules).evaluate({ CommandLine: "sh -c WHOAMI", Image: "/bin/sh" }, linux);
    expect(found).toEqual([rules[0], rules[2], rules[3]]);
    expect(found[0]).toBe(rules[0]);
  });

  it.each<[string, LogSource, RuleSetOptions, readonly string[]]>([
    ["a rule applies when all it names is the same", { category: "process_creation", product: "linux", service: "auditd" }, {}, ["Rule 0", "Rule 3"]],
    ["a service alone leaves rules of no category", { product: "linux", service: "sshd" }, {}, ["Rule 2", "Rule 3"]],
    ["an unknown product leaves rules that name none", { category: "process_creation", product: "plan9" }, {}, ["Rule 3"]],
    ["an event of unknown source is asked of all", {}, {}, ["Rule 0", "Rule 1", "Rule 2", "Rule 3"]],
    ["so is every event when the set is not routed", { product: "linux" }, { routed: false }, ["Rule 0", "Rule 1", "Rule 2", "Rule 3"]],
  ])("%s", (_claim, logsource, options, expected) => {
    const sources: LogSource[] = [linux, { category: "process_creation", product: "windows" }, { product: "linux", service: "sshd" }, {}];
    const set = createRuleSet(sources.map((source, number) => ruleOf(is("a", "b"), source, number)), options);
    expect(titles(set.evaluate({ a: "B" }, logsource))).toEqual(expected);
    expect(titles(set.evaluate({ a: "B" }, logsource))).toEqual(expected);
  });

  it("a field is found under the names of its mapping", () => {
    const set = createRuleSet([ruleOf(is("Image", "/bin/sh"), linux, 0)], { mappings: [mapping] });
    expect(titles(set.evaluate({ process: { binary: "/BIN/sh" } }, linux))).toEqual(["Rule 0"]);
    expect(set.evaluate({ exe: "/bin/ls", process: { binary: "/bin/sh" } }, linux)).toEqual([]);
    expect(set.evaluate({ Image: "/bin/sh" }, linux)).toEqual([]);
  });

  it("a filter is heard, and the rule comes out as it was given", () => {
    const rule = ruleOf(is("Image", "/bin/sh"), linux, 0);
    const set = createRuleSet([rule], { filters: [filter({ kind: "not", node: is("User", "backup"), name: "not" })] });
    expect(set.evaluate({ Image: "/bin/sh", User: "Backup" }, linux)).toEqual([]);
    expect(set.evaluate({ Image: "/bin/sh" }, linux)[0]).toBe(rule);
  });

  it("counts what was asked: rules of the source, those the index left, those that held", () => {
    const set = createRuleSet([ruleOf({ kind: "and", nodes: [is("a", "needle in a haystack"), is("b", "c")], name: "" }, linux, 0), ruleOf(is("a", "other"), linux, 1), ruleOf(is("a", "b"), { product: "windows" }, 2)]);
    set.evaluate({ a: "needle in a haystack", b: "d" }, linux);
    set.evaluate({ a: "other" }, linux);
    expect(set.selectivity()).toEqual({ events: 2, rulesAsked: 4, candidates: 2, hits: 1 });
  });

  it("any rules, any events: what asking every rule gives", { timeout: 120_000 }, () => {
    const options = fc.record({ routed: fc.boolean(), mappings: fc.constantFrom([], [mapping], [{ logsource: {}, fields: { CommandLine: ["user", "Image"], Image: ["labels.app"] } }]), filters: fc.constantFrom([], [filter({ kind: "not", node: is("EventID", "4688"), name: "not" })]) });
    fc.assert(fc.property(ruleLists, fc.array(fc.tuple(events, logsources), { minLength: 1, maxLength: 5 }), options, (rules, some, given) => {
      const [set, plain] = [createRuleSet(rules, given), plainly(rules, given)];
      for (const [fields, logsource] of some) expect(titles(set.evaluate(fields, logsource))).toEqual(titles(plain(fields, logsource)));
    }), { numRuns: 1500 });
  });
});
