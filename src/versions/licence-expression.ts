// Licence expressions: SPDX (specification 2.3 annex D, 3.0.1 annex B) and Python's use of them (PEP 639).
import { exceptions, licences } from "./licence-list.ts";

/** One licence. orLater: written with "+". ref: "LicenseRef-..." with its document, of which SPDX knows nothing. */
export interface LicenceTerm { kind: "licence" | "ref"; id: string; orLater: boolean; exception: string | undefined }
export type LicenceTree = LicenceTerm | { kind: "and" | "or"; left: LicenceTree; right: LicenceTree };

/** tree: what it means; AND binds before OR. text: the expression in its canonical spelling, parentheses as written. */
export interface Licence { tree: LicenceTree; text: string }

/**
 * spdx: ids and operators as the licence list spells them (operators also all in lower case, SPDX 3.0.1).
 * pep639: any case; no document references, and no "+" on references.
 */
export type LicenceGrammar = "spdx" | "pep639";

type Token =
  | { kind: "term"; term: LicenceTerm; text: string; isParenthesised?: boolean }
  | { kind: "exception"; text: string }
  | { kind: "AND" | "OR" | "WITH" | "(" | ")"; text: string };

// Deeper or longer is no licence anybody wrote: a limit on the work one hostile document can cause.
const lengthLimit = 10_000;
const depthLimit = 100;

/**
 * Reads an expression; undefined when it is none by the grammar, or names a licence or exception that SPDX does not
 * list. NONE and NOASSERTION are values of a field, not expressions.
 *
 * @example parseLicence("mit or apache-2.0", "pep639")?.text === "MIT OR Apache-2.0"
 */
export function parseLicence(text: string, grammar: LicenceGrammar = "spdx"): Licence | undefined {
  if (text.length > lengthLimit) return undefined;
  const words = text.match(/[()]|[^\s()]+/g) ?? [];
  const tokens = words.map((word) => tokenOf(word, grammar));
  if (!tokens.every((token) => token !== undefined)) return undefined;
  const reader: Reader = { tokens, at: 0, depth: 0 };
  const tree = readOr(reader);
  return tree && reader.at === tokens.length ? { tree, text: canonical(tokens) } : undefined;
}

const operators = new Set(["AND", "OR", "WITH"]);

function tokenOf(word: string, grammar: LicenceGrammar): Token | undefined {
  if (word === "(" || word === ")") return { kind: word, text: word };
  const upper = word.toUpperCase();
  if (operators.has(upper)) return grammar === "pep639" || word === upper || word === word.toLowerCase() ? { kind: upper as "AND", text: upper } : undefined;
  return referenceOf(word, grammar) ?? listedOf(word, grammar);
}

const reference = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/;
const anyCaseReference = /^licenseref-([A-Za-z0-9.-]+)$/i;

function referenceOf(word: string, grammar: LicenceGrammar): Token | undefined {
  const id = grammar === "spdx" ? reference.exec(word)?.[0] : word.replace(anyCaseReference, "LicenseRef-$1");
  if (id === undefined || !reference.test(id) || (grammar === "pep639" && id.startsWith("DocumentRef-"))) return undefined;
  return { kind: "term", text: id, term: { kind: "ref", id, orLater: false, exception: undefined } };
}

const addition = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?AdditionRef-[A-Za-z0-9.-]+$/;

function listedOf(word: string, grammar: LicenceGrammar): Token | undefined {
  const orLater = word.endsWith("+");
  const given = orLater ? word.slice(0, -1) : word;
  const isSpelled = (id: string | undefined): id is string => id !== undefined && (grammar === "pep639" || id === given);
  const id = licences.get(given.toLowerCase());
  if (isSpelled(id)) return { kind: "term", text: orLater ? `${id}+` : id, term: { kind: "licence", id, orLater, exception: undefined } };
  const exception = orLater ? undefined : exceptions.get(given.toLowerCase());
  if (isSpelled(exception)) return { kind: "exception", text: exception };
  return grammar === "spdx" && addition.test(word) ? { kind: "exception", text: word } : undefined;
}

interface Reader { tokens: readonly Token[]; at: number; depth: number }

const readOr = (reader: Reader): LicenceTree | undefined => readChain(reader, "OR", () => readChain(reader, "AND", () => readAtom(reader)));

function readChain(reader: Reader, operator: "AND" | "OR", readPart: () => LicenceTree | undefined): LicenceTree | undefined {
  let left = readPart();
  while (left && reader.tokens[reader.at]?.kind === operator) {
    reader.at++;
    const right = readPart();
    left = right && { kind: operator === "AND" ? "and" : "or", left, right };
  }
  return left;
}

function readAtom(reader: Reader): LicenceTree | undefined {
  const token = reader.tokens[reader.at++];
  if (token?.kind === "term") return readException(reader, token.term);
  if (token?.kind !== "(" || ++reader.depth > depthLimit) return undefined;
  const inner = readOr(reader);
  reader.depth--;
  return reader.tokens[reader.at++]?.kind === ")" ? inner : undefined;
}

/** WITH stands only after a simple expression, never after parentheses. */
function readException(reader: Reader, term: LicenceTerm): LicenceTree | undefined {
  if (reader.tokens[reader.at]?.kind !== "WITH") return term;
  const exception = reader.tokens[reader.at + 1];
  reader.at += 2;
  return exception?.kind === "exception" ? { ...term, exception: exception.text } : undefined;
}

const canonical = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join(" ").replace(/\( /g, "(").replace(/ \)/g, ")");
