// Escapes that stand for one character: \n, \x41, \x{1F600}, \101, \. and their like.
import { charAt, refuse, take, takeUntil } from "./tree.ts";
import type { Source } from "./tree.ts";

const named: Readonly<Record<string, number>> = { a: 0x07, f: 0x0c, t: 0x09, n: 0x0a, r: 0x0d, v: 0x0b };

/** Takes an escape; the reader stands on the backslash. */
export function readEscape(source: Source): number {
  const from = source.at;
  source.at++;
  const letter = charAt(source);
  if (letter === "") return refuse(source, "ends with a backslash", from);
  source.at++;
  const code = named[letter];
  if (code !== undefined) return code;
  if (letter === "x") return readHex(source, from);
  if (/[0-7]/.test(letter)) return readOctal(source, letter, from);
  if (/[89]/.test(letter)) return refuseReference(source, from);
  if (letter < "\x80" && !/[0-9A-Za-z]/.test(letter)) return letter.charCodeAt(0);
  return refuse(source, `has the escape \\${letter}, which RE2 does not know${hints[letter] ?? ""}`, from);
}

const hints: Readonly<Record<string, string>> = {
  Z: "; write \\z for the end of the text", G: "", K: "", k: " (references to a group are not read)", u: "; write \\x{...}", h: "; write [\\t ]", R: "; write \\r?\\n", C: "",
};

const refuseReference = (source: Source, from: number): never => refuse(source, "refers back to a group, which RE2 cannot: such patterns may take for ever", from);

function readHex(source: Source, from: number): number {
  const digits = take(source, "{") ? takeUntil(source, "}") : `${charAt(source)}${charAt(source, 1)}`;
  const braced = charAt(source, -1) === "}";
  if (!braced && digits?.length === 2) source.at += 2;
  const isHex = digits !== undefined && (braced ? /^[0-9A-Fa-f]{1,8}$/ : /^[0-9A-Fa-f]{2}$/).test(digits);
  const code = isHex ? parseInt(digits, 16) : Infinity;
  return code <= 0x10ffff ? code : refuse(source, "has \\x without the number of a character", from);
}

// A single digit but 0 would be a reference; two and more are octal (RE2's syntax page, "Escape sequences").
function readOctal(source: Source, first: string, from: number): number {
  if (first !== "0" && !/[0-7]/.test(charAt(source))) return refuseReference(source, from);
  let digits = first;
  while (digits.length < 3 && /[0-7]/.test(charAt(source))) {
    digits += charAt(source);
    source.at++;
  }
  return parseInt(digits, 8);
}
