// Why a rule holds for an event or does not: every leaf of its condition with its truth, the text that matched, and the nearest miss.
import type { FieldValue, Fields } from "../event.ts";
import { valueOf } from "../field.ts";
import { findGlob } from "./glob.ts";
import { nearestMisses } from "./near-miss.ts";
import type { Miss } from "./near-miss.ts";
import type { Node, Test } from "./rule.ts";
import type { Found, TrueLeaf, TrueNode } from "./truth.ts";
import { slotOf, subjectAt, subjectOfValue } from "./subject.ts";
import type { Subject } from "./subject.ts";
import { compileTest, searchOf } from "./test-holds.ts";

/** misses: sets of leaves that together would make the rule hold, fewest first; empty when it holds. */
export interface Explanation { holds: boolean; tree: TrueNode; misses: readonly (readonly Miss[])[] }

export type { TrueLeaf, TrueNode } from "./truth.ts";
export type { Miss } from "./near-miss.ts";

type NamesOf = (field: string) => readonly string[];

/** The same tests as the matcher runs, all of them. */
export function explainNode(node: Node, fields: Fields, namesOf: NamesOf): Explanation {
  const tree = truthOf(node, fields, namesOf);
  return { holds: tree.holds, tree, misses: tree.holds ? [] : nearestMisses(tree) };
}

function truthOf(node: Node, fields: Fields, namesOf: NamesOf): TrueNode {
  switch (node.kind) {
    case "not": { const inner = truthOf(node.node, fields, namesOf); return { kind: "not", holds: !inner.holds, name: node.name, node: inner }; }
    case "test": return leafOf(node, fields, namesOf);
    default: {
      const nodes = node.nodes.map((one) => truthOf(one, fields, namesOf));
      return { kind: node.kind, holds: node.kind === "and" ? nodes.every(({ holds }) => holds) : nodes.some(({ holds }) => holds), name: node.name, nodes };
    }
  }
}

function leafOf({ field, test, text, line }: Extract<Node, { kind: "test" }>, fields: Fields, namesOf: NamesOf): TrueLeaf {
  const names = field === undefined ? [] : namesOf(field);
  const subject = subjectAt(slotOf(field === undefined ? undefined : names), fields);
  const other = test.kind === "fieldref" ? otherOf(test.field, fields, namesOf) : undefined;
  const holds = compileTest(test)(subject, other);
  return {
    kind: "test", holds, field, names, name: names.find((name) => valueOf(fields, name) !== undefined), text, said: testText(test, text), line,
    found: holds ? foundIn(test, subject, other) : undefined, actual: field === undefined ? undefined : actualText(subject.value),
  };
}

const otherOf = (field: string, fields: Fields, namesOf: NamesOf): Subject => subjectAt(slotOf(namesOf(field)), fields);

function foundIn(test: Test, subject: Subject, other: Subject | undefined): Found | undefined {
  if (test.kind === "null" || test.kind === "exists") return undefined;
  const holds = compileTest(test);
  const text = subject.texts.find((one) => holds(subjectOfValue(one), other));
  if (text === undefined) return undefined;
  const span = spanIn(test, text) ?? { at: 0, end: text.length };
  return { text, ...span };
}

function spanIn(test: Test, text: string): { at: number; end: number } | undefined {
  if (test.kind === "regex") return searchOf(test).find(text);
  return test.kind === "pattern" ? findGlob(test.pattern, test.cased ? text : text.toLowerCase()) : undefined;
}

const longestActual = 200;

function actualText(value: FieldValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longestActual ? `${text.slice(0, longestActual)}... (${text.length} characters)` : text;
}

/** A test in words. */
function testText(test: Test, written: string): string {
  switch (test.kind) {
    case "pattern": return patternText(test.pattern, written) + (test.cased ? ", with case" : "");
    case "regex": return `has ${test.source}${test.flags.i ? ", without case" : ""}`;
    case "cidr": return `is in ${test.network}`;
    case "compare": return `is ${{ lt: "less than", lte: "at most", gt: "more than", gte: "at least" }[test.by]} ${test.number}`;
    case "time": return `has the ${test.part} ${test.number}`;
    case "exists": return test.wanted ? "is there" : "is not there";
    case "null": return "is absent or null";
    case "fieldref": return `${test.how} the field ${test.field}`;
  }
  return test satisfies never;
}

const isAny = (part: unknown): boolean => typeof part === "object" && part !== null && (part as { wildcard: string }).wildcard === "any";

function patternText(pattern: Extract<Test, { kind: "pattern" }>["pattern"], written: string): string {
  if (pattern.length === 0) return "is empty";
  const plain = pattern.filter((part) => !isAny(part));
  const said = plain.map((part) => (typeof part === "string" ? part : "?")).join("*") || written;
  const [begins, ends] = [isAny(pattern[0]), isAny(pattern.at(-1))];
  return `${begins && ends ? "contains" : ends ? "starts with" : begins ? "ends with" : "is"} ${said}`;
}
