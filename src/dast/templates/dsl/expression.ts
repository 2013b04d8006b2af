// Reads an expression of the templates' language (govaluate's grammar) into a tree.
import { DslError } from "./value.ts";
import type { Value } from "./value.ts";
import { readTokens } from "./tokens.ts";
import type { Token } from "./tokens.ts";

export type Expression =
  | { kind: "value"; value: Value }
  | { kind: "name"; name: string }
  | { kind: "call"; name: string; args: readonly Expression[] }
  | { kind: "not" | "minus"; of: Expression }
  | { kind: "binary"; sign: string; left: Expression; right: Expression }
  | { kind: "choice"; when: Expression; fits: Expression; otherwise: Expression }
  | { kind: "list"; items: readonly Expression[] };

interface Reading { tokens: readonly Token[]; at: number; depth: number }

/** The tree of an expression; throws DslError with the place. */
export function readExpression(text: string): Expression {
  const reading: Reading = { tokens: readTokens(text), at: 0, depth: 0 };
  const tree = readChoice(reading);
  const rest = reading.tokens[reading.at];
  if (rest) throw new DslError(`does not go on with ${rest.text} at ${rest.at + 1}`);
  return tree;
}

// Lowest first: each level reads the next one on both sides.
const levels: readonly (readonly string[])[] = [["||"], ["&&"], ["==", "!=", "<", ">", "<=", ">=", "=~", "!~", "in"], ["|", "^", "&"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"], ["**"]];
const deepest = 100;

function readChoice(reading: Reading): Expression {
  if (++reading.depth > deepest) throw new DslError(`nests deeper than ${deepest}`);
  const when = readLevel(reading, 0);
  reading.depth -= 1;
  if (takes(reading, "??")) return { kind: "binary", sign: "??", left: when, right: readChoice(reading) };
  if (!takes(reading, "?")) return when;
  const fits = readChoice(reading);
  return { kind: "choice", when, fits, otherwise: takes(reading, ":") ? readChoice(reading) : { kind: "value", value: undefined } };
}

function readLevel(reading: Reading, level: number): Expression {
  const signs = levels[level];
  if (!signs) return readPrefix(reading);
  let left = readLevel(reading, level + 1);
  for (let sign = signOf(reading, signs); sign !== undefined; sign = signOf(reading, signs)) left = { kind: "binary", sign, left, right: readLevel(reading, level + 1) };
  return left;
}

function signOf(reading: Reading, signs: readonly string[]): string | undefined {
  const token = reading.tokens[reading.at];
  if (token?.kind !== "sign" || !signs.includes(token.text)) return undefined;
  reading.at += 1;
  return token.text;
}

function readPrefix(reading: Reading): Expression {
  if (takes(reading, "!")) return { kind: "not", of: nested(reading) };
  if (takes(reading, "-")) return { kind: "minus", of: nested(reading) };
  return readOne(reading);
}

function nested(reading: Reading): Expression {
  if (++reading.depth > deepest) throw new DslError(`nests deeper than ${deepest}`);
  const of = readPrefix(reading);
  reading.depth -= 1;
  return of;
}

function readOne(reading: Reading): Expression {
  const token = reading.tokens[reading.at++];
  if (!token) throw new DslError("ends where a value is due");
  if (token.kind === "text") return { kind: "value", value: token.text };
  if (token.kind === "number") return { kind: "value", value: Number(token.text) };
  if (token.kind === "name") return readName(reading, token.text);
  if (token.text === "(") return readList(reading);
  throw new DslError(`has ${token.text} at ${token.at + 1} where a value is due`);
}

function readName(reading: Reading, name: string): Expression {
  if (name === "true" || name === "false") return { kind: "value", value: name === "true" };
  if (!takes(reading, "(")) return { kind: "name", name };
  const args: Expression[] = [];
  if (takes(reading, ")")) return { kind: "call", name, args };
  do args.push(readChoice(reading)); while (takes(reading, ","));
  expects(reading, ")");
  return { kind: "call", name, args };
}

function readList(reading: Reading): Expression {
  const items = [readChoice(reading)];
  while (takes(reading, ",")) items.push(readChoice(reading));
  expects(reading, ")");
  return items.length === 1 ? (items[0] as Expression) : { kind: "list", items };
}

function takes(reading: Reading, sign: string): boolean {
  const token = reading.tokens[reading.at];
  if (token?.kind !== "sign" || token.text !== sign) return false;
  reading.at += 1;
  return true;
}

function expects(reading: Reading, sign: string): void {
  if (takes(reading, sign)) return;
  const token = reading.tokens[reading.at];
  throw new DslError(token ? `has ${token.text} at ${token.at + 1} where ${sign} is due` : `ends where ${sign} is due`);
}

/** Every function that the expression calls, and every name it asks for. */
export function partsOf(tree: Expression, into: { calls: Set<string>; names: Set<string> } = { calls: new Set(), names: new Set() }): { calls: Set<string>; names: Set<string> } {
  if (tree.kind === "call") into.calls.add(tree.name);
  if (tree.kind === "name") into.names.add(tree.name);
  for (const part of childrenOf(tree)) partsOf(part, into);
  return into;
}

export function childrenOf(tree: Expression): readonly Expression[] {
  switch (tree.kind) {
    case "call": return tree.args;
    case "not": case "minus": return [tree.of];
    case "binary": return [tree.left, tree.right];
    case "choice": return [tree.when, tree.fits, tree.otherwise];
    case "list": return tree.items;
    case "value": case "name": return [];
  }
  return tree satisfies never;
}
