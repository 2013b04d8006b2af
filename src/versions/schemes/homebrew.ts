// Homebrew: numbers and words of upstream versions, then the formula's own revision behind an underscore.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Order of what may stand at one place: alpha, beta, pre, rc, the end, words, patches, posts, zeros before a number, numbers.
// Zeros before anything else are no part of the version: Version#<=> skips them, so 2.1.0-p194 is 2.1-p194.
const end = "\u0005";
const textEnd = "\u0001";
const zeroBeforeNumber = "\u000f";
const marks: readonly (readonly [mark: string, form: RegExp])[] = [
  ["\u0001", /^(?:alpha\d*|a\d+)$/i], ["\u0002", /^(?:beta\d*|b\d+)$/i], ["\u0003", /^pre\d*$/i], ["\u0004", /^rc\d*$/i],
  ["\u0007", /^p\d*$/i], ["\u0008", /^post\d+$/i],
];
const wordMark = "\u0006";
const tokenForm = /alpha\d*|a\d+|beta\d*|b\d+|pre\d*|rc\d*|post\d+|p\d*|\d+|[a-z]+/gi;
const form = /^(?=[^\d_]*\d)(\S+?)(?:_(\d+))?$/;

/** A version is its sort key: built once, compared as text. */
export const homebrew = defineScheme<string>({
  id: "homebrew",
  about: "Homebrew formulae.",
  ecosystems: ["Homebrew"],
  standard: "Homebrew, PkgVersion and Version#<=> (tokens, then revision)",
  parse: parseHomebrew,
  compare: compareKeys,
});

/** A version that starts with HEAD is a commit: it has no place among releases. */
function parseHomebrew(text: string): string | undefined {
  if (text.length > versionLengthLimit || text.startsWith("HEAD")) return undefined;
  const [, version, revision = ""] = form.exec(text.trim()) ?? [];
  const tokens = version?.match(tokenForm);
  return tokens ? keyOf(tokens) + numberKey(revision) : undefined;
}

function keyOf(tokens: readonly string[]): string {
  let key = "";
  let zeros = 0;
  for (const token of tokens) {
    if (/^0+$/.test(token)) { zeros++; continue; }
    const isNumber = /^\d/.test(token);
    key += isNumber ? zeroBeforeNumber.repeat(zeros) + numberKey(token) : wordKey(token);
    zeros = 0;
  }
  return key + end;
}

/** A word that Homebrew knows counts by its number; any other is text without case. */
function wordKey(token: string): string {
  const mark = marks.find(([, known]) => known.test(token))?.[0];
  return mark === undefined ? wordMark + token.toLowerCase() + textEnd : mark + numberKey(/\d+/.exec(token)?.[0] ?? "");
}
