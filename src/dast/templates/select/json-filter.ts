// jq's language as far as templates use it: paths, pipes, select, comparison, alternatives, conditions.
import { readJsonTokens } from "./json-tokens.ts";
import type { JsonToken } from "./json-tokens.ts";
import { jsonFunctions } from "./json-functions.ts";
import type { JsonFilter } from "./json-filter-shape.ts";
import { SelectError } from "./select-error.ts";

interface Reading { tokens: readonly JsonToken[]; at: number; depth: number }

const deepest = 60;

/** Compiles a filter; throws SelectError when it uses what is not read. */
export function readJsonFilter(text: string): JsonFilter {
  const reading: Reading = { tokens: readJsonTokens(text), at: 0, depth: 0 };
  if (reading.tokens.length === 0) return (value) => [value];
  const filter = readPipe(reading);
  const rest = reading.tokens[reading.at];
  if (rest) throw new SelectError(`does not go on with ${rest.text}`);
  return filter;
}

const mostValues = 20_000;
const bounded = (values: readonly unknown[]): readonly unknown[] => { if (values.length > mostValues) throw new SelectError(`gives more than ${mostValues} values`); return values; };
const each = (first: JsonFilter, then: JsonFilter): JsonFilter => (value) => bounded(first(value).flatMap((one) => then(one)));

function readPipe(reading: Reading): JsonFilter {
  if (++reading.depth > deepest) throw new SelectError(`nests deeper than ${deepest}`);
  let left = readComma(reading);
  while (takes(reading, "|")) left = each(left, readComma(reading));
  reading.depth -= 1;
  return left;
}

function readComma(reading: Reading): JsonFilter {
  const parts = [readAlternative(reading)];
  while (takes(reading, ",")) parts.push(readAlternative(reading));
  return parts.length === 1 ? (parts[0] as JsonFilter) : (value) => bounded(parts.flatMap((part) => part(value)));
}

/** "//": the values of the left that are neither null nor false, else those of the right. */
function readAlternative(reading: Reading): JsonFilter {
  const left = readOr(reading);
  if (!takes(reading, "//")) return left;
  const right = readAlternative(reading);
  return (value) => {
    const good = quiet(left, value).filter((one) => one !== null && one !== false && one !== undefined);
    return good.length > 0 ? good : right(value);
  };
}

const quiet = (filter: JsonFilter, value: unknown): readonly unknown[] => {
  try { return filter(value); } catch (thrown) { if (thrown instanceof SelectError) return []; throw thrown; }
};
const isTrue = (value: unknown): boolean => value !== null && value !== false && value !== undefined;

function readOr(reading: Reading): JsonFilter {
  let left = readAnd(reading);
  while (takesName(reading, "or")) { const [first, second] = [left, readAnd(reading)]; left = (value) => first(value).flatMap((one) => (isTrue(one) ? [true] : second(value).map(isTrue))); }
  return left;
}

function readAnd(reading: Reading): JsonFilter {
  let left = readComparison(reading);
  while (takesName(reading, "and")) { const [first, second] = [left, readComparison(reading)]; left = (value) => first(value).flatMap((one) => (isTrue(one) ? second(value).map(isTrue) : [false])); }
  return left;
}

const comparisons: Readonly<Record<string, (a: unknown, b: unknown) => unknown>> = {
  "==": (a, b) => JSON.stringify(a) === JSON.stringify(b), "!=": (a, b) => JSON.stringify(a) !== JSON.stringify(b),
  "<": (a, b) => orderOf(a, b) < 0, ">": (a, b) => orderOf(a, b) > 0, "<=": (a, b) => orderOf(a, b) <= 0, ">=": (a, b) => orderOf(a, b) >= 0,
  "+": plus, "-": (a, b) => Number(a) - Number(b), "*": (a, b) => Number(a) * Number(b), "/": (a, b) => Number(a) / Number(b), "%": (a, b) => Number(a) % Number(b),
};
const orderOf = (a: unknown, b: unknown): number => (typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : Number(String(a) > String(b)));

function plus(a: unknown, b: unknown): unknown {
  if (a === null || b === null) return a ?? b;
  if (Array.isArray(a) && Array.isArray(b)) return [...a as unknown[], ...b as unknown[]];
  return typeof a === "number" && typeof b === "number" ? a + b : `${String(a)}${String(b)}`;
}

const levels = [["==", "!=", "<", ">", "<=", ">="], ["+", "-"], ["*", "/", "%"]] as const;

function readComparison(reading: Reading, level = 0): JsonFilter {
  const signs = levels[level];
  if (!signs) return readPostfix(reading);
  let left = readComparison(reading, level + 1);
  for (let sign = signs.find((one) => takes(reading, one)); sign !== undefined; sign = signs.find((one) => takes(reading, one))) {
    const [first, second, how] = [left, readComparison(reading, level + 1), comparisons[sign]];
    left = (value) => bounded(second(value).flatMap((b) => first(value).map((a) => how?.(a, b))));
  }
  return left;
}

function readPostfix(reading: Reading): JsonFilter {
  let filter = readTerm(reading);
  for (;;) {
    const next = reading.tokens[reading.at];
    if (next?.kind === "field") { reading.at += 1; filter = each(filter, fieldOf(next.text)); }
    else if (takes(reading, "[")) filter = each(filter, readBrackets(reading));
    else if (next?.text === "." && next.kind === "sign" && ["[", "\""].includes(reading.tokens[reading.at + 1]?.text ?? "")) reading.at += 1;
    else if (takes(reading, "?")) { const inner = filter; filter = (value) => quiet(inner, value); }
    else return filter;
  }
}

function readTerm(reading: Reading): JsonFilter {
  const token = reading.tokens[reading.at++];
  if (!token) throw new SelectError("ends where a filter is due");
  if (token.kind === "field") return fieldOf(token.text);
  if (token.kind === "text") return () => [token.text];
  if (token.kind === "number") return () => [Number(token.text)];
  if (token.kind === "name") return readName(reading, token.text);
  if (token.text === "..") return (value) => bounded(allWithin(value));
  if (token.text === "." && reading.tokens[reading.at]?.kind === "text") return fieldOf(reading.tokens[reading.at++]?.text ?? "");
  if (token.text === ".") return (value) => [value];
  if (token.text === "-") { const of = readPostfix(reading); return (value) => of(value).map((one) => -Number(one)); }
  if (token.text === "(") { const inner = readPipe(reading); expects(reading, ")"); return inner; }
  if (token.text === "[") return readArray(reading);
  throw new SelectError(`has ${token.text} where a filter is due`);
}

function readArray(reading: Reading): JsonFilter {
  if (takes(reading, "]")) return () => [[]];
  const inner = readPipe(reading);
  expects(reading, "]");
  return (value) => [inner(value)];
}

function readName(reading: Reading, name: string): JsonFilter {
  if (name === "null") return () => [null];
  if (name === "true" || name === "false") return () => [name === "true"];
  if (name === "if") return readIf(reading);
  const args: JsonFilter[] = [];
  if (takes(reading, "(")) {
    do args.push(readPipe(reading)); while (takes(reading, ";"));
    expects(reading, ")");
  }
  const made = jsonFunctions[name]?.(args);
  if (!made) throw new SelectError(`asks for the function ${name}, which is not read`);
  return made;
}

function readIf(reading: Reading): JsonFilter {
  const when = readPipe(reading);
  expectsName(reading, "then");
  const then = readPipe(reading);
  let otherwise: JsonFilter = (value) => [value];
  if (takesName(reading, "elif")) otherwise = readIf(reading);
  else {
    if (takesName(reading, "else")) otherwise = readPipe(reading);
    expectsName(reading, "end");
  }
  return (value) => when(value).flatMap((one) => (isTrue(one) ? then(value) : otherwise(value)));
}

function fieldOf(name: string): JsonFilter {
  return (value) => {
    if (value === null || value === undefined) return [null];
    if (typeof value !== "object" || Array.isArray(value)) throw new SelectError(`asks for .${name} of something that has no names`);
    return [Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : null];
  };
}

function readBrackets(reading: Reading): JsonFilter {
  if (takes(reading, "]")) return membersOf;
  const key = takes(reading, ":") ? undefined : readPipe(reading);
  if (key !== undefined && takes(reading, "]")) return (value) => key(value).flatMap((one) => (typeof one === "number" ? [atPlace(value, one)] : fieldOf(String(one))(value)));
  if (key !== undefined) expects(reading, ":");
  const to = takes(reading, "]") ? undefined : readPipe(reading);
  if (to !== undefined) expects(reading, "]");
  return (value) => [sliceOf(value, key?.(value)[0], to?.(value)[0])];
}

function sliceOf(value: unknown, from: unknown, to: unknown): unknown {
  if (typeof value !== "string" && !Array.isArray(value)) throw new SelectError("cuts something that is no list");
  return value.slice(typeof from === "number" ? from : 0, typeof to === "number" ? to : undefined);
}

function atPlace(value: unknown, place: number): unknown {
  if (value === null) return null;
  if (!Array.isArray(value)) throw new SelectError("counts in something that is no list");
  return (value as readonly unknown[]).at(place) ?? null;
}

function membersOf(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) throw new SelectError("goes through something that has no members");
  return Object.values(value);
}

function allWithin(value: unknown): unknown[] {
  const found: unknown[] = [];
  const open: unknown[] = [value];
  while (open.length > 0 && found.length <= mostValues) {
    const one = open.pop();
    found.push(one);
    if (typeof one === "object" && one !== null) open.push(...Object.values(one).toReversed());
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
function expectsName(reading: Reading, name: string): void { if (!takesName(reading, name)) throw new SelectError(`lacks ${name}`); }
