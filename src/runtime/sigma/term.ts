// One line of a search: "field|modifier|modifier: values" as a node of the condition.
import { findModifier, modifierNames } from "./modifiers/index.ts";
import { ModifierError } from "./modifier.ts";
import type { Member, Term, Value } from "./modifier.ts";
import type { Node, Test } from "./rule.ts";
import { nearestHint, refuseRule } from "./rule-error.ts";
import { any, joined, lowerCased, patternOf } from "./value.ts";
import type { YamlNode, YamlScalar } from "./yaml.ts";

export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** key: as written, "Image|endswith"; "" and "|all" are keywords. at: "selection.", for messages. Throws RuleError. */
export function readTerm(key: string, value: YamlNode, line: number, at: string, placeholders: Placeholders): Node {
  const [field = "", ...names] = key.split("|");
  const said = `${at}${key}`;
  const start: Term = { field: field.trim() === "" ? undefined : field.trim(), members: membersOf(value, said), link: "any", isNegated: false, isCased: false, applied: [], placeholders };
  const term = names.reduce((one, name) => applied(one, name.trim(), line, at, key), start);
  return nodeOf(term, said);
}

function membersOf(value: YamlNode, said: string): Member[] {
  const scalars = value.kind === "list" ? value.items : [value];
  if (scalars.length === 0) return refuseRule(value.line, `${said}: has no values`);
  return scalars.map((one) => (one.kind === "scalar" ? memberOf(one) : refuseRule(one.line, `${said}: has a ${one.kind} as a value; values are texts, numbers, true, false and null`)));
}

const memberOf = ({ value, line }: YamlScalar): Member => ({ written: value === null ? "null" : String(value), became: [valueOf(value)], line });

function valueOf(value: YamlScalar["value"]): Value {
  if (value === null) return { kind: "null" };
  if (typeof value === "number") return { kind: "number", number: value };
  return typeof value === "boolean" ? { kind: "boolean", isTrue: value } : { kind: "text", pattern: patternOf(value), isBytes: false };
}

function applied(term: Term, name: string, line: number, at: string, key: string): Term {
  const modifier = findModifier(name);
  if (!modifier) return refuseRule(line, `${at}${key}: ${name === "" ? "has a bar without a modifier behind it" : `${name} is no modifier of Sigma 2.1${nearestHint(name, modifierNames)}`}`);
  if (term.applied.includes(modifier.id)) return refuseRule(line, `${at}${key}: says ${name} twice`);
  try { return { ...modifier.apply(term), applied: [...term.applied, modifier.id] }; } catch (thrown) {
    if (!(thrown instanceof ModifierError)) throw thrown;
    return refuseRule(line, `${at}${key}: ${name} ${thrown.message}`);
  }
}

function nodeOf(term: Term, said: string): Node {
  const nodes = term.members.map((member) => joinedAs("or", member.became.map((value) => testNode(value, member, term, said)), `${said}: ${member.written}`));
  const whole = joinedAs(term.link === "all" ? "and" : "or", nodes, said);
  return term.isNegated ? { kind: "not", node: whole, name: said } : whole;
}

export function joinedAs(kind: "and" | "or", nodes: readonly Node[], name: string): Node {
  const [only] = nodes;
  return only && nodes.length === 1 ? only : { kind, nodes, name };
}

function testNode(value: Value, { written, line }: Member, term: Term, said: string): Node {
  const test = testOf(value, term);
  if (term.field === undefined && (test.kind === "null" || (test.kind === "pattern" && test.pattern.every((part) => typeof part !== "string")))) return refuseRule(line, `${said}: a keyword without a text is in every event`);
  return { kind: "test", field: term.field, test, text: written, line };
}

function testOf(value: Value, { isCased, field }: Term): Test {
  switch (value.kind) {
    case "text": return patternTest(value.pattern, isCased, field);
    case "number": return patternTest([String(value.number)], isCased, field);
    case "boolean": return patternTest([String(value.isTrue)], isCased, field);
    case "fieldref": return { ...value, cased: isCased };
    default: return value;
  }
}

// A keyword is looked for anywhere in the values of an event (rules specification, "Keywords search").
function patternTest(pattern: Extract<Test, { kind: "pattern" }>["pattern"], cased: boolean, field: string | undefined): Test {
  const whole = field === undefined ? joined([any, ...pattern, any]) : pattern;
  return { kind: "pattern", pattern: cased ? whole : lowerCased(whole), cased };
}
