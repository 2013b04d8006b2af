// Cuts an XPath expression into tokens.
import { SelectError } from "./select-error.ts";

export interface PathToken { kind: "name" | "text" | "number" | "sign"; text: string }

const tokenAt = /\s*(?:"([^"]*)"|'([^']*)'|(\d+(?:\.\d+)?)|([A-Za-z_][\w-]*(?::(?!:)[\w-]+)?)|(::|\/\/|\.\.|!=|<=|>=|[/@*.[\]()|,=<>+]))/y;
const longest = 5000;

export function readPathTokens(text: string): PathToken[] {
  if (text.length > longest) throw new SelectError(`is longer than ${longest} characters`);
  const tokens: PathToken[] = [];
  for (let at = 0; text.slice(at).trim() !== "";) {
    tokenAt.lastIndex = at;
    const found = tokenAt.exec(text);
    if (!found) throw new SelectError(`has ${JSON.stringify(text.slice(at, at + 10))} at ${at + 1}, which is not read`);
    tokens.push(tokenFrom(found));
    at = tokenAt.lastIndex;
  }
  return tokens;
}

function tokenFrom([, double, single, number, name, sign]: RegExpExecArray): PathToken {
  if (double !== undefined || single !== undefined) return { kind: "text", text: double ?? single ?? "" };
  if (number !== undefined) return { kind: "number", text: number };
  return name === undefined ? { kind: "sign", text: sign ?? "" } : { kind: "name", text: name };
}
