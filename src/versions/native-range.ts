// The contract of a native range syntax: how the people of one ecosystem write which versions they mean.
//
// comparator   one bound, or one version held or left out
// alternative  comparators that must all hold
// range        alternatives of which one must hold
// window       a stretch of versions that an advisory's events leave affected
import type { Plugin } from "../kernel/plugin.ts";
import type { Scheme } from "./scheme.ts";

export type Operator = "<" | "<=" | "=" | "!=" | ">=" | ">";

/** version: text that the ecosystem's scheme reads. */
export interface Comparator { readonly op: Operator; readonly version: string }

/** Union of intersections; an empty alternative holds every version, no alternative holds none. */
export type Alternatives = readonly (readonly Comparator[])[];

/** A range as comparators. isExact: the order alone decides; false where the syntax has rules beside it (prereleases left out). */
interface NormalForm { readonly alternatives: Alternatives; readonly isExact: boolean }

/** One stretch of affected versions. `from` is included and undefined below every version; `to` undefined has no end. */
export interface Window { readonly from: string | undefined; readonly to: { readonly version: string; readonly included: boolean } | undefined }

/** prereleases: also those that the syntax leaves out unless asked (npm's includePrerelease; the others have no such switch). */
export interface RangeOptions { readonly prereleases?: boolean }

/** Every function is total: text that is no range is undefined, nothing throws. */
export interface RangeSyntax<R = unknown> extends Plugin {
  /** OSV's name of the ecosystem whose scheme orders the versions. */
  readonly ecosystem: string;
  /** The standard, or the package manager's own document. */
  readonly standard: string;
  parse(text: string, options?: RangeOptions): R | undefined;
  /** As the ecosystem's own tool answers; undefined for text that is no version there. */
  contains(range: R, version: string): boolean | undefined;
  normalForm(range: R): NormalForm;
  /** Windows as the ecosystem writes them, for people to read; "" for no window. */
  render(windows: readonly Window[]): string;
}

/** Keeps a syntax's own range type inside its file, and hides it from everyone else. */
export const defineRangeSyntax = <R>(syntax: RangeSyntax<R>): RangeSyntax => syntax as RangeSyntax;

/** Longer text is no range: a limit on the work one hostile text can cause. */
export const rangeLengthLimit = 4096;

/** Whether `version` stands to the comparator as its operator says; undefined when the comparator's text is no version. */
export function holds(scheme: Scheme, { op, version }: Comparator, parsed: unknown): boolean | undefined {
  const at = scheme.parse(version);
  if (at === undefined) return undefined;
  return isOrdered(op, scheme.compare(parsed, at));
}

/** order: as Array.sort has it, of the version asked about against the comparator's. */
export function isOrdered(op: Operator, order: number): boolean {
  switch (op) {
    case "<": return order < 0;
    case "<=": return order <= 0;
    case "=": return order === 0;
    case "!=": return order !== 0;
    case ">=": return order >= 0;
    case ">": return order > 0;
  }
}

/** By the order alone; undefined when `version` is none of the scheme. */
export function holdsAny(scheme: Scheme | undefined, alternatives: Alternatives, version: string): boolean | undefined {
  const parsed = scheme?.parse(version);
  if (!scheme || parsed === undefined) return undefined;
  return alternatives.some((all) => all.every((comparator) => holds(scheme, comparator, parsed) ?? false));
}

/** Whether the scheme reads every version of the comparators: what a parse must know before it may answer. */
export const areRead = (scheme: Scheme | undefined, alternatives: Alternatives): boolean =>
  scheme !== undefined && alternatives.every((all) => all.every(({ version }) => scheme.parse(version) !== undefined));

/** Windows as comparators, joined as the syntax joins them; most differ in nothing else. */
export function joinWindows(windows: readonly Window[], text: { and: string; or: string; all: string; equals: string }): string {
  return windows.map(({ from, to }) => {
    if (to?.included && to.version === from) return text.equals + from;
    return [from === undefined ? [] : [`>=${from}`], to ? [`${to.included ? "<=" : "<"}${to.version}`] : []].flat().join(text.and) || text.all;
  }).join(text.or);
}
