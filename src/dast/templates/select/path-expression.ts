// XPath 1.0 as far as templates use it: steps, predicates, comparison, the functions of text; matches() of 2.0.
import { readPathTokens } from "./path-tokens.ts";
import type { PathToken } from "./path-tokens.ts";
import { pathFunction, textOfResult, truthOfResult, numberOfResult } from "./path-functions.ts";
import type { PathResult } from "./path-functions.ts";
import type { PathContext } from "./path-context.ts";
import { stepFrom } from "./path-step.ts";
import type { Axis } from "./path-step.ts";
import type { MarkedNode } from "./marked-tree.ts";
import { SelectError } from "./select-error.ts";

export type Evaluate = (context: PathContext) => PathResult;
/** The nodes that a path names, in the order of the document. */
export type PathExpression = (root: MarkedNode) => readonly MarkedNode[];

interface Reading { tokens: readonly PathToken[]; at: number; depth: number }

export function readPathExpression(text: string): PathExpression {
  const reading: Reading = { tokens: readPathTokens(text), at: 0, depth: 0 };
  const evaluate = readOr(reading);
  const rest = reading.tokens[reading.at];
  if (rest) throw new SelectError(`does not go on with ${rest.text}`);
  return (root) => {
    const result = evaluate({ node: root, place: 1, size: 1 });
    return Array.isArray(result) ? result as readonly MarkedNode[] : result === true ? [root] : [];
  };
}

function readOr(reading: Reading): Evaluate {
  if (++reading.depth > 40) throw new SelectError("nests deeper than 40");
  let left = readAnd(reading);
  while (takesName(reading, "or")) { const [a, b] = [left, readAnd(reading)]; left = (context) => truthOfResult(a(context)) || truthOfResult(b(context)); }
  reading.depth -= 1;
  return left;
}

function readAnd(reading: Reading): Evaluate {
  let left = readComparison(reading);
  while (takesName(reading, "and")) { const [a, b] = [left, readComparison(reading)]; left = (context) => truthOfResult(a(context)) && truthOfResult(b(context)); }
  return left;
}

const signs = ["=", "!=", "<=", ">=", "<", ">"] as const;

function readComparison(reading: Reading): Evaluate {
  const left = readUnion(reading);
  const sign = signs.find((one) => takes(reading, one));
  if (sign === undefined) return left;
  const right = readUnion(reading);
  return (context) => compare(sign, left(context), right(context));
}

// XPath 1.0, 3.4: a set of nodes compares when one of them does.
function compare(sign: (typeof signs)[number], left: PathResult, right: PathResult): boolean {
  const [lefts, rights] = [valuesOf(left), valuesOf(right)];
  return lefts.some((a) => rights.some((b) => {
    if (sign === "=" || sign === "!=") return (typeof a === "number" || typeof b === "number" ? Number(a) === Number(b) : a === b) === (sign === "=");
    return sign === "<" ? Number(a) < Number(b) : sign === ">" ? Number(a) > Number(b) : sign === "<=" ? Number(a) <= Number(b) : Number(a) >= Number(b);
  }));
}

const valuesOf = (result: PathResult): readonly (string | number | boolean)[] => (Array.isArray(result) ? (result as readonly MarkedNode[]).map((node) => textOfResult([node])) : [result as string | number | boolean]);

function readUnion(reading: Reading): Evaluate {
  const parts = [readPath(reading)];
  while (takes(reading, "|")) parts.push(readPath(reading));
  if (parts.length === 1) return parts[0] as Evaluate;
  return (context) => [...new Set(parts.flatMap((part) => { const result = part(context); return Array.isArray(result) ? result as readonly MarkedNode[] : []; }))].toSorted((a, b) => a.order - b.order);
}

function readPath(reading: Reading): Evaluate {
  const token = reading.tokens[reading.at];
  if (token?.kind === "text") { reading.at += 1; return () => token.text; }
  if (token?.kind === "number") { reading.at += 1; return () => Number(token.text); }
  if (takes(reading, "(")) return readInner(reading);
  if (token?.kind === "name" && reading.tokens[reading.at + 1]?.text === "(" && !["text", "node"].includes(token.text)) return readCall(reading, token.text);
  return readSteps(reading);
}

function readInner(reading: Reading): Evaluate {
  const inner = readOr(reading);
  expects(reading, ")");
  const predicates = readPredicates(reading);
  return (context) => predicates.reduce<PathResult>((result, predicate) => (Array.isArray(result) ? filtered(result as readonly MarkedNode[], predicate) : result), inner(context));
}

function readCall(reading: Reading, name: string): Evaluate {
  reading.at += 2;
  const args: Evaluate[] = [];
  if (!takes(reading, ")")) {
    do args.push(readOr(reading)); while (takes(reading, ","));
    expects(reading, ")");
  }
  const run = pathFunction(name);
  if (!run) throw new SelectError(`asks for the function ${name}, which is not read`);
  return (context) => run(args.map((arg) => arg(context)), context);
}

interface Step { axis: Axis; test: string; predicates: readonly Evaluate[] }

function readSteps(reading: Reading): Evaluate {
  const steps: Step[] = [];
  const fromRoot = takes(reading, "/");
  const deep = !fromRoot && takes(reading, "//");
  if (deep) steps.push(anywhere);
  if (!fromRoot || startsStep(reading)) do steps.push(readStep(reading)); while (goesOn(reading, steps));
  return (context) => steps.reduce<readonly MarkedNode[]>(take, [fromRoot || deep ? rootOf(context.node) : context.node]);
}

const anywhere: Step = { axis: "within", test: "node()", predicates: [] };
const startsStep = (reading: Reading): boolean => { const token = reading.tokens[reading.at]; return token !== undefined && (token.kind === "name" || ["@", "*", ".", ".."].includes(token.text)); };

function goesOn(reading: Reading, steps: Step[]): boolean {
  if (takes(reading, "/")) return true;
  if (!takes(reading, "//")) return false;
  steps.push(anywhere);
  return true;
}

function readStep(reading: Reading): Step {
  if (takes(reading, "..")) return { axis: "parent", test: "node()", predicates: [] };
  if (takes(reading, ".")) return { axis: "self", test: "node()", predicates: readPredicates(reading) };
  let axis: Axis = takes(reading, "@") ? "attribute" : "child";
  let test = reading.tokens[reading.at++];
  if (test?.kind === "name" && takes(reading, "::")) {
    axis = stepFrom(test.text) ?? (() => { throw new SelectError(`goes along ${test?.text ?? ""}, which is not read`); })();
    test = reading.tokens[reading.at++];
  }
  if (test === undefined || (test.kind !== "name" && test.text !== "*")) throw new SelectError("lacks the name of a step");
  const isCall = takes(reading, "(");
  if (isCall) expects(reading, ")");
  return { axis, test: isCall ? `${test.text}()` : test.text, predicates: readPredicates(reading) };
}

function readPredicates(reading: Reading): Evaluate[] {
  const found: Evaluate[] = [];
  while (takes(reading, "[")) {
    found.push(readOr(reading));
    expects(reading, "]");
  }
  return found;
}

const rootOf = (node: MarkedNode): MarkedNode => { let one = node; while (one.parent) one = one.parent; return one; };
const mostTaken = 200_000;

function take(nodes: readonly MarkedNode[], { axis, test, predicates }: Step): readonly MarkedNode[] {
  const found = new Set<MarkedNode>();
  for (const node of nodes) {
    const near = along(node, axis).filter((one) => fits(one, test));
    for (const one of predicates.reduce(filtered, near)) found.add(one);
    if (found.size > mostTaken) throw new SelectError(`names more than ${mostTaken} nodes`);
  }
  return [...found];
}

function filtered(nodes: readonly MarkedNode[], predicate: Evaluate): readonly MarkedNode[] {
  return nodes.filter((node, at) => {
    const result = predicate({ node, place: at + 1, size: nodes.length });
    return typeof result === "number" ? numberOfResult(result) === at + 1 : truthOfResult(result);
  });
}

function fits(node: MarkedNode, test: string): boolean {
  if (test === "node()") return true;
  if (test === "text()") return node.kind === "text";
  if (node.kind !== "element" && node.kind !== "attribute") return false;
  return test === "*" || node.name === test || node.name.toLowerCase() === test.toLowerCase();
}

function along(node: MarkedNode, axis: Axis): readonly MarkedNode[] {
  switch (axis) {
    case "child": return node.children;
    case "attribute": return node.attributes;
    case "self": return [node];
    case "parent": return node.parent ? [node.parent] : [];
    case "within": return [node, ...below(node)];
    case "descendant": return below(node);
    case "ancestor": return node.parent ? [node.parent, ...along(node.parent, "ancestor")] : [];
    case "following-sibling": case "preceding-sibling": return siblings(node, axis);
  }
  return axis satisfies never;
}

function siblings(node: MarkedNode, axis: Axis): readonly MarkedNode[] {
  const all = node.parent?.children ?? [];
  const at = all.indexOf(node);
  return axis === "following-sibling" ? all.slice(at + 1) : all.slice(0, Math.max(0, at)).toReversed();
}

function below(node: MarkedNode): MarkedNode[] {
  const found: MarkedNode[] = [];
  const open = node.children.toReversed();
  for (let one = open.pop(); one; one = open.pop()) {
    found.push(one);
    for (let at = one.children.length - 1; at >= 0; at--) open.push(one.children[at] as MarkedNode);
  }
  return found;
}

function takes(reading: Reading, sign: string): boolean {
  const token = reading.tokens[reading.at];
  if (token?.kind !== "sign" || token.text !== sign) return false;
  reading.at += 1;
  return true;
}

function takesName(reading: Reading, name: string): boolean {
  const token = reading.tokens[reading.at];
  if (token?.kind !== "name" || token.text !== name) return false;
  reading.at += 1;
  return true;
}

function expects(reading: Reading, sign: string): void { if (!takes(reading, sign)) throw new SelectError(`lacks ${sign}`); }
