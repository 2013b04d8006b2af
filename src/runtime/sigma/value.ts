// Texts of rules: wildcards and escapes (rules specification, "String Wildcard" and "Escaping").
import type { Pattern } from "./rule.ts";

type Part = Pattern[number];

/**
 * Reads a text as a rule writes it. \* \? \\ stand for the character; a backslash before anything else is itself.
 *
 * @example patternOf("a\\*b*") gives ["a*b", {wildcard: "any"}]
 */
export function patternOf(text: string): Pattern {
  if (!/[*?\\]/.test(text)) return text === "" ? [] : [text];
  const parts: Part[] = [];
  let plain = "";
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    const next = text[at + 1] ?? "";
    if (char === "\\" && (next === "*" || next === "?" || next === "\\")) { plain += next; at++; continue; }
    if (char !== "*" && char !== "?") { plain += char; continue; }
    parts.push(plain, { wildcard: char === "*" ? "any" : "one" });
    plain = "";
  }
  return joined([...parts, plain]);
}

/** Without empty texts, neighbouring texts in one, and ** as *. */
export function joined(parts: readonly Part[]): Pattern {
  const out: Part[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part === "") continue;
    if (typeof part === "string" && typeof last === "string") out[out.length - 1] = last + part;
    else if (typeof part === "string" || part.wildcard === "one" || typeof last !== "object" || last.wildcard !== "any") out.push(part);
  }
  return out;
}

export const any = { wildcard: "any" } as const;
export const hasWildcards = (pattern: Pattern): boolean => pattern.some((part) => typeof part !== "string");
/** The text of a pattern without wildcards. */
export const plainText = (pattern: Pattern): string => pattern.map((part) => (typeof part === "string" ? part : "")).join("");
export const mapTexts = (pattern: Pattern, change: (text: string) => string): Pattern => joined(pattern.map((part) => (typeof part === "string" ? change(part) : part)));
export const lowerCased = (pattern: Pattern): Pattern => mapTexts(pattern, (text) => text.toLowerCase());
/** As a rule would write it. */
export const patternText = (pattern: Pattern): string => pattern.map((part) => (typeof part === "string" ? part.replaceAll(/\\(?=[*?\\]|$)|[*?]/g, "\\$&") : part.wildcard === "any" ? "*" : "?")).join("");
