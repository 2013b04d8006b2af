// Rules with their witnesses under the names that fields have in events.
import { namesOf } from "../field-mapping.ts";
import type { FieldMapping } from "../field-mapping.ts";
import type { Node, SigmaRule } from "../rule.ts";
import { createCommonness } from "./commonness.ts";
import type { Commonness } from "./commonness.ts";
import { requiredOf } from "./required-literals.ts";
import type { IndexedRule } from "./rule-index.ts";
import { witnessesOf } from "./witness.ts";
import type { Witness } from "./witness.ts";

/** One for each rule, in their order. */
export function indexedRules(rules: readonly Pick<SigmaRule, "condition" | "logsource">[], mappings: readonly FieldMapping[]): { indexed: IndexedRule[]; commonness: Commonness } {
  const commonness = createCommonness((take) => { for (const { condition } of rules) eachLiteral(condition, take); });
  const indexed = rules.map(({ condition, logsource }, rule) => {
    const witnesses = witnessesOf(condition, { commonness, requiredOf });
    return { rule, witnesses: witnesses?.all.flatMap((witness) => named(witness, (field) => namesOf(field, logsource, mappings))) };
  });
  return { indexed, commonness };
}

// Only one of the names is read in the end; which, the event decides.
const named = (witness: Witness, names: (field: string) => readonly string[]): Witness[] =>
  witness.field === undefined ? [witness] : names(witness.field).map((field) => ({ ...witness, field }));

function eachLiteral(node: Node, take: (literal: string) => void): void {
  if (node.kind === "not") eachLiteral(node.node, take);
  else if (node.kind !== "test") for (const part of node.nodes) eachLiteral(part, take);
  else if (node.test.kind === "pattern") for (const part of node.test.pattern) if (typeof part === "string") take(part);
}
