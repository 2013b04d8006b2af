// VERS from the notation of an ecosystem: "^1.2.3" of npm, "[1.0,2.0)" of Maven, "1.5.0+, 1.4.1+" of nginx.
import { intervalsOf } from "../intervals.ts";
import type { Alternatives, Comparator, Operator } from "../native-range.ts";
import { rangeLengthLimit } from "../native-range.ts";
import { rangeSyntaxes } from "../native/index.ts";
import type { Vers, VersConstraint } from "./vers.ts";
import { versOfIntervals } from "./vers-intervals.ts";
import { sortedConstraints } from "./vers-order.ts";
import { ecosystemOfVersType, schemeOfVersType } from "./vers-types.ts";
import { readNginx } from "./nginx-range.ts";

interface NativeReading { readonly alternatives: Alternatives; readonly isExact: boolean }

/** isExact: the VERS holds what the native range holds; false where the ecosystem leaves prereleases out that VERS orders in. */
export interface NativeVers { readonly vers: Vers; readonly isExact: boolean }

/**
 * The canonical VERS of a native range: alternatives united, terms cut. Undefined for text the notation does not allow
 * and for a type without an order.
 *
 * @example versFromNative("maven", "[1.0,2.0),[3.0,)") // vers:maven/>=1.0|<2.0|>=3.0
 */
export function versFromNative(type: string, text: string): NativeVers | undefined {
  const scheme = schemeOfVersType(type);
  const reading = readNative(type, text);
  const intervals = scheme && reading && intervalsOf(scheme, reading.alternatives);
  return intervals && { vers: versOfIntervals(type, scheme, intervals), isExact: reading.isExact };
}

/**
 * Every bound of a native range as it is written, sorted: what VERS's own tests expect of a conversion. Overlapping
 * alternatives are not united, so this is for comparing tools; evaluate `versFromNative`.
 */
export function signpostsOf(type: string, text: string): Vers | undefined {
  const reading = readNative(type, text);
  if (!reading) return undefined;
  const constraints = reading.alternatives.flatMap((all) => all.map((comparator) => signpost(type, comparator, text)));
  const vers: Vers = { type, constraints: constraints.length === 0 ? [{ comparator: "*", version: "" }] : constraints };
  const sorted = sortedConstraints(vers);
  return sorted && { type, constraints: sorted };
}

// An upper bound that npm and Cargo make up ends in "-0", below the prereleases of that version; nobody wrote it.
const madeUp: ReadonlySet<string> = new Set(["cargo", "npm"]);

function signpost(type: string, { op, version }: Comparator, text: string): VersConstraint {
  const isMadeUp = madeUp.has(type) && version.endsWith("-0") && !text.includes(version);
  return { comparator: op, version: isMadeUp ? version.slice(0, -2) : version };
}

const syntaxes = new Map(rangeSyntaxes.all.map((syntax) => [syntax.ecosystem, syntax]));

function readNative(type: string, text: string): NativeReading | undefined {
  if (text.length > rangeLengthLimit) return undefined;
  if (type === "nginx") return readNginx(text);
  const syntax = syntaxes.get(ecosystemOfVersType(type) ?? "");
  if (!syntax) return readComparators(text);
  const range = syntax.parse(text);
  return range === undefined ? undefined : syntax.normalForm(range);
}

const operators: Readonly<Record<string, Operator>> = { "<<": "<", ">>": ">", "==": "=", "": "=" };
const term = /\s*(<<|>>|<=|>=|==|!=|<|>|=)?\s*([^\s,<>=!]+)\s*/y;

/**
 * Where no notation is known: "||" between alternatives, and between terms a comma or white space. A list of bare versions
 * is those versions (OpenSSL's advisories). Debian's "<<" and ">>" are "<" and ">" (Debian policy 7.1).
 */
function readComparators(text: string): NativeReading | undefined {
  if (text.trim() === "" || text.trim() === "*") return { alternatives: [[]], isExact: true };
  const alternatives = text.split("||").map(termsOf);
  if (alternatives.includes(undefined)) return undefined;
  return { alternatives: alternatives.flatMap((all) => asPoints(all ?? [])), isExact: true };
}

const asPoints = (all: readonly Comparator[]): Alternatives => (all.length > 1 && all.every(({ op }) => op === "=") ? all.map((one) => [one]) : [all]);

function termsOf(text: string): readonly Comparator[] | undefined {
  const found: Comparator[] = [];
  for (let place = 0; place < text.length;) {
    term.lastIndex = place;
    const [, sign = "", version] = term.exec(text) ?? [];
    if (version === undefined) return undefined;
    found.push({ op: operators[sign] ?? (sign as Operator), version });
    place = text[term.lastIndex] === "," ? term.lastIndex + 1 : term.lastIndex;
  }
  return found.length === 0 ? undefined : found;
}
