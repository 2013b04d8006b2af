// Values of a flow: what its texts and lists can do, and how they are compared. Nothing of the real world's objects is reachable.
import { Re2Error, searchPattern } from "../pattern/pattern.ts";
import { FlowError } from "./flow-error.ts";

export interface Callable { kind: "callable"; call(args: readonly unknown[]): Promise<unknown> }
export interface FlowObject { kind: "object"; get(name: string): unknown; set(name: string, value: unknown): void }
interface PatternValue { kind: "pattern"; pattern: string; flags: string }

export const truthy = (value: unknown): boolean => Boolean(value);

const longest = 4 * 2 ** 20;
const isPattern = (value: unknown): value is PatternValue => typeof value === "object" && value !== null && (value as PatternValue).kind === "pattern";
const isCallable = (value: unknown): value is Callable => typeof value === "object" && value !== null && (value as Callable).kind === "callable";

export function binaryValue(sign: string, left: unknown, right: unknown): unknown {
  switch (sign) {
    case "+": return typeof left === "number" && typeof right === "number" ? left + right : short(`${String(left)}${String(right)}`);
    case "-": return Number(left) - Number(right);
    case "*": return Number(left) * Number(right);
    case "/": return Number(left) / Number(right);
    case "%": return Number(left) % Number(right);
    case "===": case "==": return sign === "===" ? left === right : left === right || (left ?? null) === (right ?? null) || (typeof left !== typeof right && String(left) === String(right));
    case "!==": case "!=": return !truthy(binaryValue(sign.slice(1) === "==" ? "===" : "==", left, right));
    case "<": return (left as number) < (right as number);
    case ">": return (left as number) > (right as number);
    case "<=": return (left as number) <= (right as number);
    case ">=": return (left as number) >= (right as number);
    default: throw new FlowError(`uses ${sign}, which is not understood`);
  }
}

const short = (text: string): string => { if (text.length > longest) throw new FlowError(`makes a text of more than ${longest} characters`); return text; };

/** A member of a value: an index, the length, or a method that is known to be harmless. */
export function memberOf(of: unknown, key: string): unknown {
  if (typeof of === "string") return key === "length" ? of.length : /^\d+$/.test(key) ? of[Number(key)] : method(own(textMethods, key), of, key);
  if (Array.isArray(of)) return key === "length" ? of.length : /^\d+$/.test(key) ? (of as unknown[])[Number(key)] : method(own(listMethods, key), of as unknown[], key);
  if (typeof of === "number") return method(own(numberMethods, key), of, key);
  if (typeof of === "object" && of !== null && (of as FlowObject).kind === "object") return (of as FlowObject).get(key);
  if (isPattern(of)) return method(own(patternMethods, key), of, key);
  throw new FlowError(`asks for ${key} of ${of === null ? "null" : typeof of}`);
}

type Method<T> = (of: T, args: readonly unknown[]) => unknown;

/** Only what stands in the table: "constructor" leads nowhere. */
const own = <T>(table: Readonly<Record<string, Method<T>>>, key: string): Method<T> | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);

function method<T>(known: Method<T> | undefined, of: T, key: string): Callable {
  if (!known) throw new FlowError(`asks for ${key}, which is not understood`);
  return { kind: "callable", call: async (args) => known(of, args) };
}

const textMethods: Readonly<Record<string, Method<string>>> = {
  includes: (of, [part]) => of.includes(String(part)), startsWith: (of, [start]) => of.startsWith(String(start)), endsWith: (of, [end]) => of.endsWith(String(end)),
  indexOf: (of, [part]) => of.indexOf(String(part)), slice: (of, [from, to]) => of.slice(numberOr(from, 0), numberOr(to, of.length)),
  substring: (of, [from, to]) => of.substring(numberOr(from, 0), numberOr(to, of.length)), charAt: (of, [at]) => of.charAt(numberOr(at, 0)), charCodeAt: (of, [at]) => of.charCodeAt(numberOr(at, 0)),
  toLowerCase: (of) => of.toLowerCase(), toUpperCase: (of) => of.toUpperCase(), trim: (of) => of.trim(), toString: (of: string) => of,
  split: (of, [by]) => of.split(String(by)), concat: (of, args) => short(of + args.map(String).join("")),
  padStart: (of, [length, fill]) => of.padStart(Math.min(10_000, numberOr(length, 0)), fill === undefined ? " " : String(fill)),
  replace: (of, [from, to]) => replaced(of, from, to, 1), replaceAll: (of, [from, to]) => replaced(of, from, to, 10_000),
  match: (of, [pattern]) => matched(of, pattern),
};

const listMethods: Readonly<Record<string, Method<unknown[]>>> = {
  includes: (of, [value]) => of.includes(value), indexOf: (of, [value]) => of.indexOf(value), join: (of, [by]) => short(of.map(String).join(by === undefined ? "," : String(by))),
  slice: (of, [from, to]) => of.slice(numberOr(from, 0), numberOr(to, of.length)), concat: (of, args) => of.concat(...args), reverse: (of) => of.reverse(), toString: (of: unknown[]) => of.map(String).join(","),
  push: (of, args) => { if (of.length + args.length > 10_000) throw new FlowError("makes a list of more than 10000"); return of.push(...args); },
  pop: (of) => of.pop(), shift: (of) => of.shift(),
  map: async (of, [run]) => { const out: unknown[] = []; for (const [at, one] of of.entries()) out.push(await called(run, [one, at])); return out; },
  filter: async (of, [run]) => { const out: unknown[] = []; for (const [at, one] of of.entries()) if (truthy(await called(run, [one, at]))) out.push(one); return out; },
  forEach: async (of, [run]) => { for (const [at, one] of of.entries()) await called(run, [one, at]); return undefined; },
  some: async (of, [run]) => { for (const one of of) if (truthy(await called(run, [one]))) return true; return false; },
  find: async (of, [run]) => { for (const one of of) if (truthy(await called(run, [one]))) return one; return undefined; },
};

const numberMethods: Readonly<Record<string, Method<number>>> = { toString: (of: number, [base]: readonly unknown[]) => of.toString(Math.min(36, Math.max(2, numberOr(base, 10)))), toFixed: (of, [digits]) => of.toFixed(Math.min(20, Math.max(0, numberOr(digits, 0)))) };
const patternMethods: Readonly<Record<string, Method<PatternValue>>> = { test: (of, [text]) => compiled(of).finds(String(text)), exec: (of, [text]) => compiled(of).all(String(text), 1)[0]?.groups ?? null };

const numberOr = (value: unknown, other: number): number => (typeof value === "number" ? value : other);
const called = (run: unknown, args: readonly unknown[]): Promise<unknown> => { if (!isCallable(run)) throw new FlowError("needs a function"); return run.call(args); };

function compiled({ pattern, flags }: PatternValue): ReturnType<typeof searchPattern> {
  const known = flags.replaceAll(/[^ims]/g, "");
  try { return searchPattern(known === "" ? pattern : `(?${known})${pattern}`); } catch (thrown) { if (thrown instanceof Re2Error) throw new FlowError(`has a pattern that ${thrown.message}`); throw thrown; }
}

function matched(text: string, pattern: unknown): unknown {
  const asked: PatternValue = isPattern(pattern) ? pattern : { kind: "pattern", pattern: String(pattern), flags: "" };
  const found = compiled(asked).all(text, asked.flags.includes("g") ? 10_000 : 1);
  if (found.length === 0) return null;
  return asked.flags.includes("g") ? found.map(({ groups }) => groups[0]) : [...found[0]?.groups ?? []];
}

function replaced(text: string, from: unknown, to: unknown, most: number): string {
  if (!isPattern(from)) return short(most === 1 ? text.replace(String(from), () => String(to)) : text.replaceAll(String(from), () => String(to)));
  let at = 0;
  let out = "";
  for (const found of compiled(from).all(text, from.flags.includes("g") ? 10_000 : 1)) {
    out += text.slice(at, found.at) + String(to).replaceAll(/\$(\d)/g, (_all, group: string) => found.groups[Number(group)] ?? "");
    at = found.end;
  }
  return short(out + text.slice(at));
}
