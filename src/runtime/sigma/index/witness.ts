// A rule's witnesses: tests of which at least one holds whenever the rule does, chosen so that they seldom hold otherwise.
//
// and   the witnesses of whichever part has the rarest
// or    the witnesses of every part
// not   of what would have to be there for the part to fail: "not null" needs the field
import type { Node, Pattern, Test } from "../rule.ts";
import type { Commonness } from "./commonness.ts";
import { foldedText } from "./folded-text.ts";

/** Found in the field (undefined: in any value of the event) by its text, folded and perhaps at an end of the value, or by the field's being there at all. */
export type Witness =
  | { kind: "literal"; field: string | undefined; text: string; start: boolean; end: boolean }
  | { kind: "present"; field: string };

export interface Witnesses { all: readonly Witness[]; cost: number }

export interface WitnessContext {
  commonness: Commonness;
  /** Literals (any case) of which at least one is in every text that the expression matches; undefined when there are none. */
  requiredOf(regex: Extract<Test, { kind: "regex" }>): readonly string[] | undefined;
}

type TestNode = Extract<Node, { kind: "test" }>;

// Any literal is better than the mere presence of a field.
const presenceCost = 20_000;

/** Undefined when the rule may hold of an event that has nothing in particular: it is always asked. */
export function witnessesOf(node: Node, context: WitnessContext): Witnesses | undefined {
  if (node.kind === "test") return ofTest(node, context);
  if (node.kind === "not") return ofNegated(node.node, context);
  const parts = node.nodes.map((part) => witnessesOf(part, context));
  return node.kind === "and" ? rarestOf(parts) : allOf(parts);
}

// De Morgan: "not (a or b)" is "not a and not b".
function ofNegated(node: Node, context: WitnessContext): Witnesses | undefined {
  if (node.kind === "not") return witnessesOf(node.node, context);
  if (node.kind === "test") return needsField(node) && node.field !== undefined ? present(node.field) : undefined;
  const parts = node.nodes.map((part) => ofNegated(part, context));
  return node.kind === "or" ? rarestOf(parts) : allOf(parts);
}

const needsField = ({ test }: TestNode): boolean => test.kind === "null" || (test.kind === "exists" && !test.wanted);

const rarestOf = (parts: readonly (Witnesses | undefined)[]): Witnesses | undefined =>
  parts.reduce((best, part) => (part && (!best || part.cost < best.cost) ? part : best), undefined);

function allOf(parts: readonly (Witnesses | undefined)[]): Witnesses | undefined {
  const found = parts.filter((part) => part !== undefined);
  if (found.length < parts.length) return undefined;
  return { all: found.flatMap(({ all }) => all), cost: found.reduce((sum, { cost }) => sum + cost, 0) };
}

const present = (field: string): Witnesses => ({ all: [{ kind: "present", field }], cost: presenceCost });

function ofTest(node: TestNode, context: WitnessContext): Witnesses | undefined {
  const { field, test } = node;
  if (test.kind === "null" || (test.kind === "exists" && !test.wanted)) return undefined;
  const found = test.kind === "pattern" ? ofPattern(field, test.pattern, context) : test.kind === "regex" ? ofRegex(field, test, context) : undefined;
  return found ?? (field === undefined ? undefined : present(field));
}

function ofPattern(field: string | undefined, pattern: Pattern, { commonness }: WitnessContext): Witnesses | undefined {
  if (field !== undefined && pattern.every((part) => part === "")) return literal({ kind: "literal", field, text: "", start: true, end: true }, 10);
  return rarestOf(pattern.map((part, at) => {
    if (typeof part !== "string" || part === "") return undefined;
    // A keyword is searched anywhere in a value.
    const anchors = { start: field !== undefined && at === 0, end: field !== undefined && at === pattern.length - 1 };
    const text = foldedText(part);
    return literal({ kind: "literal", field, text, ...anchors }, commonness.of(text, anchors));
  }));
}

function ofRegex(field: string | undefined, regex: Extract<Test, { kind: "regex" }>, { commonness, requiredOf }: WitnessContext): Witnesses | undefined {
  const required = requiredOf(regex)?.map(foldedText);
  if (!required || required.some((text) => text === "")) return undefined;
  const anchors = { start: false, end: false };
  return allOf(required.map((text) => literal({ kind: "literal", field, text, ...anchors }, commonness.of(text, anchors))));
}

const literal = (witness: Witness, cost: number): Witnesses => ({ all: [witness], cost });
