// Small template engines and interpreters for cases of the range: each really evaluates what stands between its delimiters.
import { runInNewContext } from "node:vm";

/** A JavaScript expression or program, without anything of this process in reach. Throws what the program throws. */
export const evaluated = (code: string, given: Readonly<Record<string, unknown>> = {}): unknown => runInNewContext(code, { ...given }, { timeout: 6_000 }) as unknown;

/** Replaces each match of the pattern (one group: the expression) by its value. Throws what an expression throws. */
export const rendered = (template: string, pattern: RegExp, given: Readonly<Record<string, unknown>> = {}): string => template.replace(pattern, (_all, expression: string) => String(evaluated(`(${expression})`, given)));

export const ejs = /<%=([\s\S]*?)%>/g;
export const doubleBraces = /\{\{([\s\S]*?)\}\}/g;
export const dollarBraces = /\$\{([^}]*)\}/g;
export const hashBraces = /#\{([^}]*)\}/g;

/** Blocks of Handlebars as far as `if` and `else` go; throws on what its grammar does not know. */
export function handlebars(template: string): string {
  const text = template.replace(/\{\{#if (\d+)\}\}([\s\S]*?)(?:\{\{else\}\}([\s\S]*?))?\{\{\/if\}\}/g, (_all, condition: string, yes: string, no = "") => (Number(condition) > 0 ? yes : String(no)));
  if (/\{\{(?!\s*[A-Za-z][\w.]*\s*\}\})/.test(text)) throw new Error("Parse error: expecting 'ID'");
  return text;
}

// JLS java.lang.String.hashCode, counted with big numbers and cut to 32 bits.
const hashCode = (text: string): number => Number(BigInt.asIntN(32, [...text].reduce((hash, character) => hash * 31n + BigInt(character.charCodeAt(0)), 0n)));

/** An expression language of the Java platform as far as numbers, strings, "+", "*" and hashCode go; throws on everything else. */
export function javaExpression(text: string): string {
  const tokens = text.match(/'[^']*'|"[^"]*"|\d+|\.hashCode\(\)|[+*()]|\S/g) ?? [];
  let at = 0;
  const next = (): string => tokens[at++] ?? "";
  const atom = (): number | string => {
    const token = next();
    if (token === "(") { const inner = sum(); if (next() !== ")") throw new Error("')' expected"); return inner; }
    if (/^\d+$/.test(token)) return Number(token);
    if (!/^['"]/.test(token)) throw new Error(`EL1041E: unexpected '${token}'`);
    let value: number | string = token.slice(1, -1);
    if (tokens[at] === ".hashCode()") { at += 1; value = hashCode(String(value)); }
    return value;
  };
  const product = (): number | string => { let value = atom(); while (tokens[at] === "*") { at += 1; value = Number(value) * Number(atom()); } return value; };
  const sum = (): number | string => { let value = product(); while (tokens[at] === "+") { at += 1; const other = product(); value = typeof value === "number" && typeof other === "number" ? value + other : `${value}${other}`; } return value; };
  const value = sum();
  if (at < tokens.length) throw new Error(`EL1041E: after parsing a valid expression, there is still more data: '${tokens.slice(at).join("")}'`);
  return String(value);
}

/** mod_include as far as set, echo and if go. */
export function includes(page: string): string {
  const variables = new Map<string, string>();
  let shows = true;
  return page.split(/(<!--#[\s\S]*?-->)/).map((part) => {
    const [, directive, attributes = ""] = /^<!--#(\w+)\s*([\s\S]*?)\s*-->$/.exec(part) ?? [];
    const value = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
    if (directive === undefined) return shows ? part : "";
    if (directive === "set") variables.set(value("var"), value("value"));
    if (directive === "if") { const [left, right] = value("expr").split("="); shows = left === right; }
    if (directive === "else") shows = !shows;
    if (directive === "endif") shows = true;
    if (directive === "echo") return shows ? variables.get(value("var")) ?? "(none)" : "";
    return ["set", "if", "else", "endif"].includes(directive) ? "" : "[an error occurred while processing this directive]";
  }).join("");
}
