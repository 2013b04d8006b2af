// Classes of characters: brackets, \d \w \s, [:alpha:] and \p{Greek}, as RE2's syntax page lists them.
import { foldsOf } from "./case.ts";
import { readEscape } from "./escapes.ts";
import { charAt, refuse, take, takeUntil } from "./tree.ts";
import type { Source } from "./tree.ts";

export type Has = (code: number) => boolean;

const oneOf = (pattern: RegExp): Has => (code) => pattern.test(String.fromCodePoint(code));
const not = (has: Has): Has => (code) => !has(code);

// RE2's classes are ASCII; \s has no vertical tab.
const perl: Readonly<Record<string, Has>> = { d: oneOf(/^[0-9]$/), s: oneOf(/^[\t\n\f\r ]$/), w: oneOf(/^[0-9A-Za-z_]$/) };

const posix: Readonly<Record<string, Has>> = {
  alnum: oneOf(/^[0-9A-Za-z]$/), alpha: oneOf(/^[A-Za-z]$/), ascii: (code) => code < 0x80, blank: oneOf(/^[\t ]$/),
  cntrl: (code) => code < 0x20 || code === 0x7f, digit: oneOf(/^[0-9]$/), graph: (code) => code > 0x20 && code < 0x7f,
  lower: oneOf(/^[a-z]$/), print: (code) => code >= 0x20 && code < 0x7f, punct: oneOf(/^[!-/:-@[-`{-~]$/),
  space: oneOf(/^[\t\n\v\f\r ]$/), upper: oneOf(/^[A-Z]$/), word: oneOf(/^[0-9A-Za-z_]$/), xdigit: oneOf(/^[0-9A-Fa-f]$/),
};

/** Takes \d, \D, \pL, \p{Greek}, ...; undefined when none stands next. */
export function readNamedClass(source: Source): Has | undefined {
  if (charAt(source) !== "\\") return undefined;
  const letter = charAt(source, 1);
  const lower = letter.toLowerCase();
  const known = perl[lower];
  if (known) {
    source.at += 2;
    const has = withCase(source, known);
    return letter === lower ? has : not(has);
  }
  return lower === "p" ? readUnicodeClass(source, letter === "P") : undefined;
}

function readUnicodeClass(source: Source, negated: boolean): Has {
  const from = source.at;
  source.at += 2;
  const name = take(source, "{") ? takeUntil(source, "}") : charAt(source);
  if (name?.length === 1 && charAt(source, -1) !== "}") source.at++;
  if (name === undefined || name === "") return refuse(source, "has \\p without the name of a class", from);
  const caret = name.startsWith("^");
  const has = withCase(source, unicodeClass(source, caret ? name.slice(1) : name, from));
  return negated === caret ? has : not(has);
}

// JavaScript knows the same names: a general category (L, Lu, ...) or a script (Greek).
function unicodeClass(source: Source, name: string, from: number): Has {
  if (name === "Any") return () => true;
  const property = /^(?:C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)$/.test(name) ? name : `Script=${name}`;
  try {
    if (/^[\w=]+$/.test(property)) return oneOf(new RegExp(`^\\p{${property}}$`, "u"));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
  }
  return refuse(source, `names the class ${name}, which Unicode does not have`, from);
}

/** A class; listed: its characters when they are few and all of them are known. */
export interface Listed { has: Has; listed?: readonly number[] }

// \s is the one named class that is small and often stands beside words.
const spaces = [0x20, 0x09, 0x0a, 0x0c, 0x0d];
export const spacesAt = (source: Source, from: number): { listed?: readonly number[] } => (source.at === from + 2 && charAt(source, -2) === "\\" && charAt(source, -1) === "s" ? { listed: spaces } : {});

/** Ranges of more characters are not listed. */
const mostListed = 16;

/** Takes a class in brackets; the reader stands on the bracket. */
export function readBrackets(source: Source): Listed {
  const from = source.at;
  source.at++;
  const negated = take(source, "^");
  const parts: Listed[] = [];
  // A closing bracket that comes first is itself a member.
  for (let first = true; first || charAt(source) !== "]"; first = false) {
    if (charAt(source) === "") return refuse(source, "opens [ and does not close it", from);
    parts.push(readMember(source));
  }
  source.at++;
  const has: Has = (code) => parts.some((part) => part.has(code));
  if (negated) return { has: not(has) };
  const listed = new Set(parts.flatMap((part) => part.listed ?? []));
  return parts.every((part) => part.listed) && listed.size <= mostListed ? { has, listed: [...listed] } : { has };
}

function readMember(source: Source): Listed {
  const from = source.at;
  const has = readPosix(source) ?? readNamedClass(source);
  return has ? { has, ...spacesAt(source, from) } : readRange(source);
}

function readPosix(source: Source): Has | undefined {
  const from = source.at;
  if (!take(source, "[:")) return undefined;
  const name = takeUntil(source, ":]");
  if (name === undefined) {
    source.at = from;
    return undefined;
  }
  const has = posix[name.replace(/^\^/, "")];
  if (!has) return refuse(source, `names the class [:${name}:], which there is not`, from);
  const folded = withCase(source, has);
  return name.startsWith("^") ? not(folded) : folded;
}

function readRange(source: Source): Listed {
  const from = source.at;
  const low = readOne(source);
  const isRange = charAt(source) === "-" && charAt(source, 1) !== "]" && charAt(source, 1) !== "";
  if (!isRange) return { has: withCase(source, (code) => code === low), listed: source.flags.i ? foldsOf(low) : [low] };
  source.at++;
  const high = readOne(source);
  if (high < low) return refuse(source, "has a range that ends before it begins", from);
  const has = withCase(source, (code) => code >= low && code <= high);
  if (high - low >= mostListed) return { has };
  const codes = Array.from({ length: high - low + 1 }, (_, at) => low + at);
  return { has, listed: source.flags.i ? codes.flatMap(foldsOf) : codes };
}

function readOne(source: Source): number {
  if (charAt(source) === "\\") return readEscape(source);
  const code = source.codes[source.at];
  if (code === undefined) return refuse(source, "opens [ and does not close it");
  source.at++;
  return code;
}

// With (?i) a character is in when one that differs only in case is; a class is negated after that.
function withCase(source: Source, has: Has): Has {
  return source.flags.i ? (code) => foldsOf(code).some(has) : has;
}
