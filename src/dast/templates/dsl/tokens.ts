// Cuts an expression of the templates' language into tokens.
import { DslError } from "./value.ts";

export interface Token { kind: "text" | "number" | "name" | "sign"; text: string; at: number }

const signs = ["&&", "||", "==", "!=", "<=", ">=", "=~", "!~", "**", "<<", ">>", "??", "!", "<", ">", "+", "-", "*", "/", "%", "?", ":", "(", ")", ",", "|", "^", "&"];
const longest = 100_000;

export function readTokens(text: string): Token[] {
  if (text.length > longest) throw new DslError(`is longer than ${longest} characters`);
  const tokens: Token[] = [];
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const { token, next } = readToken(text, at);
    tokens.push(token);
    at = next;
  }
  return tokens;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? "")) at++;
  return at;
}

const numberAt = /0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/iy;
const nameAt = /[\p{L}_][\p{L}\p{N}_.]*/uy;

function readToken(text: string, at: number): { token: Token; next: number } {
  const char = text[at] ?? "";
  if (char === "'" || char === '"') return readText(text, at, char);
  if (char === "[") return readUntil(text, at, "]");
  const number = matchAt(numberAt, text, at);
  if (number !== undefined) return { token: { kind: "number", text: number, at }, next: at + number.length };
  const name = matchAt(nameAt, text, at);
  if (name !== undefined) return { token: { kind: /^in$/i.test(name) ? "sign" : "name", text: /^in$/i.test(name) ? "in" : name, at }, next: at + name.length };
  const sign = signs.find((one) => text.startsWith(one, at));
  if (sign === undefined) throw new DslError(`has ${JSON.stringify(char)} at ${at + 1}, which means nothing`);
  return { token: { kind: "sign", text: sign, at }, next: at + sign.length };
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

// A backslash takes the next character as it is; there are no other escapes.
function readText(text: string, from: number, quote: string): { token: Token; next: number } {
  const parts: string[] = [];
  for (let at = from + 1; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char === quote) return { token: { kind: "text", text: parts.join(""), at: from }, next: at + 1 };
    parts.push(char === "\\" ? (text[++at] ?? "") : char);
  }
  throw new DslError(`opens ${quote} at ${from + 1} and does not close it`);
}

/** A name in brackets may hold any character. */
function readUntil(text: string, from: number, end: string): { token: Token; next: number } {
  const at = text.indexOf(end, from);
  if (at < 0) throw new DslError(`opens [ at ${from + 1} and does not close it`);
  return { token: { kind: "name", text: text.slice(from + 1, at).replaceAll("\\", ""), at: from }, next: at + 1 };
}
