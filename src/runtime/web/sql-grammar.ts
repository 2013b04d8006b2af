// What a run of SQL tokens holds: values, conditions, sub-queries and statements, told from prose by their grammar.
import { arithmetic, castTypes, catalogues, comparisons, functions, joiners, literals, loudWeapons, statements, weapons } from "./sql-words.ts";
import type { SqlToken } from "./sql-tokens.ts";

export type Tokens = readonly SqlToken[];

const is = (token: SqlToken | undefined, ...texts: readonly string[]): boolean => token !== undefined && token.type !== "string" && token.type !== "comment" && texts.includes(token.text);
const isIn = (token: SqlToken | undefined, set: ReadonlySet<string>): boolean => token !== undefined && (token.type === "word" || token.type === "symbol") && set.has(token.text);
const isCall = (tokens: Tokens, at: number): boolean => tokens[at]?.type === "word" && is(tokens[at + 1], "(");
export const isJoiner = (token: SqlToken | undefined): boolean => isIn(token, joiners);
export const isComparison = (token: SqlToken | undefined): boolean => isIn(token, comparisons);
/** Where the statement stops: nothing more, a comment, a semicolon. */
export const isEnd = (token: SqlToken | undefined): boolean => token === undefined || token.type === "comment" || is(token, ";");
const isLiteral = (token: SqlToken | undefined): boolean => token !== undefined && (token.type === "number" || token.type === "string" || token.type === "variable" || isIn(token, literals));

/** A word that is no word of SQL: two of them in a row are prose. */
const isPlain = (token: SqlToken | undefined): boolean => token?.type === "word" && !joiners.has(token.text) && !comparisons.has(token.text) && !literals.has(token.text) && !weapons.has(token.text) && !structure.has(token.text);
const structure: ReadonlySet<string> = new Set("select union all distinct from where having group order by limit offset as case when then else end into values set table top asc desc exists any some null on using join inner outer left right cross natural".split(" "));

// "FROM users u", "JOIN orders o", "(SELECT 1) x": the second word is a name for the first.
const mayAlias = (token: SqlToken | undefined): boolean => is(token, "from", "join", ",", ")", "as", ".");

/** Two plain words side by side within what follows: somebody writes sentences. "users u" of an alias ends at a comma or a clause. */
export function isProse(tokens: Tokens, from: number): boolean {
  for (let at = from; at < Math.min(tokens.length - 1, from + 12); at += 1) {
    if (!isPlain(tokens[at]) || !isPlain(tokens[at + 1])) continue;
    const next = tokens[at + 2];
    if (next === undefined || isPlain(next) || next.type === "word" || is(next, ".", "?", "!", ":") || !mayAlias(tokens[at - 1])) return true;
  }
  return false;
}

/** After any brackets, signs and NOTs. */
function pastPrefix(tokens: Tokens, from: number): number {
  let at = from;
  while (is(tokens[at], "(", "-", "+", "~", "!", "not", "binary", "distinct", "all")) at += 1;
  return at;
}

/** "::int": what stands before becomes another type. */
export const isCast = (tokens: Tokens, at: number): boolean => is(tokens[at], "::") && isIn(tokens[at + 1], castTypes);

/** A run of literal values joined by arithmetic: "3*2", "'a'||'b'", "(1)". -1 when there is none at this place. */
export function literalsEnd(tokens: Tokens, from: number): number {
  let at = pastPrefix(tokens, from);
  if (!isLiteral(tokens[at])) return -1;
  for (at += 1; ; at += 2) {
    while (is(tokens[at], ")")) at += 1;
    if (isCast(tokens, at)) at += 2;
    if (!isIn(tokens[at], arithmetic)) return at;
    at = pastPrefix(tokens, at + 1) - 1;
    if (!isLiteral(tokens[at + 1])) return at;
  }
}

/** After the comparison at this place ("=", "not like", "is not"); -1 when there is none. */
export function comparisonEnd(tokens: Tokens, from: number): number {
  let at = from;
  if (is(tokens[at], "not", "sounds", "similar")) at += 1;
  if (!isComparison(tokens[at])) return at > from && is(tokens[at - 1], "not") ? -1 : at === from ? -1 : at;
  at += 1;
  while (is(tokens[at], "=", "<", ">", "not", "any", "all", "binary", "to") || (is(tokens[at], "like") && is(tokens[at - 1], "sounds"))) at += 1;
  return at;
}

/** A comparison whose two sides are known beforehand: 1=1, 'a' like 'a', x=x. Its outcome tells nothing about the data, only about the statement. */
export function isSettled(tokens: Tokens, from: number): boolean {
  const start = pastPrefix(tokens, from);
  const left = literalsEnd(tokens, from);
  const same = left === -1 && tokens[start]?.type === "word" ? start + 1 : left;
  if (same === -1) return false;
  const right = comparisonEnd(tokens, same);
  if (right === -1) return false;
  if (left === -1) return tokens[start]?.text === tokens[pastPrefix(tokens, right)]?.text && !is(tokens[start + 1], "in", "is", "as");
  return literalsEnd(tokens, right) !== -1 || is(tokens[right], "(") || isCall(tokens, right) || isEnd(tokens[right]);
}

/** Any comparison that follows, settled or of a column. */
export function isCondition(tokens: Tokens, from: number): boolean {
  const at = pastPrefix(tokens, from);
  if (literalsEnd(tokens, from) !== -1) return true;
  if (tokens[at]?.type !== "word") return false;
  if (isCall(tokens, at)) return true;
  let after = at + 1;
  while (is(tokens[after], ".") || (tokens[after]?.type === "word" && is(tokens[after - 1], "."))) after += 1;
  return comparisonEnd(tokens, after) !== -1;
}

/** A call of a function of SQL, or a sub-query, or CASE. */
export function isProbe(tokens: Tokens, from: number): boolean {
  const at = pastPrefix(tokens, from);
  const token = tokens[at];
  if (is(token, "select")) return isSelect(tokens, at, at > from);
  if (is(token, "case")) return is(tokens[at + 1], "when", "(") || literalsEnd(tokens, at + 1) !== -1;
  return isCall(tokens, at) && (isIn(token, functions) || isIn(token, weapons));
}

/** SELECT as a statement. In brackets a list of anything will do; bare it needs what no sentence has. */
export function isSelect(tokens: Tokens, at: number, bracketed: boolean): boolean {
  if (!is(tokens[at], "select") || isProse(tokens, at + 1)) return false;
  const first = tokens[pastPrefix(tokens, at + 1)];
  if (first === undefined) return bracketed;
  if (is(first, "case", "*", "top", "select") || first.type === "variable" || isCall(tokens, tokens.indexOf(first, at))) return true;
  const from = tokens.findIndex((token, index) => index > at && index < at + 60 && is(token, "from"));
  if (from === -1) return bracketed && (isLiteral(first) || (first.type === "word" && !is(tokens[at + 2], ")") && !isEnd(tokens[at + 2]) && !isPlain(tokens[at + 2])));
  const listed = tokens.slice(at + 1, from);
  return bracketed || listed.some((token) => token.type !== "word" || token.text === "distinct") || isEnd(tokens[from + 2]) || is(tokens[from + 2], "where", "limit", "order", "union", "group", "join", ".", ",", ")");
}

/** UNION SELECT, however it is bracketed and whatever stands between. */
export function isUnion(tokens: Tokens, at: number): boolean {
  if (!is(tokens[at], "union", "except", "intersect", "minus")) return false;
  let next = at + 1;
  while (is(tokens[next], "all", "distinct", "distinctrow", "(", "+", "-", "!", "~")) next += 1;
  if (is(tokens[next], "values")) return is(tokens[next + 1], "(");
  if (isPlain(tokens[next + 1]) && tokens[next + 2] === undefined) return false;
  return is(tokens[next], "select") && (next > at + 1 || !isPlain(tokens[next + 1]) || !isPlain(tokens[next + 2]) || isCall(tokens, next + 1)) && !isProse(tokens, next + 1);
}

/** A whole statement begins here: DROP TABLE x, INSERT INTO, EXEC xp_..., WAITFOR DELAY '0:0:5'. */
export function isStatement(tokens: Tokens, at: number): boolean {
  const token = tokens[at];
  if (token?.type !== "word" || !Object.hasOwn(statements, token.text) ) return false;
  const objects = statements[token.text] ?? new Set();
  const next = tokens[at + 1];
  if (objects.size > 0) return next?.type === "comment" ? token.text === "shutdown" : isIn(next, objects) && (token.text === "shutdown" || !isEnd(tokens[at + 2]));
  return ownGrammar[token.text]?.(tokens, at) ?? (!isProse(tokens, at + 1) && (isEnd(next) || next?.type !== "word"));
}

// `set x=`, `exec xp_..`, `update t set c=`: statements whose first words alone might be a sentence's.
const ownGrammar: Readonly<Record<string, (tokens: Tokens, at: number) => boolean>> = {
  select: (tokens, at) => isSelect(tokens, at, false) || literalsEnd(tokens, at + 1) !== -1 || isCall(tokens, at + 1),
  update: (tokens, at) => [2, 3, 4, 5, 6].some((step) => is(tokens[at + step], "set") && is(tokens[at + step + 2], "=", ".")),
  exec: (tokens, at) => is(tokens[at + 1], "(") || tokens[at + 1]?.type === "variable" || /^[xs]p_/.test(tokens[at + 1]?.text ?? "") || is(tokens[at + 2], ".", ".."),
  execute: (tokens, at) => is(tokens[at + 1], "(", "immediate") || /^[xs]p_/.test(tokens[at + 1]?.text ?? ""),
  declare: (tokens, at) => tokens[at + 1]?.type === "variable" || (tokens[at + 2]?.type === "word" && !is(tokens[at + 1], "function", "const", "module", "class", "let", "var", "namespace", "type", "enum", "global", "interface", "abstract")),
  call: (tokens, at) => isCall(tokens, at + 1),
  begin: (tokens, at) => isIn(tokens[at + 1], weapons) || is(tokens[at + 1], "declare", "execute", "select"),
  copy: (tokens, at) => tokens.slice(at + 1, at + 30).some((token) => is(token, "from", "to")) && tokens.slice(at + 1, at + 30).some((token) => is(token, "program", "(")),
  handler: (tokens, at) => is(tokens[at + 2], "open", "read"),
  set: (tokens, at) => tokens[at + 1]?.type === "variable",
  print: (tokens, at) => tokens[at + 1]?.type === "variable",
  use: () => false, desc: () => false, kill: () => false, do: (tokens, at) => isCall(tokens, at + 1), prepare: (tokens, at) => is(tokens[at + 2], "from"), commit: (tokens, at) => isEnd(tokens[at + 1]), rollback: (tokens, at) => isEnd(tokens[at + 1]),
};

/** A function nobody calls by chance. Loud ones speak for themselves, the others where an expression is expected. */
export function isWeapon(tokens: Tokens, at: number): boolean {
  const token = tokens[at];
  if (!isIn(token, weapons)) return false;
  const called = is(tokens[at + 1], "(") || (is(tokens[at + 1], ".") && tokens[at + 2]?.type === "word");
  if (!called) return isIn(token, loudWeapons) && is(tokens[at - 1], "select", "exec", "execute");
  if (isIn(token, loudWeapons)) return !isProse(tokens, at + 2);
  const before = tokens[at - 1];
  // sleep(20) and nothing else; time.sleep(1) is a program's.
  if (before === undefined) return is(tokens[at + 1], "(") && isLiteral(tokens[at + 2]) && is(tokens[at + 3], ")", ".", ",") && isEnd(tokens[at + 4]);
  if (is(before, ".")) return is(tokens[at - 3], "begin", "call", "exec", "select");
  return (isJoiner(before) || isComparison(before) || isIn(before, arithmetic) || is(before, "(", ",", ";", "select", "case", "then", "else", "from", "call", "begin") || before.type === "string");
}

/** A catalogue of the database where a table is expected. */
export function isCatalogue(tokens: Tokens, at: number): boolean {
  if (!isIn(tokens[at], catalogues)) return false;
  if (is(tokens[at], "domain")) return is(tokens[at - 1], "from");
  return is(tokens[at - 1], "from", "join", ",", ".", "..", "into") || (is(tokens[at + 1], ".") && tokens[at + 2]?.type === "word" && !/^(?:com|org|net)$/.test(tokens[at + 2]?.text ?? ""));
}
