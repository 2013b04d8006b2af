// SQL injection: text that, where an application pastes it into a statement, becomes part of the statement. Decided by grammar, not by a list of payloads.
import { clauses } from "./sql-words.ts";
import { comparisonEnd, isCast, isCatalogue, isComparison, isCondition, isEnd, isJoiner, isProbe, isProse, isSelect, isSettled, isStatement, isUnion, isWeapon, literalsEnd } from "./sql-grammar.ts";
import { sqlTokens } from "./sql-tokens.ts";
import type { Tokens } from "./sql-grammar.ts";
import type { SqlToken } from "./sql-tokens.ts";

/** Some sign that SQL could be meant at all; most values have none and cost one look. */
const possible = /['"`;()=<>@*#]|--|\b(?:case|union|select|or|and|having|order|group|drop|insert|delete|update|exec|waitfor|shutdown|declare|where|procedure|rlike)\b/i;

/** @returns The injected part as written; undefined when there is none. */
export function findSqli(text: string): string | undefined {
  if (text.length < 2 || !possible.test(text)) return undefined;
  for (const context of ["bare", "'", '"'] as const) {
    if (context !== "bare" && !text.includes(context)) continue;
    const tokens = sqlTokens(text, context);
    const at = context === "bare" ? injectedAt(tokens) : brokenOutAt(tokens);
    if (at !== -1) return text.slice(tokens[at]?.at ?? 0);
  }
  return probeOf(text);
}

/** Index of the token with which the injection begins; -1 when there is none. In any context. */
function injectedAt(tokens: Tokens, from = 0): number {
  for (let at = from; at < tokens.length; at += 1) {
    if (isUnion(tokens, at) || isWeapon(tokens, at) || isCatalogue(tokens, at) || joins(tokens, at) || stacks(tokens, at) || nests(tokens, at) || sorts(tokens, at)) return at;
  }
  return cutsOff(tokens);
}

const says = (token: SqlToken | undefined, ...texts: readonly string[]): boolean => token !== undefined && (token.type === "word" || token.type === "symbol") && texts.includes(token.text);

/** AND 1=1, OR (SELECT ...), HAVING x=x, || sleep(5), IF(1=1, ...), CASE WHEN 1=1. */
function joins(tokens: Tokens, at: number): boolean {
  const token = tokens[at];
  if (!isJoiner(token) || (says(token, "if", "iif") && !says(tokens[at + 1], "("))) return false;
  if (isProbe(tokens, at + 1)) return !says(token, "on", "where") || isSelect(tokens, at + 2, true);
  if (isSettled(tokens, at + 1)) return !says(token, "on");
  const end = literalsEnd(tokens, at + 1);
  // "or 1", "or 'x'" alone is also "a or 1": what stands before or after it must be of a statement too.
  if (end === -1 || end === at + 1 || !says(token, "or", "||", "xor", "and", "&&", "having")) return false;
  const before = tokens[at - 1];
  const closing = before === undefined || says(before, ")") || before.type === "string";
  return (tokens[end]?.type === "comment" && (closing || before?.type === "number")) || ((closing || before?.type === "number") && isEnd(tokens[end]) && says(tokens[at + 1], "true", "not", "!"));
}

/** ; and a statement, or a statement that is the whole text. */
function stacks(tokens: Tokens, at: number): boolean {
  if (at > 0 && !says(tokens[at - 1], ";", ")", "begin", "else", "then")) return false;
  if (!isStatement(tokens, at)) return false;
  if (at > 0 || !tokens.every(({ type }) => type === "word")) return at > 0 || !says(tokens[0], "commit", "rollback", "select") || isSelect(tokens, 0, false);
  // "drop table reservation" may be a title; a statement alone has some sign of its own.
  return false;
}

/** (SELECT ...): a query inside an expression; (1=2)*3: a settled condition inside one. */
const nests = (tokens: Tokens, at: number): boolean =>
  (says(tokens[at], "(") && says(tokens[at + 4], ")") && says(tokens[at + 5], "*", "/", "+", "-") && tokens[at + 6]?.type === "number" && isSettled(tokens, at + 1))
  || (says(tokens[at], "(") && says(tokens[at + 1], "select") && isSelect(tokens, at + 1, true))
  || (says(tokens[at], "rlike", "regexp", "in", "=", ",", "+", "-", "*", "/", "||", "like") && isProbe(tokens, at + 1) && says(tokens[at + 2], "select", "case"))
  || (says(tokens[at], "case") && says(tokens[at + 1], "when") && (isSettled(tokens, at + 2) || isProbe(tokens, at + 2)))
  || (says(tokens[at], "iif", "if", "decode", "nullif", "ifnull", "make_set", "elt") && says(tokens[at + 1], "(") && isSettled(tokens, at + 2))
  || (says(tokens[at], "into") && says(tokens[at + 1], "outfile", "dumpfile") && tokens[at + 2]?.type === "string")
  || (says(tokens[at], "chr", "char", "nchar") && says(tokens[at + 1], "(") && tokens[at + 2]?.type === "number" && says(tokens[at + 3], ")", ",") && says(tokens[at + 4], "||", "+", "&") )
  || (tokens[at]?.type === "variable" && /^@@(?:version|hostname|datadir|basedir|servername|global|version_compile_os|language|spid|tmpdir)/.test(tokens[at]?.text ?? ""))
  || (says(tokens[at], "waitfor") && says(tokens[at + 1], "delay", "time") && tokens[at + 2]?.type === "string")
  || isCastOut(tokens, at) || isRenamed(tokens, at)
  || (tokens[at]?.type === "number" && /\.(?:e[+-]?)?$/.test(tokens[at]?.text ?? "") && says(tokens[at + 1], "e") && says(tokens[at + 2], "(", "."))
  || (says(tokens[at], "case") && says(tokens[at + 1], "when") && [3, 4, 5, 6, 7, 8].some((step) => says(tokens[at + step], "then")) && !isProse(tokens, at + 2))
  || (says(tokens[at], "procedure") && says(tokens[at + 1], "analyse") && says(tokens[at + 2], "("));

/** password::int, (..)::json: a cast to a type makes the server say what it could not cast. */
const isCastOut = (tokens: Tokens, at: number): boolean => isCast(tokens, at) && (says(tokens[at - 1], ")") || tokens[at - 1]?.type === "string" || tokens[at - 1]?.type === "word") && (isEnd(tokens[at + 2]) || tokens[at + 2]?.type === "symbol" || isJoiner(tokens[at + 2]) || says(tokens[at + 1], "double"));

/** 1 AS "a" FROM t: the column gets another name, and the statement another table. */
const isRenamed = (tokens: Tokens, at: number): boolean => says(tokens[at], "as") && says(tokens[at + 2], "from") && (tokens[at - 1]?.type === "number" || tokens[at - 1]?.type === "string") && tokens[at + 3]?.type === "word" && (tokens[at + 1]?.type === "string" || tokens[at + 1]?.type === "word") && !isProse(tokens, at + 3);

/** 1 ORDER BY 5, 1) GROUP BY 2: how many columns are there? */
function sorts(tokens: Tokens, at: number): boolean {
  if (!says(tokens[at], "order", "group") || !says(tokens[at + 1], "by")) return false;
  const before = tokens[at - 1];
  const after = tokens[at + 2];
  if (before === undefined || after === undefined) return false;
  return after.type === "number" && (before.type === "number" || says(before, ")") || isEnd(tokens[at + 3]) && tokens[at + 3] !== undefined);
}

/** The rest of the statement is commented away after something was closed or ended: "1) --", "1; #". */
function cutsOff(tokens: Tokens): number {
  const last = tokens.length - 1;
  const comment = tokens[last];
  if (comment?.type !== "comment" || last < 2 || comment.text.startsWith("/*")) return -1;
  const closes = says(tokens[last - 1], ")", ";") && (tokens[last - 2]?.type === "number" || says(tokens[last - 2], ")"));
  return closes && /^(?:--|#)\W*\w{0,12}$/.test(comment.text) && !tokens.some((token, at) => says(token, "(") && at < last) ? last - 1 : -1;
}

/** The application's string was closed by the text, and the statement goes on. */
function brokenOutAt(tokens: Tokens): number {
  const first = tokens[0];
  if (first?.type !== "string" || !first.closed || tokens.length < 2) return -1;
  let at = 1;
  while (says(tokens[at], ")")) at += 1;
  if (tokens.length === at) return at > 2 ? at - 1 : -1;
  if (goesOn(tokens, at)) return at;
  const inner = isQuotedWriting(tokens) ? -1 : injectedAt(tokens, 1);
  return inner;
}

// ["a","b"], {"a": "b"}: in each context words and strings alternate; a statement has something between them.
const isQuotedWriting = (tokens: Tokens): boolean => tokens[1]?.type === "word" && !clauses.has(tokens[1].text) && tokens[2]?.type === "string";

/** z' or email notnull--, x'^email--: whatever the condition is, the string was ended before it and the statement after it. */
function isCutAround(tokens: Tokens, at: number): boolean {
  const [token, last] = [tokens[at], tokens.at(-1)];
  if (tokens.length - at < 2 || tokens.length > 24 || last?.type !== "comment" || !/^(?:--|#)\W{0,3}\w{0,12}$/.test(last.text)) return false;
  const leads = isJoiner(token) || isComparison(token) || says(token, "^", "|", "&", "*", "%", "collate", "order", "group", "limit", "union", "having");
  return leads && (last.text.startsWith("--") || tokens.length - at < 8) && (tokens.length - at <= 5 || !isProse(tokens, at + 1));
}

function goesOn(tokens: Tokens, at: number): boolean {
  const token = tokens[at];
  if (token === undefined) return false;
  if (isCutAround(tokens, at)) return true;
  if (token.type === "comment") return isEnd(token) && /^(?:--|#|\/\*)[\s\-+]*\w{0,16}$/.test(token.text);
  if (says(token, ";")) return tokens[at + 1]?.type === "comment" || isStatement(tokens, at + 1) || (tokens[at + 1] === undefined && tokens.length === 2 && /\S@\S|^\w*$/.test(tokens[0]?.text ?? ""));
  // `<a name="on">`, `see "x" if it is`: prose and markup have these words too, a settled condition they have not.
  if (says(token, "on", "if", "where", "when")) return isSettled(tokens, at + 1) || isProbe(tokens, at + 1);
  if (isJoiner(token)) return isInjectedCondition(tokens, at + 1);
  if (says(token, "union", "procedure", "having", "limit", "into", "waitfor", "escape")) return isClause(tokens, at);
  if (says(token, "order", "group")) return says(tokens[at + 1], "by");
  return joinsValues(tokens, at);
}

const isClause = (tokens: Tokens, at: number): boolean => isUnion(tokens, at) || literalsEnd(tokens, at + 1) !== -1 || says(tokens[at + 1], "all", "select", "analyse", "delay", "outfile", "dumpfile");

/** After a quote that closed: a column compared, a call, a literal that stands alone before the rest. */
function isInjectedCondition(tokens: Tokens, at: number): boolean {
  if (isSettled(tokens, at) || isProbe(tokens, at)) return true;
  const end = literalsEnd(tokens, at);
  const token = tokens[at];
  if (end === -1) return isCondition(tokens, at);
  if (token?.type === "string") return comparisonEnd(tokens, end) !== -1 || (isEnd(tokens[end]) && !/^\s|\s$/.test(token.text));
  return isEnd(tokens[end]) || comparisonEnd(tokens, end) !== -1 || isJoiner(tokens[end]) || tokens[end]?.type === "string";
}

/** '||(SELECT ..)||', '+char(65)+', '='': the string goes on with an operator. */
function joinsValues(tokens: Tokens, at: number): boolean {
  if (!says(tokens[at], "||", "+", "-", "*", "/", "%", "^", "|", "&", "=", "<>", "!=", "<", ">", "<=>", "like", "rlike", "regexp", "in", ",", ")", "not", "is", "between", "div", "mod")) return false;
  if (isProbe(tokens, at + 1)) return true;
  const end = literalsEnd(tokens, at + 1);
  if (end === -1) return false;
  const next = tokens[at + 1];
  // `it defaults to "=".`: a sentence before the quote, a sign within.
  if (next?.type === "string" && /\w+\s+\w+\s+\w+/.test(tokens[0]?.text ?? "") && /^\W*$/.test(next.text)) return false;
  if (says(tokens[at], ",", "%", "/", "-", ")")) return tokens[end]?.type === "comment";
  return tokens[end]?.type === "comment" || (next?.type === "string" && isEnd(tokens[end]) && next.text.length < 40 && !says(tokens[at], "+", "*", "&", "|") ) || next?.type === "string" && next.closed && isJoiner(tokens[end]);
}

/** Quotes and brackets that mean nothing but "does it break?": ', '", 1'), ";--. */
function probeOf(text: string): string | undefined {
  return /^-?\w{0,8}(?:'(?:['"();,.\\#\s-]*)|["`]\s*(?=.*[')(;#])['"();,.\\#`\s-]+|[)(;]+['"][)(;'"#-]*)$/.test(text) && !/^(?:\w+'s?|\d+'\d*"?|s'|\w+(?:''|"+))$/.test(text) ? text : undefined;
}
