// Why a rule's hit is one: a sentence for each test that made its condition hold, and the condition as a tree.
import type { RuntimeEvent } from "../../runtime/event.ts";
import type { Why } from "../../runtime/hit.ts";
import { explainNode } from "../../runtime/sigma/explain.ts";
import type { TrueLeaf, TrueNode } from "../../runtime/sigma/explain.ts";
import { namesOf } from "../../runtime/sigma/field-mapping.ts";
import type { FieldMapping } from "../../runtime/sigma/field-mapping.ts";
import type { SigmaRule } from "../../runtime/sigma/rule.ts";
import { shownRulePath } from "./rule-files.ts";

const mostSentences = 8;
const mostLeaves = 60;
const mostText = 300;

/** At most a few KB, whatever the event holds. */
export function ruleWhy(rule: SigmaRule, event: RuntimeEvent, mappings: readonly FieldMapping[]): Why {
  const { tree } = explainNode(rule.condition, event.fields, (field) => namesOf(field, event.logsource, mappings));
  const leaves = [...holding(tree)];
  const said = leaves.slice(0, mostSentences).map(sentenceOf);
  const more = leaves.length - said.length;
  return { sentences: [...said, ...(more > 0 ? [`${more} further tests hold.`] : [])], proof: { condition: small(tree, { left: mostLeaves }), rule: { file: shownRulePath(rule.place.file), line: rule.place.line } } };
}

/** The leaves that carry the truth: what does not hold, and what a "not" turns around, explains nothing. */
function* holding(node: TrueNode): Generator<TrueLeaf> {
  if (!node.holds) return;
  if (node.kind === "test") yield node;
  else if (node.kind !== "not") for (const one of node.nodes) yield* holding(one);
}

function sentenceOf({ field, name, said, found, actual }: TrueLeaf): string {
  const where = name ?? field ?? "the event";
  const seen = found === undefined ? actual : found.text.slice(Math.max(0, found.at - 40), found.end + 80);
  return cut(`${where} ${said}${seen === undefined ? "" : `: ${seen}`}`);
}

const cut = (text: string): string => (text.length > mostText ? `${text.slice(0, mostText).toWellFormed()}... (${text.length} characters)` : text);

/** The tree without what does not fit: an alternative of a thousand words is one that held, and how many did not. */
function small(node: TrueNode, room: { left: number }): unknown {
  if (node.kind === "test") { room.left -= 1; return { kind: "test", holds: node.holds, field: node.field, name: node.name, said: cut(node.said), line: node.line, ...(node.found === undefined ? {} : { found: { text: cut(node.found.text), at: node.found.at, end: node.found.end } }) }; }
  if (node.kind === "not") return { kind: "not", holds: node.holds, name: node.name, node: small(node.node, room) };
  const first = node.nodes.toSorted((a, b) => Number(b.holds) - Number(a.holds));
  const nodes: unknown[] = [];
  for (const one of first) { if (room.left <= 0) break; nodes.push(small(one, room)); }
  return { kind: node.kind, holds: node.holds, name: node.name, nodes, ...(nodes.length < node.nodes.length ? { leftOut: node.nodes.length - nodes.length } : {}) };
}
