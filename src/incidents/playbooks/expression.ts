// Conditions: a small language over the incident, the inputs and what earlier steps found out; no loops, no calls out, no settings.
//
//   incident.severity == "critical" and "internet" in incident.exposures
//   steps.ask.output.count > 3 or not inputs.isolate
//
// What is not there is null. Time and memory are bounded by construction: the work grows with the text, and texts are short.
import type { Raw } from "./playbook.ts";
import { parseExpression } from "./expression-parser.ts";
import type { Expression } from "./expression-parser.ts";

export type { Expression } from "./expression-parser.ts";
export { parseExpression, pathsIn } from "./expression-parser.ts";

/** What an expression may see. `unknown`: paths that are not known yet, as "steps.ask"; touching one throws UnknownValue. */
export interface Scope { readonly values: { readonly [root: string]: Raw }; readonly unknown?: ReadonlySet<string> }

/** A dry run came to something that only the run itself will know. */
export class UnknownValue extends Error {
  readonly path: string;
  constructor(path: string) { super(`${path} is known only when the run is there`); this.path = path; }
}

/** What a text made by an expression may hold. */
export const outputLimit = 64 * 1024;

export const evaluateText = (text: string, scope: Scope): Raw => evaluate(parseExpression(text), scope);

/** false, null, 0, "" and empty lists are not true. */
export const isTrue = (value: Raw): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

export function evaluate(expression: Expression, scope: Scope): Raw {
  switch (expression.kind) {
    case "value": return expression.value;
    case "list": return expression.items.map((item) => evaluate(item, scope));
    case "path": return follow(expression.path, scope);
    case "not": return !isTrue(evaluate(expression.of, scope));
    case "and": return isTrue(evaluate(expression.left, scope)) && isTrue(evaluate(expression.right, scope));
    case "or": return isTrue(evaluate(expression.left, scope)) || isTrue(evaluate(expression.right, scope));
    case "compare": return compare(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
    case "call": return call(expression.name, expression.arguments.map((one) => evaluate(one, scope)));
  }
}

function follow(path: readonly (string | number)[], { values, unknown }: Scope): Raw {
  const root = path.slice(0, 2).join(".");
  if (unknown?.has(root)) throw new UnknownValue(root);
  let value: Raw = values as Raw;
  for (const part of path) value = memberOf(value, part);
  return value;
}

function memberOf(value: Raw, part: string | number): Raw {
  if (Array.isArray(value)) return typeof part === "number" ? (value as readonly Raw[])[part] ?? null : null;
  // Own members only: what every object inherits is nobody's business here.
  if (value !== null && typeof value === "object" && Object.hasOwn(value, part)) return (value as { readonly [key: string]: Raw })[part] ?? null;
  return null;
}

function compare(operator: string, left: Raw, right: Raw): boolean {
  switch (operator) {
    case "==": return isSame(left, right);
    case "!=": return !isSame(left, right);
    case "in": return holds(right, left);
    case "contains": return holds(left, right);
    default: return isOrdered(operator, left, right);
  }
}

const isSame = (left: Raw, right: Raw): boolean => left === right || JSON.stringify(left) === JSON.stringify(right);
const holds = (all: Raw, one: Raw): boolean => (Array.isArray(all) ? (all as readonly Raw[]).some((item) => isSame(item, one)) : typeof all === "string" && typeof one === "string" && all.includes(one));

function isOrdered(operator: string, left: Raw, right: Raw): boolean {
  const isComparable = (typeof left === "number" && typeof right === "number") || (typeof left === "string" && typeof right === "string");
  if (!isComparable) return false;
  switch (operator) {
    case "<": return left < right;
    case "<=": return left <= right;
    case ">": return left > right;
    default: return left >= right;
  }
}

function call(name: string, [first = null, second = null]: readonly Raw[]): Raw {
  switch (name) {
    case "size": return Array.isArray(first) || typeof first === "string" ? first.length : 0;
    case "lower": return textOf(first).toLowerCase();
    case "first": return Array.isArray(first) ? (first as readonly Raw[])[0] ?? null : first;
    case "join": return Array.isArray(first) ? first.map((item) => textOf(item as Raw)).join(second === null ? ", " : textOf(second)).slice(0, outputLimit) : textOf(first);
    case "startsWith": return textOf(first).startsWith(textOf(second));
    // The parser knows no other names.
    default: return isTrue(first) ? first : second;
  }
}

/** A value inside a text: nothing for null, commas between the members of a list. */
export function textOf(value: Raw): string {
  if (value === null) return "";
  if (Array.isArray(value)) return value.map((item) => textOf(item as Raw)).join(", ").slice(0, outputLimit);
  return typeof value === "object" ? JSON.stringify(value).slice(0, outputLimit) : String(value);
}
