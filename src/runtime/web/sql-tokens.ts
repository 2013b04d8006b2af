// Reads text as SQL tokens, as MySQL, PostgreSQL, SQL Server, Oracle and SQLite would: starting bare, or inside a quoted string that the application opened.

/**
 * number string word variable: what they say. symbol: an operator or a punctuation mark.
 * comment: one that runs to the end of its line or of the text; comments between tokens are blank, as the databases have it.
 */
export type SqlTokenType = "number" | "string" | "word" | "variable" | "symbol" | "comment";

/** text: lower case; of a string, its content (closed: whether its quote came). */
export interface SqlToken { type: SqlTokenType; text: string; at: number; end: number; closed: boolean }

/** What the application had open where the text went in. */
export type SqlContext = "bare" | "'" | '"';

const blank = /[\s\0\u00a0]+/y;
const number = /0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy;
const word = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const variable = /@@?[\w$.`]*/y;
// The longest first: "<=>" is one operator of MySQL, "||" joins or means OR.
const symbol = /->>|->|#>>|#>|@>|<@|@\?|@@(?=\s)|\?[&|]|<=>|<>|!=|<=|>=|\|\||&&|:=|::|<<|>>|!~\*?|~\*|\.\.|[=<>+\-*/%^|&~!(),;.:{}?\\[\]]/y;
/** Containment and paths of PostgreSQL's JSON; "@" else begins a variable. */
const jsonSymbol = /@>|@\?|@@(?=\s)/y;
const lineEnd = /[\r\n]/g;

/** Enough for any injection; a longer text is judged by its beginning. */
export const maxTokens = 2000;

interface Cursor { text: string; at: number; tokens: SqlToken[]; conditional: number }

/** Linear in the length: each character is passed a bounded number of times. */
export function sqlTokens(text: string, context: SqlContext): readonly SqlToken[] {
  const cursor: Cursor = { text, at: 0, tokens: [], conditional: 0 };
  if (context !== "bare") takeString(cursor, 0, context);
  while (cursor.at < text.length && cursor.tokens.length < maxTokens) takeOne(cursor);
  return cursor.tokens;
}

function takeOne(cursor: Cursor): void {
  const first = cursor.text[cursor.at] ?? "";
  if (taken(cursor, blank) !== undefined || takeComment(cursor)) return;
  if (first === "'" || first === '"' || first === "`") { takeString(cursor, cursor.at + 1, first); return; }
  if (take(cursor, number, "number") || take(cursor, word, "word") || (/[@]/.test(first) && take(cursor, jsonSymbol, "symbol")) || take(cursor, variable, "variable") || take(cursor, symbol, "symbol")) return;
  cursor.at += 1;
}

function taken(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

function take(cursor: Cursor, pattern: RegExp, type: SqlTokenType): boolean {
  const { at } = cursor;
  const found = taken(cursor, pattern);
  if (found === undefined) return false;
  cursor.tokens.push({ type, text: found.toLowerCase(), at, end: cursor.at, closed: true });
  return true;
}

// A doubled quote is one quote inside the string; so is one after a backslash (MySQL).
function takeString(cursor: Cursor, from: number, quote: string): void {
  const { text } = cursor;
  let end = from;
  for (; end < text.length; end += 1) {
    if (text[end] === "\\" && end > from) { end += 1; continue; }
    if (text[end] !== quote) continue;
    if (text[end + 1] !== quote || end === from) break;
    end += 1;
  }
  const at = cursor.at;
  cursor.at = Math.min(end + 1, text.length);
  const content = text.slice(from, Math.min(end, text.length)).toLowerCase();
  cursor.tokens.push({ type: quote === "`" ? "word" : "string", text: content, at, end: cursor.at, closed: end < text.length });
}

function takeComment(cursor: Cursor): boolean {
  const { text, at } = cursor;
  const [first, second] = [text[at], text[at + 1]];
  if (first === "/" && second === "*") { takeBlock(cursor); return true; }
  // MySQL runs what stands in /*! */; its end is then blank.
  if (first === "*" && second === "/" && cursor.conditional > 0) { cursor.conditional -= 1; cursor.at += 2; return true; }
  if (first === "#" && second === ">") return false;
  if (first !== "#" && (first !== "-" || second !== "-")) return false;
  lineEnd.lastIndex = at;
  const end = lineEnd.exec(text)?.index ?? text.length;
  cursor.tokens.push({ type: "comment", text: text.slice(at, end), at, end, closed: end < text.length });
  cursor.at = end;
  return true;
}

const conditionalStart = /\/\*M?!\d{0,6}/y;

function takeBlock(cursor: Cursor): void {
  if (taken(cursor, conditionalStart) !== undefined) { cursor.conditional += 1; return; }
  const { text, at } = cursor;
  const end = text.indexOf("*/", at + 2);
  cursor.at = end === -1 ? text.length : end + 2;
  if (end === -1) cursor.tokens.push({ type: "comment", text: text.slice(at), at, end: text.length, closed: false });
}
