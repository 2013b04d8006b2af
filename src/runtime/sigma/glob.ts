// Patterns with wildcards as functions on text: * is any run of characters, ? exactly one (a character beyond the first plane is one).
import type { Pattern } from "./rule.ts";

const one = Symbol("one");
type Piece = string | typeof one;

/** Whether the whole text is as the pattern says; both in the same case. */
export function compileGlob(pattern: Pattern): (text: string) => boolean {
  const [first, second, third] = pattern;
  if (first === undefined) return (text) => text === "";
  if (typeof first === "string") {
    if (second === undefined) return (text) => text === first;
    if (isAny(second) && third === undefined) return (text) => text.startsWith(first);
  } else if (isAny(first)) {
    if (second === undefined) return () => true;
    if (typeof second === "string" && third === undefined) return (text) => text.endsWith(second);
    if (typeof second === "string" && pattern.length === 3 && third !== undefined && isAny(third)) return (text) => text.includes(second);
  }
  return (text) => findGlob(pattern, text) !== undefined;
}

const isAny = (part: Pattern[number]): boolean => typeof part === "object" && part.wildcard === "any";

/** Where a text that matches holds what the pattern writes out: from the first character that no * took to the last. */
export function findGlob(pattern: Pattern, text: string): { at: number; end: number } | undefined {
  const segments = segmentsOf(pattern);
  let from = 0;
  let said: Span | undefined;
  for (const [place, segment] of segments.entries()) {
    const [isFirst, isLast] = [place === 0, place === segments.length - 1];
    const found = isFirst ? startOf(segment, text, isLast) : isLast ? atEnd(segment, text, from) : nextOf(segment, text, from);
    if (!found) return undefined;
    if (found.end > found.at) said = { at: said?.at ?? found.at, end: found.end };
    from = found.end;
  }
  return said ?? { at: 0, end: text.length };
}

/** What stands between the *s; the first and the last stand at the text's ends and may be empty. */
function segmentsOf(pattern: Pattern): Piece[][] {
  const segments: Piece[][] = [[]];
  for (const part of pattern) {
    if (typeof part === "string") segments.at(-1)?.push(part);
    else if (part.wildcard === "one") segments.at(-1)?.push(one);
    else segments.push([]);
  }
  return segments;
}

interface Span { at: number; end: number }

function startOf(segment: readonly Piece[], text: string, isWhole: boolean): Span | undefined {
  const end = endAt(segment, text, 0);
  return end === undefined || (isWhole && end !== text.length) ? undefined : { at: 0, end };
}

function nextOf(segment: readonly Piece[], text: string, from: number): Span | undefined {
  const [head] = segment;
  for (let at = from; at <= text.length; at++) {
    if (typeof head === "string") {
      at = text.indexOf(head, at);
      if (at < 0) return undefined;
    }
    const end = endAt(segment, text, at);
    if (end !== undefined) return { at, end };
  }
  return undefined;
}

function atEnd(segment: readonly Piece[], text: string, from: number): Span | undefined {
  const least = segment.reduce((sum, piece) => sum + (typeof piece === "string" ? piece.length : 1), 0);
  const most = segment.reduce((sum, piece) => sum + (typeof piece === "string" ? piece.length : 2), 0);
  for (let at = Math.max(from, text.length - most); at <= text.length - least; at++) if (endAt(segment, text, at) === text.length) return { at, end: text.length };
  return undefined;
}

/** Where the segment ends when it stands at this place of the text. */
function endAt(segment: readonly Piece[], text: string, from: number): number | undefined {
  let at = from;
  for (const piece of segment) {
    if (typeof piece === "string") {
      if (!text.startsWith(piece, at)) return undefined;
      at += piece.length;
    } else {
      const code = text.codePointAt(at);
      if (code === undefined) return undefined;
      at += code > 0xffff ? 2 : 1;
    }
  }
  return at;
}
