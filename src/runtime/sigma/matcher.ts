// A rule's condition as one function over an event's fields.
import type { Fields } from "../event.ts";
import type { Node, Test } from "./rule.ts";
import { slotOf, subjectAt } from "./subject.ts";
import type { SubjectSlot } from "./subject.ts";
import { compileTest } from "./test-holds.ts";
import type { Holds } from "./test-holds.ts";

type Matches = (fields: Fields) => boolean;
type NamesOf = (field: string) => readonly string[];
type TestNode = Extract<Node, { kind: "test" }>;

/** namesOf: the names a field of the rule goes by in events, in the order they are tried. */
export function compileNode(node: Node, namesOf: NamesOf): Matches {
  switch (node.kind) {
    case "not": { const inner = compileNode(node.node, namesOf); return (fields) => !inner(fields); }
    case "test": return compileLeaf(node, namesOf);
    case "and": return allOf(node.nodes.toSorted((one, other) => costOf(one) - costOf(other)).map((one) => compileNode(one, namesOf)));
    case "or": return compileAny(node.nodes, namesOf);
  }
  return node satisfies never;
}

function allOf(all: readonly Matches[]): Matches {
  const [first, second] = all;
  if (first && all.length === 1) return first;
  if (first && second && all.length === 2) return (fields) => first(fields) && second(fields);
  return (fields) => { for (const matches of all) if (!matches(fields)) return false; return true; };
}

function anyOf(all: readonly Matches[]): Matches {
  const [first, second] = all;
  if (first && all.length === 1) return first;
  if (first && second && all.length === 2) return (fields) => first(fields) || second(fields);
  return (fields) => { for (const matches of all) if (matches(fields)) return true; return false; };
}

/** Tests of one field beside each other ask for its value once. */
function compileAny(nodes: readonly Node[], namesOf: NamesOf): Matches {
  const byField = Map.groupBy(nodes.filter((node) => node.kind === "test" && node.test.kind !== "fieldref") as TestNode[], ({ field }) => field);
  const others = nodes.filter((node) => node.kind !== "test" || node.test.kind === "fieldref");
  const grouped = [...byField].map(([field, tests]) => ({ cost: costOf(tests[0] as Node), matches: compileField(field, tests.map(({ test }) => test), namesOf) }));
  const alone = others.map((node) => ({ cost: costOf(node), matches: compileNode(node, namesOf) }));
  return anyOf([...grouped, ...alone].toSorted((one, other) => one.cost - other.cost).map(({ matches }) => matches));
}

function compileField(field: string | undefined, tests: readonly Test[], namesOf: NamesOf): Matches {
  const slot = slotAt(field, namesOf);
  const exact = new Set(tests.flatMap((test) => { const text = exactText(test); return text === undefined ? [] : [text]; }));
  const rest = tests.filter((test) => exactText(test) === undefined).map(compileTest);
  return (fields) => {
    const subject = subjectAt(slot, fields);
    if (exact.size > 0) for (const text of subject.lower) if (exact.has(text)) return true;
    for (const holds of rest) if (holds(subject, undefined)) return true;
    return false;
  };
}

function exactText(test: Test): string | undefined {
  if (test.kind !== "pattern" || test.cased || test.pattern.length > 1) return undefined;
  const [text = ""] = test.pattern;
  return typeof text === "string" ? text : undefined;
}

function compileLeaf({ field, test }: TestNode, namesOf: NamesOf): Matches {
  const holds: Holds = compileTest(test);
  const slot = slotAt(field, namesOf);
  if (test.kind !== "fieldref") return (fields) => holds(subjectAt(slot, fields), undefined);
  const other = slotAt(test.field, namesOf);
  return (fields) => holds(subjectAt(slot, fields), subjectAt(other, fields));
}

const slotAt = (field: string | undefined, namesOf: NamesOf): SubjectSlot => slotOf(field === undefined ? undefined : namesOf(field));

/** How much a node costs beside others: what is cheap is asked first. */
function costOf(node: Node): number {
  if (node.kind === "not") return costOf(node.node);
  if (node.kind !== "test") return node.nodes.reduce((sum, one) => sum + costOf(one), 0);
  const base = node.test.kind === "regex" ? 20 : node.test.kind === "pattern" ? Math.max(1, node.test.pattern.length) : 5;
  return node.field === undefined ? base * 30 : base;
}
