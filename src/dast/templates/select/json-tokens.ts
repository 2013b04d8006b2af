// Cuts a jq filter into tokens.
import { SelectError } from "./select-error.ts";

export interface JsonToken { kind: "name" | "field" | "text" | "number" | "sign"; text: string }

const tokenAt = /\s*(?:(\.[A-Za-z_][\w]*)|("(?:[^"\\]|\\.)*")|(\d+(?:\.\d+)?)|(\$?[A-Za-z_]\w*)|(\.\.|\/\/|==|!=|<=|>=|[.[\]{}(),|:?<>+\-*/%;]))/y;
const longest = 5000;

export function readJsonTokens(text: string): JsonToken[] {
  if (text.length > longest) throw new SelectError(`is longer than ${longest} characters`);
  const tokens: JsonToken[] = [];
  tokenAt.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== "";) {
    tokenAt.lastIndex = at;
    const found = tokenAt.exec(text);
    if (!found) throw new SelectError(`has ${JSON.stringify(text.slice(at, at + 10))} at ${at + 1}, which is not read`);
    tokens.push(tokenFrom(found));
    at = tokenAt.lastIndex;
  }
  return tokens;
}

function tokenFrom([, field, quoted, number, name, sign]: RegExpExecArray): JsonToken {
  if (field !== undefined) return { kind: "field", text: field.slice(1) };
  if (quoted !== undefined) return { kind: "text", text: unquoted(quoted) };
  if (number !== undefined) return { kind: "number", text: number };
  return name === undefined ? { kind: "sign", text: sign ?? "" } : { kind: "name", text: name };
}

function unquoted(text: string): string {
  try { return JSON.parse(text) as string; } catch { throw new SelectError(`has the text ${text}, which is not read`); }
}
