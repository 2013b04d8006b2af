// Package URLs as most tools write them, read in one pass; anything unusual is left to the full reader in purl.ts.
import type { Purl } from "./purl-type.ts";

const scheme = "pkg:";
const [slash, atSign, lowerA, lowerZ, zero, nine, dot, dash, underscore] = [47, 64, 97, 122, 48, 57, 46, 45, 95];

/**
 * The parts of a package URL in the common form: scheme and type in lower case, single slashes, no subpath, qualifiers in
 * order. undefined says nothing of the text, only that this reader is not for it. Types' own rules are not applied.
 */
export function readPlain(text: string): Purl | undefined {
  if (!text.startsWith(scheme) || text.includes("#") || !isPrintable(text.charCodeAt(text.length - 1))) return undefined;
  const query = text.indexOf("?");
  const end = query < 0 ? text.length : query;
  const typeEnd = text.indexOf("/", scheme.length);
  if (typeEnd < 0 || typeEnd >= end || !isType(text, typeEnd)) return undefined;
  const at = text.lastIndexOf("@", end - 1);
  const pathEnd = at > typeEnd ? at : end;
  const nameStart = text.lastIndexOf("/", pathEnd - 1) + 1;
  // A name that begins or ends the path in a slash or an at sign is for the full reader to judge.
  if (nameStart === pathEnd || nameStart <= typeEnd || text.charCodeAt(typeEnd + 1) === slash || text.charCodeAt(nameStart) === atSign) return undefined;
  const hasNamespace = nameStart - 1 > typeEnd;
  const namespace = hasNamespace ? partOf(text, typeEnd + 1, nameStart - 1) : undefined;
  const name = partOf(text, nameStart, pathEnd);
  const version = pathEnd === at ? partOf(text, at + 1, end) : undefined;
  const qualifiers = query < 0 ? none : qualifiersIn(text, query + 1);
  // What is there must have been read, and must not be empty.
  if (!qualifiers || !name || (hasNamespace && !namespace) || (pathEnd === at && !version)) return undefined;
  if (hasOddSlash(name) || (namespace !== undefined && hasOddSlash(namespace))) return undefined;
  return { type: text.slice(scheme.length, typeEnd), namespace, name, version, qualifiers, subpath: undefined };
}

// White space around the text is not part of it, and some of it is beyond ASCII.
const isPrintable = (unit: number): boolean => unit > 32 && unit < 127;

const none: Readonly<Record<string, string>> = Object.freeze({});

function isType(text: string, end: number): boolean {
  for (let at = scheme.length; at < end; at++) {
    const unit = text.charCodeAt(at);
    const isLetter = unit >= lowerA && unit <= lowerZ;
    if (!isLetter && (at === scheme.length || !((unit >= zero && unit <= nine) || unit === dot || unit === dash))) return false;
  }
  return end > scheme.length;
}

/** Decoded; undefined when an escape is broken. */
function partOf(text: string, from: number, to: number): string | undefined {
  const part = text.slice(from, to);
  if (!part.includes("%")) return part;
  try { return decodeURIComponent(part); } catch { return undefined; }
}

const hasOddSlash = (part: string): boolean => part.includes("//") || part.charCodeAt(0) === slash || part.charCodeAt(part.length - 1) === slash;

/** undefined unless every key is one, has a value, and comes after the key before it. */
function qualifiersIn(text: string, from: number): Readonly<Record<string, string>> | undefined {
  const found: Record<string, string> = {};
  let before = "";
  for (let start = from; start <= text.length;) {
    const next = text.indexOf("&", start);
    const end = next < 0 ? text.length : next;
    const equals = text.indexOf("=", start);
    if (equals < 0 || equals >= end - 1 || !isKey(text, start, equals)) return undefined;
    const key = text.slice(start, equals);
    const value = partOf(text, equals + 1, end);
    if (key <= before || value === undefined || value === "") return undefined;
    found[key] = value;
    before = key;
    start = end + 1;
  }
  return found;
}

function isKey(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    const isLetter = unit >= lowerA && unit <= lowerZ;
    if (!isLetter && (at === from || !((unit >= zero && unit <= nine) || unit === dot || unit === dash || unit === underscore))) return false;
  }
  return to > from;
}
