// The versions that an advisory lists one by one: which of them a version is, and how far the list reaches.
import type { Scheme } from "./scheme.ts";

/**
 * The schema's pseudo code compares texts; its words and osv.dev compare versions. A registry keeps one release under all
 * spellings that its order holds equal ("1.0" and "1.0.0" on PyPI, "v1.0.0" on npm, "0:1.0" of an RPM), and the documents
 * that name a component are free to use another one than the advisory: by text alone they would pass for clear. So the
 * order decides, as it does in ranges, but never over build metadata: what Semantic Versioning leaves out of the order
 * ("1.0.0+vendor.2") still names another build than the one that is listed. Go's "+incompatible" names none.
 */
export interface Listed {
  readonly texts: ReadonlySet<string>;
  readonly scheme: Scheme | undefined;
  /** Of the texts; filled on first need: nearly all versions are told apart without being parsed. */
  marks: ReadonlySet<number> | undefined;
  greatest: { readonly parsed: unknown } | undefined;
}

export const createListed = (scheme: Scheme | undefined, versions: readonly string[]): Listed => ({ texts: new Set(versions), scheme, marks: undefined, greatest: undefined });

/** The text under which a version stands in the list in another spelling; undefined when it does not. parsed: by the scheme of the list. */
export function spellingOf(listed: Listed, parsed: unknown, version: string): string | undefined {
  const { scheme, texts } = listed;
  if (texts.size === 0 || scheme === undefined || parsed === undefined) return undefined;
  listed.marks ??= marksOf(texts);
  const mark = markOf(version);
  if (!listed.marks.has(mark)) return undefined;
  return [...texts].find((text) => markOf(text) === mark && isSame(scheme, scheme.parse(text), parsed));
}

function marksOf(texts: ReadonlySet<string>): Set<number> {
  const marks = new Set<number>();
  for (const text of texts) marks.add(markOf(text));
  return marks;
}

const isSame = (scheme: Scheme, listed: unknown, parsed: unknown): boolean => listed !== undefined && scheme.compare(listed, parsed) === 0;

const [zero, nine, plus] = [48, 57, 43];
const incompatible = "+incompatible";

/**
 * Stands for the numbers of a version without zeros, and for what follows a "+", whatever its case: versions that differ in them are
 * never one release.
 *
 * @example markOf("v01.0.2rc0") === markOf("1.2-rc")
 */
function markOf(text: string): number {
  let mark = 0;
  let isInside = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === plus) return text.startsWith(incompatible, at) ? mark : markOfTail(text, at, mark);
    const isCounted: boolean = isInside ? unit >= zero && unit <= nine : unit > zero && unit <= nine;
    if (isCounted) mark = Math.imul(isInside ? mark : mark ^ plus, 31) + unit | 0;
    isInside = isCounted;
  }
  return mark;
}

function markOfTail(text: string, from: number, mark: number): number {
  let tail = mark;
  for (let at = from; at < text.length; at++) tail = Math.imul(tail, 31) + (text.charCodeAt(at) | 32) | 0;
  return tail;
}

/** Whether the list reaches up to this version: there are listed versions at or above it. */
export function reaches(listed: Listed, parsed: unknown): boolean {
  const { scheme } = listed;
  if (scheme === undefined || parsed === undefined) return false;
  listed.greatest ??= { parsed: greatestOf(scheme, listed.texts) };
  return listed.greatest.parsed !== undefined && scheme.compare(parsed, listed.greatest.parsed) <= 0;
}

function greatestOf(scheme: Scheme, texts: ReadonlySet<string>): unknown {
  let greatest: unknown;
  for (const text of texts) {
    const parsed = scheme.parse(text);
    if (parsed !== undefined && (greatest === undefined || scheme.compare(parsed, greatest) > 0)) greatest = parsed;
  }
  return greatest;
}
