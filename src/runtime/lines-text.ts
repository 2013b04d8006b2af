// What lines have in common: words and quotes, bytes written as escapes, addresses, and the length of a field.
import { isIP } from "node:net";
import { bytesText } from "./web/decode.ts";

/** A longer field is cut; 64 Ki characters are twice what servers accept as a request line. */
export const fieldChars = 65_536;

/** The text, or its first 65,536 characters and the words "[… 1234 characters more]". */
export function limited(text: string): string {
  if (text.length <= fieldChars) return text;
  const kept = text.slice(0, fieldChars).toWellFormed();
  return `${kept}[… ${text.length - fieldChars} characters more]`;
}

/** Texts no store keeps are told by what they are: NUL as \x00, half a pair as U+FFFD. */
export { keptText as storable } from "../kernel/broken-text.ts";

export interface Token { kind: "word" | "quoted" | "bracket"; text: string }

/**
 * Words, "quoted" and [bracketed] parts of a line, at most `most`; what is left is one last word. In quotes a backslash keeps the next character; a quote
 * closes only before a blank or the end, so that senders who escape nothing are read too. What never closes goes to the end of the line.
 */
export function tokensOf(line: string, most = 64): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < line.length;) {
    if (line[at] === " " || line[at] === "\t") { at += 1; continue; }
    if (tokens.length === most - 1) { tokens.push({ kind: "word", text: line.slice(at) }); break; }
    const kind = line[at] === "\"" ? "quoted" : line[at] === "[" ? "bracket" : "word";
    const end = kind === "quoted" ? quoteEnd(line, at + 1) : kind === "bracket" ? bracketEnd(line, at + 1) : wordEnd(line, at);
    tokens.push({ kind, text: line.slice(kind === "word" ? at : at + 1, end) });
    at = end + (kind === "word" ? 0 : 1);
  }
  return tokens;
}

function quoteEnd(line: string, from: number): number {
  for (let at = line.indexOf("\"", from); at >= 0; at = line.indexOf("\"", at + 1)) {
    let slashes = 0;
    while (line[at - 1 - slashes] === "\\" && at - 1 - slashes >= from) slashes += 1;
    if (slashes % 2 === 0 && (at + 1 >= line.length || line[at + 1] === " ")) return at;
  }
  return line.length;
}

function bracketEnd(line: string, from: number): number {
  const end = line.indexOf("]", from);
  return end < 0 ? line.length : end;
}

function wordEnd(line: string, from: number): number {
  const end = line.indexOf(" ", from);
  return end < 0 ? line.length : end;
}

const escape = /(?:\\x[0-9a-fA-F]{2})+|\\(["\\ntrbvf/])/g;
const controls: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", v: "\v", f: "\f" };

/** nginx writes bytes as \xHH (escape=default); Apache as \xhh and \" \\ \n \t. NUL becomes %00, as decode.ts has it. */
export function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(escape, (found, one: string | undefined) => (one === undefined ? bytesText(Buffer.from(found.replaceAll("\\x", ""), "hex")) : controls[one] ?? one));
}

/** An IP address without brackets, port, zone or quotes; IPv4 in IPv6 as IPv4. Undefined when it is none. */
export function addressOf(text: string): string | undefined {
  const bare = text.startsWith("[") ? text.slice(1, text.indexOf("]") < 0 ? undefined : text.indexOf("]")) : text;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/i.exec(bare)?.[1];
  if (mapped !== undefined && isIP(mapped) === 4) return mapped;
  if (isIP(bare) !== 0) return bare.split("%")[0];
  const [, host = ""] = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(bare) ?? [];
  return isIP(host) === 4 ? host : undefined;
}

/** The text before a port: "[::1]:80", "a.example:8080", "1.2.3.4:5". */
export const hostOf = (text: string): string => addressOf(text) ?? text.replace(/:\d+$/, "");
