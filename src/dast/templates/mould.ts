// Moulds: text with {{names}} and {{expressions}} that are filled in before it is sent or compared.
import { evaluate } from "./dsl/evaluate.ts";
import { readExpression, partsOf } from "./dsl/expression.ts";
import type { Expression } from "./dsl/expression.ts";
import { dslFunction } from "./dsl/functions.ts";
import { DslError, longestText, textFrom } from "./dsl/value.ts";
import type { Names, Surroundings } from "./dsl/value.ts";
import { Re2Error } from "./pattern/pattern.ts";

/** Functions of the language that are not here: what asks for one is not supported, and says so. */
export const absentFunctions: ReadonlySet<string> = new Set(["generate_java_gadget", "generatejavagadget", "public_ip", "publicip", "resolve", "jarm", "llm_prompt", "llmprompt", "wappalyzer", "getnetworkport", "get_network_port"]);

export interface Filled {
  text: string;
  /** What stands in braces and has no value. */
  missing: readonly string[];
}

const deepest = 8;
const mostEnds = 12;

/** Fills in what has a value. What is no expression of the language (a payload like {{7*7}}) stays as it is. */
export function fill(mould: string, names: Names, around: Surroundings): Filled {
  if (!mould.includes("{{")) return { text: mould, missing: [] };
  const missing = new Set<string>();
  return { text: fillIn(mould, { names, around, missing }, 0), missing: [...missing] };
}

interface Filling { names: Names; around: Surroundings; missing: Set<string> }

function fillIn(mould: string, filling: Filling, depth: number): string {
  const parts: string[] = [];
  let at = 0;
  let size = 0;
  for (let open = mould.indexOf("{{"); open >= 0; open = mould.indexOf("{{", at)) {
    // {{{name}}} is a brace around {{name}}.
    while (mould[open + 2] === "{") open += 1;
    const made = depth > deepest ? undefined : fillOne(mould, open, filling, depth);
    parts.push(mould.slice(at, open), made?.text ?? "{{");
    at = made?.end ?? open + 2;
    size += parts.at(-1)?.length ?? 0;
    if (size > longestText) throw new DslError(`makes more than ${longestText} characters`);
  }
  parts.push(mould.slice(at));
  return parts.join("");
}

function fillOne(mould: string, open: number, filling: Filling, depth: number): { text: string; end: number } | undefined {
  let tries = 0;
  for (let close = mould.indexOf("}}", open + 2); close >= 0 && tries < mostEnds; close = mould.indexOf("}}", close + 1), tries++) {
    const raw = mould.slice(open + 2, close);
    if (raw.length > 20_000 || !balanced(raw)) continue;
    const inner = (raw.includes("{{") ? fillIn(raw, filling, depth + 1) : raw).trim();
    const direct = filling.names(inner);
    if (direct !== undefined) return { text: textFrom(direct), end: close + 2 };
    const tree = expressionOf(inner);
    if (tree) return valueFor(tree, inner, filling, close + 2);
  }
  return undefined;
}

const balanced = (text: string): boolean => text.split("{{").length === text.split("}}").length;

function valueFor(tree: Expression, inner: string, { names, around, missing }: Filling, end: number): { text: string; end: number } | undefined {
  try {
    return { text: textFrom(evaluate(tree, names, around)), end };
  } catch (thrown) {
    if (!(thrown instanceof DslError) && !(thrown instanceof Re2Error)) throw thrown;
    missing.add(inner.slice(0, 100));
    return undefined;
  }
}

const mostKept = 5000;
const kept = new Map<string, Expression | undefined>();

/** The tree of what stands in braces; undefined when it is no expression: it holds no name or function of the language. */
export function expressionOf(text: string): Expression | undefined {
  if (kept.has(text)) return kept.get(text);
  if (kept.size >= mostKept) kept.clear();
  const tree = readKnown(text);
  kept.set(text, tree);
  return tree;
}

function readKnown(text: string): Expression | undefined {
  try {
    const tree = readExpression(text);
    const { calls, names } = partsOf(tree);
    const areKnown = [...calls].every((name) => dslFunction(name) !== undefined || absentFunctions.has(name));
    return areKnown && calls.size + names.size > 0 ? tree : undefined;
  } catch (thrown) {
    if (thrown instanceof DslError) return undefined;
    throw thrown;
  }
}

/** Everything in braces that is an expression: its functions and the names that it asks for. */
export function asksOf(mould: string): { calls: readonly string[]; names: readonly string[] } {
  const [calls, names] = [new Set<string>(), new Set<string>()];
  // Innermost first: what is filled in leaves a stand-in within the expression around it.
  let rest = mould;
  for (let depth = 0, before = ""; depth < deepest && rest !== before; depth++) {
    before = rest;
    rest = rest.replaceAll(/\{\{((?:(?!\{\{|\}\})[^])*)\}\}/g, (_all, inner: string) => { note(inner.trim(), calls, names); return "1"; });
  }
  return { calls: [...calls], names: [...names] };
}

function note(inner: string, calls: Set<string>, names: Set<string>): void {
  if (/^[\w-]+$/.test(inner)) { if (!/^\d+$/.test(inner)) names.add(inner); return; }
  const tree = expressionOf(inner);
  if (tree) partsOf(tree, { calls, names });
}
