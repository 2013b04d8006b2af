// A search: a map (all lines), a list of maps (any map), a list of texts (keywords), or one text.
import type { Node } from "./rule.ts";
import { refuseRule } from "./rule-error.ts";
import { joinedAs, readTerm } from "./term.ts";
import type { Placeholders } from "./term.ts";
import type { YamlNode } from "./yaml.ts";

/** Throws RuleError. */
export function readSearch(name: string, value: YamlNode, placeholders: Placeholders): Node {
  const node = readPart(value, `${name}.`, name, placeholders);
  // The search's name is what people see of it, also when it has one line.
  return node.kind === "test" || node.name !== name ? { kind: "and", nodes: [node], name } : node;
}

function readPart(value: YamlNode, at: string, name: string, placeholders: Placeholders): Node {
  if (value.kind === "scalar") return keyword(value, name, placeholders);
  if (value.kind === "list") {
    if (value.items.length === 0) return refuseRule(value.line, `${name} is empty`);
    return joinedAs("or", value.items.map((item, place) => (item.kind === "scalar" ? keyword(item, name, placeholders) : readPart(item, at, `${name}[${place + 1}]`, placeholders))), name);
  }
  if (value.entries.length === 0) return refuseRule(value.line, `${name} is empty`);
  return joinedAs("and", value.entries.map((entry) => readTerm(entry.name, entry.value, entry.line, at, placeholders)), name);
}

const keyword = (value: YamlNode, name: string, placeholders: Placeholders): Node => readTerm("", value, value.line, name, placeholders);
