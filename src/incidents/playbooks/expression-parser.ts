// The grammar of conditions: or, and, not, one comparison, paths, texts, numbers, lists and a handful of functions.
import { Fault } from "../../kernel/fault.ts";
import type { Raw } from "./playbook.ts";

export type Expression =
  | { kind: "value"; value: Raw }
  | { kind: "list"; items: readonly Expression[] }
  | { kind: "path"; path: readonly (string | number)[] }
  | { kind: "not"; of: Expression }
  | { kind: "and" | "or"; left: Expression; right: Expression }
  | { kind: "compare"; operator: string; left: Expression; right: Expression }
  | { kind: "call"; name: string; arguments: readonly Expression[] };

const sourceLimit = 2000;
const depthLimit = 32;
const roots = ["incident", "inputs", "steps", "run", "change"] as const;
const functions = ["size", "lower", "first", "join", "startsWith", "default"];
const token = /\s*(?:(?<text>"(?:[^"\\\n]|\\["\\nt])*"|'(?:[^'\\\n]|\\['\\nt])*')|(?<number>-?\d+(?:\.\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*)|(?<sign>==|!=|<=|>=|[<>()[\].,]))/y;

interface Token { kind: "text" | "number" | "name" | "sign" | "end"; text: string; at: number }

const wrong = (source: string, { at, text }: Token, expected: string): Fault =>
  new Fault("playbook.expression", { detail: `"${source.slice(0, 120)}": at character ${at + 1} there should be ${expected}, not ${text === "" ? "the end" : `"${text}"`}.` });

function tokensOf(source: string): Token[] {
  if (source.length > sourceLimit) throw new Fault("playbook.expression", { detail: `It is longer than ${sourceLimit} characters.` });
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  for (let at = 0; at < end;) {
    token.lastIndex = at;
    const match = token.exec(source);
    if (!match?.groups) throw wrong(source, { kind: "sign", text: source.slice(at).trimStart().slice(0, 1), at }, "a path, a text, a number or an operator");
    const [kind = "sign", text = ""] = Object.entries(match.groups).find(([, value]) => value !== undefined) ?? [];
    tokens.push({ kind: kind as Token["kind"], text: text as string, at: token.lastIndex - (text as string).length });
    at = token.lastIndex;
  }
  return [...tokens, { kind: "end", text: "", at: end }];
}

/** Throws playbook.expression that names the character. */
export function parseExpression(source: string): Expression {
  const tokens = tokensOf(source);
  let place = 0;
  let depth = 0;
  const peek = (): Token => tokens[place] ?? { kind: "end", text: "", at: source.length };
  const take = (): Token => { const one = peek(); place++; return one; };
  const isNext = (...texts: readonly string[]): boolean => peek().kind !== "text" && texts.includes(peek().text);
  const expect = (text: string): void => { if (!isNext(text)) throw wrong(source, peek(), `"${text}"`); place++; };

  const nested = <T>(work: () => T): T => {
    if (++depth > depthLimit) throw new Fault("playbook.expression", { detail: `It is nested deeper than ${depthLimit}.` });
    const value = work();
    depth--;
    return value;
  };
  const or = (): Expression => joined("or", () => joined("and", negated));
  const joined = (word: "and" | "or", part: () => Expression): Expression => {
    let left = part();
    while (isNext(word)) { place++; left = { kind: word, left, right: part() }; }
    return left;
  };
  const negated = (): Expression => {
    if (!isNext("not")) return compared();
    place++;
    return { kind: "not", of: nested(negated) };
  };
  const compared = (): Expression => {
    const left = operand();
    if (!isNext("==", "!=", "<", "<=", ">", ">=", "in", "contains")) return left;
    return { kind: "compare", operator: take().text, left, right: operand() };
  };
  const operand = (): Expression => {
    const one = take();
    if (one.kind === "text") return { kind: "value", value: unquoted(one.text) };
    if (one.kind === "number") return { kind: "value", value: Number(one.text) };
    if (one.text === "(") { const inner = nested(or); expect(")"); return inner; }
    if (one.text === "[") return { kind: "list", items: nested(() => listed("]")) };
    if (one.kind === "name") return named(one);
    throw wrong(source, one, "a path, a text, a number or \"(\"");
  };
  const named = (one: Token): Expression => {
    if (one.text === "true" || one.text === "false") return { kind: "value", value: one.text === "true" };
    if (one.text === "null") return { kind: "value", value: null };
    if (isNext("(")) {
      if (!functions.includes(one.text)) throw wrong(source, one, `one of the functions ${functions.join(", ")}`);
      place++;
      return { kind: "call", name: one.text, arguments: nested(() => listed(")")) };
    }
    if (!(roots as readonly string[]).includes(one.text)) throw wrong(source, one, `a path that begins with ${roots.join(", ")}`);
    return { kind: "path", path: [one.text, ...members()] };
  };
  const members = (): (string | number)[] => {
    const path: (string | number)[] = [];
    for (;;) {
      if (isNext(".")) {
        place++;
        const part = take();
        if (part.kind !== "name") throw wrong(source, part, "a name after the dot");
        path.push(part.text);
      } else if (isNext("[")) {
        place++;
        const part = take();
        if (part.kind !== "number" && part.kind !== "text") throw wrong(source, part, "a number or a text in the brackets");
        path.push(part.kind === "number" ? Number(part.text) : unquoted(part.text));
        expect("]");
      } else return path;
    }
  };
  const listed = (end: string): Expression[] => {
    const items: Expression[] = [];
    while (!isNext(end)) {
      items.push(or());
      if (!isNext(",")) break;
      place++;
    }
    expect(end);
    return items;
  };
  const whole = or();
  if (peek().kind !== "end") throw wrong(source, peek(), "an operator or the end");
  return whole;
}

const unquoted = (text: string): string => text.slice(1, -1).replaceAll(/\\(.)/g, (_all, sign: string) => (sign === "n" ? "\n" : sign === "t" ? "\t" : sign));

/** Every path that it reads. */
export function pathsIn(expression: Expression): (readonly (string | number)[])[] {
  switch (expression.kind) {
    case "value": return [];
    case "path": return [expression.path];
    case "list": return expression.items.flatMap(pathsIn);
    case "call": return expression.arguments.flatMap(pathsIn);
    case "not": return pathsIn(expression.of);
    default: return [...pathsIn(expression.left), ...pathsIn(expression.right)];
  }
}
