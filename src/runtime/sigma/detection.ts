// A detection: its searches and its condition as one tree.
import { readCondition } from "./condition.ts";
import type { Searches } from "./condition.ts";
import { memberOf } from "./raw-members.ts";
import type { Node } from "./rule.ts";
import { refuseRule } from "./rule-error.ts";
import { readSearch } from "./search.ts";
import type { Placeholders } from "./term.ts";
import type { YamlEntry, YamlMap } from "./yaml.ts";

/** others: members that are neither searches nor the condition. `name`: "detection" or "filter". Throws RuleError. */
export function readDetection(map: YamlMap, name: string, others: readonly string[], placeholders: Placeholders): { condition: Node; written: readonly string[] } {
  const conditions = conditionsOf(map, name);
  const entries = map.entries.filter((entry) => entry.name !== "condition" && !others.includes(entry.name));
  if (entries.length === 0) return refuseRule(map.line, `${name} has no search`);
  const searches: Searches = new Map(entries.map((entry) => [entry.name, readSearch(entry.name, entry.value, placeholders)]));
  const nodes = conditions.map(({ text, line }) => readCondition(text, searches, line));
  const [only] = nodes;
  // Conditions of a list are alternatives (rules specification, "Condition").
  return { condition: only && nodes.length === 1 ? only : { kind: "or", nodes, name: "condition" }, written: conditions.map(({ text }) => text) };
}

function conditionsOf(map: YamlMap, name: string): { text: string; line: number }[] {
  const entry: YamlEntry = memberOf(map, "condition") ?? refuseRule(map.line, `${name}.condition is missing`);
  const nodes = entry.value.kind === "list" ? entry.value.items : [entry.value];
  if (nodes.length === 0) return refuseRule(entry.line, "condition: is empty");
  return nodes.map((node) => (node.kind === "scalar" && node.value !== null ? { text: String(node.value).trim(), line: node.line } : refuseRule(node.line, "condition: is a text, or a list of texts")));
}
