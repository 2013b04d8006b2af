// How two CPE names stand to each other, attribute by attribute (NISTIR 7696 sections 6 and 7).
import type { Attribute, CpeName } from "./wfn.ts";
import { any, attributes, isLogical, notApplicable, patternOf } from "./wfn.ts";

/** Of the source's values to the target's. undefined: the target has wildcards, which the specification does not compare. */
export type Relation = "superset" | "subset" | "equal" | "disjoint" | "undefined";

/** NISTIR 7696 table 6-2. */
export function compareAttribute(source: string, target: string): Relation {
  const to = isLogical(target) ? undefined : patternOf(target);
  if (to && (to.before > 0 || to.after > 0)) return "undefined";
  if (source === target) return "equal";
  if (source === any) return "superset";
  if (target === any) return "subset";
  if (source === notApplicable || target === notApplicable || !to) return "disjoint";
  return compareStrings(source, to.text);
}

function compareStrings(source: string, target: string): Relation {
  const { before, text, after } = patternOf(source);
  if (before === 0 && after === 0) return text === target ? "equal" : "disjoint";
  for (let at = target.indexOf(text); at >= 0 && at <= before; at = at < target.length ? target.indexOf(text, at + 1) : -1) {
    if (target.length - at - text.length <= after) return "superset";
  }
  return "disjoint";
}

/** NISTIR 7696 section 6.2: disjoint in one attribute is disjoint; equal, subset and superset hold in all of them or not at all. */
export interface NameRelation { disjoint: boolean; equal: boolean; subset: boolean; superset: boolean }

export function compareNames(source: CpeName, target: CpeName): NameRelation {
  const relations = attributes.map((attribute) => compareAttribute(source[attribute], target[attribute]));
  const all = (...kinds: readonly Relation[]): boolean => relations.every((relation) => kinds.includes(relation));
  return { disjoint: relations.includes("disjoint"), equal: all("equal"), subset: all("subset", "equal"), superset: all("superset", "equal") };
}

/** The relation of each attribute. */
export const relationsOf = (source: CpeName, target: CpeName): Readonly<Record<Attribute, Relation>> =>
  Object.fromEntries(attributes.map((attribute) => [attribute, compareAttribute(source[attribute], target[attribute])])) as Record<Attribute, Relation>;
