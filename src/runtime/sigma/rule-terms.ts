// Conditions over the names of rules in temporal correlations, as terms: these rules are seen, and those are not (Sigma 2.2, sigma-specification#198).
import { readCondition } from "./condition.ts";
import { nearestHint, refuseRule } from "./rule-error.ts";
import type { Node, RuleTerm } from "./rule.ts";

/** "(a or b) and not c" has two terms; more than this many are refused. */
const mostTerms = 200;
const operators = new Set(["and", "or", "not", "(", ")"]);
const said = "correlation.condition";

/** The rules a condition names, in its order: each once. */
export const rulesNamed = (source: string): string[] => [...new Set((source.match(/[()]|[^\s()]+/g) ?? []).filter((word) => !operators.has(word.toLowerCase())))];

/** rules: as the correlation lists them; each must be named, for one that is not would count for nothing. Throws RuleError with this line. */
export function readTerms(source: string, rules: readonly string[], line: number): RuleTerm[] {
  const named = rulesNamed(source);
  for (const name of named) if (!rules.includes(name)) return refuseRule(line, `${said}: "${source}" names ${name}, which correlation.rules does not list${nearestHint(name, rules)}; it is made of these names, and, or, not and brackets`);
  const idle = rules.find((name) => !named.includes(name));
  if (idle !== undefined) return refuseRule(line, `${said}: "${source}" does not name ${idle}; name it or take it off correlation.rules`);
  const tree = readCondition(source, new Map(rules.map((name) => [name, leaf(name, line)])), line);
  const terms = termsOf(tree, true, line);
  return terms.length > 0 ? terms : refuseRule(line, `${said}: "${source}" can never hold`);
}

const leaf = (name: string, line: number): Node => ({ kind: "test", field: name, test: { kind: "null" }, text: name, line });

/** Disjunctive normal form, without terms that ask for a rule and against it. */
function termsOf(node: Node, wanted: boolean, line: number): RuleTerm[] {
  if (node.kind === "not") return termsOf(node.node, !wanted, line);
  if (node.kind === "test") return [wanted ? { seen: [node.text], unseen: [] } : { seen: [], unseen: [node.text] }];
  const parts = node.nodes.map((part) => termsOf(part, wanted, line));
  const terms = (node.kind === "or") === wanted ? parts.flat() : parts.reduce((all, part) => limited(all.flatMap((one) => part.map((other) => joined(one, other))), line).filter(isPossible));
  return limited(terms, line);
}

const limited = (terms: RuleTerm[], line: number): RuleTerm[] => (terms.length <= mostTerms ? terms : refuseRule(line, `${said}: has more than ${mostTerms} combinations of rules; write several correlations`));
const joined = (one: RuleTerm, other: RuleTerm): RuleTerm => ({ seen: [...new Set([...one.seen, ...other.seen])], unseen: [...new Set([...one.unseen, ...other.unseen])] });
const isPossible = ({ seen, unseen }: RuleTerm): boolean => !seen.some((name) => unseen.includes(name));
