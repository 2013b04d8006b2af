// Maven's version ranges: "[1.0,2.0),[3.0,)".
import { areRead, defineRangeSyntax, holdsAny, rangeLengthLimit } from "../native-range.ts";
import type { Alternatives, Comparator, Window } from "../native-range.ts";
import { schemeFor } from "../scheme-of.ts";

const scheme = schemeFor("Maven");

export const maven = defineRangeSyntax<Alternatives>({
  id: "maven",
  about: "Version ranges of a POM: brackets and commas; a bare version is a wish that every version meets.",
  ecosystem: "Maven",
  standard: "Maven POM reference, Dependency Version Requirement Specification; maven-artifact VersionRange",
  parse: parseMaven,
  contains: (range, version) => holdsAny(scheme, range, version),
  normalForm: (alternatives) => ({ alternatives, isExact: true }),
  render: (windows) => windows.map(bracketed).join(","),
});

const restriction = /\s*([[(])\s*([^[\](),]*?)\s*(?:(,)\s*([^[\](),]*?)\s*)?([\])])\s*/y;

function parseMaven(text: string): Alternatives | undefined {
  if (text.length > rangeLengthLimit || text.trim() === "") return undefined;
  // A soft requirement: the version wished for, and every other taken (VersionRange.containsVersion).
  if (!/[[\](),]/.test(text)) return scheme?.parse(text.trim()) === undefined ? undefined : [[]];
  const alternatives = restrictionsOf(text);
  return alternatives && areRead(scheme, alternatives) ? alternatives : undefined;
}

function restrictionsOf(text: string): Alternatives | undefined {
  const alternatives: Comparator[][] = [];
  for (let place = 0; place < text.length;) {
    restriction.lastIndex = place;
    const comparators = comparatorsOf(restriction.exec(text));
    if (!comparators) return undefined;
    alternatives.push(comparators);
    place = restriction.lastIndex;
    if (place < text.length && text[place++] !== ",") return undefined;
  }
  return alternatives;
}

function comparatorsOf(match: RegExpExecArray | null): Comparator[] | undefined {
  const [, open, from = "", comma, to = "", close] = match ?? [];
  if (open === undefined) return undefined;
  // "[1.0]" is that version; "(1.0)" is refused by Maven too.
  if (comma === undefined) return open === "[" && close === "]" && from !== "" ? [{ op: "=", version: from }] : undefined;
  const low: Comparator[] = from === "" ? [] : [{ op: open === "[" ? ">=" : ">", version: from }];
  return to === "" ? low : [...low, { op: close === "]" ? "<=" : "<", version: to }];
}

function bracketed({ from, to }: Window): string {
  if (to?.included && to.version === from) return `[${from}]`;
  return `${from === undefined ? "(" : `[${from}`},${to ? to.version : ""}${to?.included ? "]" : ")"}`;
}
