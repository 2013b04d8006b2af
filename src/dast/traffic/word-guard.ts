// Word guard: never requests what its words say would end a session, delete, pay or send.
import { mediaTypeOf } from "../exchange.ts";
import type { TestRequest } from "../exchange.ts";
import { guardedPairs, guardedSigns, guardedWords } from "./guarded-words.ts";
import { readTarget } from "./target.ts";

/**
 * The rule. A name is cut into words at camelCase, digits and everything that is no letter. In a name of up to four words a guarded
 * word counts wherever it stands ("deleteUser", "order-cancel-confirm"); longer ones are titles of texts, where only the first and the
 * last count ("how-to-delete-your-account" passes). Whole words only: "deleted-items", "payload", "cancellation-policy" pass.
 * Segments of the path and names of parameters are judged so; files that a page only loads ("reset.css", "logout.svg") are not.
 * Values are judged part by part where they are short, and neither what people type (q, search, ...) nor addresses to return to.
 */
export function wordRefusal(request: TestRequest): string | undefined {
  const target = readTarget(request.url);
  if ("refusal" in target) return undefined;
  const [path = "", ...rest] = target.requestTarget.split("?");
  const word = inPath(path) ?? inPairs(rest.join("?")) ?? (isForm(request) ? inPairs(bodyText(request.body)) : undefined);
  return word === undefined ? undefined : `"${word}" says that it would do something`;
}

/** The guarded word in a label of a button or link, as people read it; undefined: harmless. */
export const guardedLabel = (label: string): string | undefined => inName(label.trim());

const isForm = (request: TestRequest): boolean => mediaTypeOf(request.headers) === "application/x-www-form-urlencoded";
const bodyText = (body: TestRequest["body"]): string => (typeof body === "string" ? body : Buffer.from(body ?? []).toString("latin1"));

// What browsers load without anybody having acted.
const loaded = /\.(?:css|m?js|map|png|jpe?g|gif|svg|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp[34]|webm|ogg|wav)$/i;

function inPath(path: string): string | undefined {
  for (const segment of path.split("/")) {
    // A dot ends the name: "delete.php", "logout.do"; a semicolon begins path parameters.
    const name = decoded(segment.split(";")[0] ?? "");
    if (name === "" || loaded.test(name)) continue;
    const word = inName(name.replace(/\.\w{1,5}$/, ""));
    if (word !== undefined) return word;
  }
  return undefined;
}

const typed = new Set(["q", "query", "search", "s", "keyword", "keywords", "term", "text", "message", "comment", "title", "subject", "description", "content", "body", "name", "filter", "sort", "order", "orderby", "lang", "locale", "tag", "category"]);
const returning = /^(?:return|redirect|next|continue|back|dest|destination|goto|target|callback|ref|referer|url|uri|forward|success|from)(?:_?(?:to|url|uri|path|page))?$/i;
const mostParts = 6;

function inPairs(pairs: string): string | undefined {
  if (pairs === "") return undefined;
  for (const pair of pairs.split(/[&;]/)) {
    const at = pair.indexOf("=");
    const [name, value] = at < 0 ? [decoded(pair), ""] : [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))];
    const word = inName(name) ?? (typed.has(name.toLowerCase()) || returning.test(name) ? undefined : inValue(value));
    if (word !== undefined) return word;
  }
  return undefined;
}

// "account/logout" of a front controller is two names; a sentence, an address or a payload is none.
function inValue(value: string): string | undefined {
  if (value.length > 80 || value.includes("://") || !/^[\p{L}\p{M}\d/._: -]+$/u.test(value)) return undefined;
  const parts = value.split(/[/:.]/).filter((part) => part !== "");
  if (parts.length > mostParts) return undefined;
  for (const part of parts) {
    const words = wordsOf(part);
    const word = words.length <= 3 ? found(words) : undefined;
    if (word !== undefined) return word;
  }
  return inSigns(value);
}

const longestName = 4;

function inName(name: string): string | undefined {
  const words = wordsOf(name);
  if (words.length <= longestName) return found(words) ?? inSigns(name);
  return found(words.slice(0, 1)) ?? found(words.slice(-1)) ?? pairIn(words) ?? inSigns(name);
}

const found = (words: readonly string[]): string | undefined => words.find((word) => guardedWords.has(word)) ?? pairIn(words) ?? joined(words);
const pairIn = (words: readonly string[]): string | undefined => words.slice(1).map((word, at) => `${words[at]} ${word}`).find((pair) => guardedPairs.has(pair));
// "LogOut" and "sign-out" are the words that are also written as one.
const joined = (words: readonly string[]): string | undefined => (words.length === 2 && guardedWords.has(words.join("")) ? words.join("") : undefined);
const inSigns = (name: string): string | undefined => (/[^\u0000-\u02ff]/.test(name) ? guardedSigns.find((sign) => name.includes(sign)) : undefined);

/** "delete", "user" of "deleteUser", "DELETE_USER", "delete%20user2"; accents gone, lower case. */
function wordsOf(name: string): string[] {
  const plain = /[^\u0000-\u007f]/.test(name) ? name.normalize("NFKD").replace(/\p{M}/gu, "") : name;
  return plain.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2").replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2").toLowerCase().split(/[^\p{L}]+/u).filter((word) => word !== "");
}

function decoded(text: string): string {
  try { return decodeURIComponent(text.replaceAll("+", " ")); } catch { return text; }
}
