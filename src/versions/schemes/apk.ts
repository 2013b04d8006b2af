// Alpine's package versions: 1.2.3b_rc1_git20240101~hash-r4, ordered as apk-tools 3 orders them, also what it calls invalid.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Order of what may follow at one place. apk compares token by token and, where the kinds differ, says which kind is
// greater; "invalid" is where its grammar ends, and the rest of the text takes no part.
const marks = {
  alpha: "\u0001", beta: "\u0002", pre: "\u0003", rc: "\u0004",
  invalid: "\u0005", end: "\u0006", revision: "\u0007", hash: "\u0008", suffixNumber: "\u0009",
  cvs: "\u000a", svn: "\u000b", git: "\u000c", hg: "\u000d", p: "\u000e", letter: "\u000f", digits: "\u0010",
} as const;
/** Below every number: numbers with a leading zero are compared as text, and so stand below all others. */
const leadingZero = "\u0010";

const suffixes = new Map([["alpha", marks.alpha], ["beta", marks.beta], ["pre", marks.pre], ["rc", marks.rc], ["cvs", marks.cvs], ["svn", marks.svn], ["git", marks.git], ["hg", marks.hg], ["p", marks.p]]);

/** A version is its sort key: built once, compared as text. */
export const apk = defineScheme<string>({
  id: "apk",
  about: "Alpine's package versions, and those of the distributions built with apk.",
  ecosystems: ["Alpaquita", "Alpine", "BellSoft Hardened Containers", "Chainguard", "CleanStart", "MinimOS", "Wolfi"],
  standard: "apk-package(5), package versions; version.c of apk-tools 3, after version.c of apk-tools 2",
  parse: parseApk,
  compare: compareKeys,
});

function parseApk(raw: string): string | undefined {
  if (raw.length > versionLengthLimit) return undefined;
  const text = raw.trim();
  // apk orders any text; words ("latest") are left to those who say that they do not know them. ".1" is apk's own example.
  if (!/^\.?\d/.test(text)) return undefined;
  return text.startsWith(".") ? marks.invalid : headKey(text);
}

/** The first number never follows the rule for leading zeros: 006 is 6. */
function headKey(text: string): string {
  let at = runOf(isDigit, text, 0);
  let key = numberKey(text.slice(0, at));
  while (text.charCodeAt(at) === dot) {
    const from = at + 1;
    at = runOf(isDigit, text, from);
    if (at === from) return key + marks.invalid;
    const digits = text.slice(from, at);
    key += marks.digits + (digits.startsWith("0") ? leadingZero + digits : numberKey(digits));
  }
  if (!isLower(text.charCodeAt(at))) return key + tailKey(text, at);
  key += marks.letter + text[at++];
  // apk 3 ends here at a digit (1.9.5p2) and calls all such versions equal; apk 2, which most hosts run, reads on.
  // Its order breaks the tie: sudo 1.9.5p1 must not pass for 1.9.5p2.
  return isDigit(text.charCodeAt(at)) ? key + marks.invalid + headKey(text.slice(at)) : key + tailKey(text, at);
}

/** Suffixes with their numbers, then a commit's hash, then the revision; each at most once in this order, suffixes any number. */
function tailKey(text: string, start: number): string {
  let key = "";
  let at = start;
  while (text.charCodeAt(at) === underscore) {
    const word = runOf(isLower, text, at + 1);
    const mark = suffixes.get(text.slice(at + 1, word));
    if (mark === undefined) return key + marks.invalid;
    at = runOf(isDigit, text, word);
    key += mark + (at > word ? marks.suffixNumber + numberKey(text.slice(word, at)) : "");
  }
  return key + hashKey(text, at);
}

function hashKey(text: string, start: number): string {
  if (text.charCodeAt(start) !== tilde) return revisionKey(text, start);
  const at = runOf(isHex, text, start + 1);
  return at === start + 1 ? marks.invalid : marks.hash + text.slice(start + 1, at) + revisionKey(text, at);
}

function revisionKey(text: string, start: number): string {
  if (start === text.length) return marks.end;
  if (!text.startsWith("-r", start)) return marks.invalid;
  const at = runOf(isDigit, text, start + 2);
  if (at === start + 2) return marks.invalid;
  return marks.revision + numberKey(text.slice(start + 2, at)) + (at === text.length ? marks.end : marks.invalid);
}

function runOf(isIn: (unit: number) => boolean, text: string, start: number): number {
  let at = start;
  while (isIn(text.charCodeAt(at))) at++;
  return at;
}

const dot = 46;
const underscore = 95;
const tilde = 126;
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isLower = (unit: number): boolean => unit >= 97 && unit <= 122;
const isHex = (unit: number): boolean => isDigit(unit) || (unit >= 97 && unit <= 102) || (unit >= 65 && unit <= 70);
