// Matchers as text: Alertmanager's two syntaxes, read with the place of what is wrong, and written so that they are read back the same.
import { Fault } from "../kernel/fault.ts";
import { compileRe2, Re2Error } from "../kernel/re2/re2.ts";
import { quotedText, unquotedText } from "./quoted-text.ts";

/** One condition on one label. Regular expressions are RE2's and match the whole value. */
export interface Matcher { name: string; op: MatcherOp; value: string }
export type MatcherOp = (typeof matcherOps)[number];
export const matcherOps = ["=", "!=", "=~", "!~"] as const;

/** Why a text is no matcher, and the number of the character (from 1) at which it stops being one. */
interface Refusal { kind: "refused"; at: number; why: string }
interface Read { kind: "read"; matchers: Matcher[]; ats: number[] }

/** One matcher: `severity="critical"`, `team=~"a|b"`; throws matcher.invalid. */
export function readMatcher(text: string): Matcher {
  const [matcher, ...more] = readMatchers(text);
  if (!matcher) throw invalid(text, { kind: "refused", at: 1, why: "holds no matcher" });
  if (more.length > 0) throw invalid(text, { kind: "refused", at: 1, why: `holds ${more.length + 1} matchers where one is asked for` });
  return matcher;
}

/**
 * A list of matchers, with or without braces: `{a="b", c=~"d|e"}`. Throws matcher.invalid with the place.
 *
 * As Alertmanager in its default mode: the classic syntax (0.22) counts where both can read a text, and the UTF-8 syntax (0.27)
 * where only it can, so that names such as "service.name" are read as well.
 */
export function readMatchers(text: string): Matcher[] {
  const classic = checked(readClassic(text));
  if (classic.kind === "read") return classic.matchers;
  const utf8 = checked(readUtf8(text));
  if (utf8.kind === "read") return utf8.matchers;
  throw invalid(text, classic.why.includes(ofExpression) ? classic : utf8);
}

const invalid = (text: string, { at, why }: Refusal): Fault => {
  const shown = text.length > 200 ? `${text.slice(0, 200)}... (${text.length} characters)` : text;
  return new Fault("matcher.invalid", { detail: `${shown}: character ${at} ${why}.`, places: [{ at: `character ${at}`, rule: why }] });
};

const refused = (at: number, why: string): Refusal => ({ kind: "refused", at, why });
const ofExpression = "of the regular expression";

/** Names must be filled and regular expressions readable. */
function checked(read: Read | Refusal): Read | Refusal {
  if (read.kind === "refused") return read;
  for (const [index, matcher] of read.matchers.entries()) {
    const why = whyNoMatcher(matcher);
    if (why) return refused(read.ats[index] ?? 1, why);
  }
  return read;
}

/** What is wrong with a matcher that came in parts; undefined when nothing is. */
export function whyNoMatcher({ name, op, value }: Matcher): string | undefined {
  if (name === "") return "begins a matcher with an empty label name";
  if (op === "=" || op === "!=") return undefined;
  try {
    compileRe2(value);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Re2Error) return `begins a matcher that is not readable: character ${thrown.at} ${ofExpression} ${thrown.message}`;
    throw thrown;
  }
}

// Alertmanager pkg/labels/parse.go: split at commas outside of quotes, then name, operator, value; quotes may be missing.
function readClassic(text: string): Read | Refusal {
  const [matchers, ats]: [Matcher[], number[]] = [[], []];
  const open = text.startsWith("{") ? 1 : 0;
  let at = open;
  for (const piece of piecesOf(text.slice(open, text.endsWith("}") ? -1 : undefined))) {
    const found = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|=|!=|!~)\s*([^]*?)\s*$/.exec(piece);
    if (!found) return refused(at + 1, "is not a label name, one of = != =~ !~ and a value");
    const [, name = "", op = "=", raw = ""] = found;
    const value = classicValue(raw);
    if (value === undefined) return refused(at + 1 + piece.indexOf(raw), "is a value with a double quote that is not escaped or not closed");
    matchers.push({ name, op: op as MatcherOp, value });
    ats.push(at + 1 + piece.search(/\S/));
    at += piece.length + 1;
  }
  return { kind: "read", matchers, ats };
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let [piece, isQuoted, isEscaped] = ["", false, false];
  for (const char of text) {
    if (char === "," && !isQuoted) {
      pieces.push(piece);
      piece = "";
      continue;
    }
    if (char === '"' && !isEscaped) isQuoted = !isQuoted;
    isEscaped = char === "\\" && !isEscaped;
    piece += char;
  }
  return piece.trim() === "" ? pieces : [...pieces, piece];
}

// Unknown escapes keep their backslash: "\d" is as good as "\\d" (OpenMetrics).
function classicValue(raw: string): string | undefined {
  const isQuoted = raw.startsWith('"');
  const inner = isQuoted ? raw.slice(1) : raw;
  const body = isQuoted ? /^((?:[^"\\]|\\[^])*)"$/.exec(inner)?.[1] : /^(?:[^"\\]|\\[^])*\\?$/.exec(inner)?.[0];
  return body?.replace(/\\([n"\\])/g, (_all, char: string) => (char === "n" ? "\n" : char));
}

const reserved = /[\s{}!=~,\\"'`]/u;
const utf8Token = /^(?:([{},])|(=~|!=|!~|=)|("(?:[^"\\]|\\[^])*")|([^\s{}!=~,\\"'`]+))/u;

interface Token { kind: "mark" | "op" | "text"; text: string; at: number }

// Alertmanager matcher/parse: an optional brace, matchers with commas between them and perhaps one after, the other brace.
function readUtf8(text: string): Read | Refusal {
  const tokens = tokensOf(text);
  if (!Array.isArray(tokens)) return tokens;
  const endsAt = text.length + 1;
  let next = 0;
  const isMark = (mark: string): boolean => tokens[next]?.kind === "mark" && tokens[next]?.text === mark && next++ >= 0;
  const hasBrace = isMark("{");
  const [matchers, ats]: [Matcher[], number[]] = [[], []];
  while (tokens[next]?.kind === "text") {
    const [name, op, value] = tokens.slice(next, next + 3);
    if (op?.kind !== "op") return refused(op?.at ?? endsAt, "should be one of = != =~ !~");
    if (value?.kind !== "text") return refused(value?.at ?? endsAt, "should be the value of the label");
    matchers.push({ name: name?.text ?? "", op: op.text as MatcherOp, value: value.text });
    ats.push(name?.at ?? 1);
    next += 3;
    if (!isMark(",")) break;
  }
  if (hasBrace && !isMark("}")) return refused(tokens[next]?.at ?? endsAt, matchers.length > 0 ? "should be a comma or the closing brace" : "should be a label name or the closing brace");
  const left = tokens[next];
  return left ? refused(left.at, hasBrace ? "stands after the closing brace" : "should be a label name, or a comma between matchers") : { kind: "read", matchers, ats };
}

function tokensOf(text: string): Token[] | Refusal {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const space = /^\s+/u.exec(rest)?.[0].length;
    const found = utf8Token.exec(rest);
    if (space === undefined && !found) return refused(at + 1, rest.startsWith('"') ? "opens a double quote that is not closed" : `is ${rest.at(0) ?? ""}, which must stand in double quotes`);
    const [all = "", mark, op, quoted, plain] = found ?? [];
    const value = quoted === undefined ? plain : unquotedText(quoted);
    if (quoted !== undefined && value === undefined) return refused(at + 1, "is quoted and holds an escape that is not known");
    if (space === undefined) tokens.push({ kind: mark ? "mark" : op ? "op" : "text", text: mark ?? op ?? value ?? "", at: at + 1 });
    at += space ?? all.length;
  }
  return tokens;
}

/** As Alertmanager prints it: `severity="critical"`; names that need it are quoted too. */
export function matcherText({ name, op, value }: Matcher): string {
  if (reserved.test(name)) return `${quotedText(name)}${op}${quotedText(value)}`;
  return `${name}${op}"${value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"')}"`;
}

/** `{a="b",c=~"d|e"}`: as Alertmanager prints them, and as they stand in a group key. */
export const matchersText = (matchers: readonly Matcher[]): string => `{${matchers.map(matcherText).join(",")}}`;
