// Does one product of an NVD configuration hold for one CPE name: yes, no, or it cannot be told.
import { relationsOf } from "./compare.ts";
import { criteriaOf } from "./configuration.ts";
import type { CpeMatch } from "./configuration.ts";
import { compareCpeVersions, sideOfRelease } from "./version-order.ts";
import type { Attribute, CpeName } from "./wfn.ts";
import { any, attributes, isLogical, notApplicable, unquoted } from "./wfn.ts";

export type Holds = "yes" | "no" | "unknown";
/** because: one sentence, naming the criteria. */
export interface MatchVerdict { holds: Holds; because: string }

/**
 * The criteria must hold everything the name says (NISTIR 7696: a superset of it or equal to it), and the name's version
 * must lie in the range. Where the name says less than the criteria ask for, nothing can be told. A version that does
 * not apply ("-") is no version: it holds for itself and for "*" without a range, never for a version or a range.
 */
export function matchCpe(match: CpeMatch, name: CpeName): MatchVerdict {
  const criteria = criteriaOf(match);
  if (!criteria) return { holds: "unknown", because: `${match.criteria} is not a CPE name.` };
  const relations = relationsOf(criteria, name);
  const disjoint = attributes.find((attribute) => relations[attribute] === "disjoint");
  if (disjoint) return { holds: "no", because: `${match.criteria} has another ${disjoint}: ${shown(criteria[disjoint])}, not ${shown(name[disjoint])}.` };
  const range = matchRange(match, name);
  if (range?.holds === "no") return range;
  const open = attributes.find((attribute) => relations[attribute] === "subset" || relations[attribute] === "undefined");
  if (open) return { holds: "unknown", because: openReason(match, criteria, name, open) };
  return range ?? { holds: "yes", because: `${match.criteria} holds for ${criteria.version === any ? "every version" : `version ${shown(name.version)}`}.` };
}

const shown = (value: string): string => (value === any ? "any" : value === notApplicable ? "none" : unquoted(value));

const openReason = (match: CpeMatch, criteria: CpeName, name: CpeName, attribute: Attribute): string =>
  (name[attribute] === any ? `${match.criteria} is only for ${attribute} ${shown(criteria[attribute])}, which the component's name does not tell.` : `the component's ${attribute} ${name[attribute]} has wildcards.`);

interface Bound { version: string; side: "start" | "end"; inclusive: boolean; text: string }

function boundsOf(match: CpeMatch): readonly Bound[] {
  const { versionStartIncluding: from, versionStartExcluding: above, versionEndIncluding: to, versionEndExcluding: below } = match;
  return [
    ...(from === undefined ? [] : [{ version: from, side: "start", inclusive: true, text: `>= ${from}` } as const]),
    ...(above === undefined ? [] : [{ version: above, side: "start", inclusive: false, text: `> ${above}` } as const]),
    ...(to === undefined ? [] : [{ version: to, side: "end", inclusive: true, text: `<= ${to}` } as const]),
    ...(below === undefined ? [] : [{ version: below, side: "end", inclusive: false, text: `< ${below}` } as const]),
  ];
}

/** undefined when there is no range. One bound that fails decides, also where another cannot be told. */
function matchRange(match: CpeMatch, name: CpeName): MatchVerdict | undefined {
  const bounds = boundsOf(match);
  if (bounds.length === 0) return undefined;
  const range = bounds.map(({ text }) => text).join(", ");
  if (isLogical(name.version)) return { holds: "unknown", because: `${match.criteria} is for versions ${range}; the component's name has ${name.version === any ? "no" : "no applicable"} version.` };
  const version = unquoted(name.version);
  const results = bounds.map((bound) => ({ bound, holds: within(version, name, bound) }));
  const failed = results.find(({ holds }) => holds === "no");
  if (failed) return { holds: "no", because: `${version} is not ${failed.bound.text} (${match.criteria}).` };
  const open = results.find(({ holds }) => holds === "unknown");
  if (open) return { holds: "unknown", because: `whether ${version}${isLogical(name.update) ? "" : ` ${unquoted(name.update)}`} is ${open.bound.text} cannot be told (${match.criteria}).` };
  return { holds: "yes", because: `${version} is ${range} (${match.criteria}).` };
}

/** An update ("rc1", "sp2") is not part of the version NVD's ranges speak of, so at the bound itself it decides, if it is known on which side of the release it lies. */
function within(version: string, name: CpeName, { version: bound, side, inclusive }: Bound): Holds {
  const order = compareCpeVersions(version, bound);
  if (order === undefined) return "unknown";
  if (order !== 0) return (order > 0) === (side === "start") ? "yes" : "no";
  if (isLogical(name.update)) return inclusive ? "yes" : "no";
  return atBound(sideOfRelease(unquoted(name.update)), side, inclusive);
}

// Only what the update cannot move across the bound is certain: "1.0 sp1" is above "< 1.0" like 1.0 itself; "1.0 rc1" may not be.
function atBound(lies: "before" | "after" | undefined, side: Bound["side"], inclusive: boolean): Holds {
  if (side === "end" && !inclusive && lies === "after") return "no";
  if (side === "end" && inclusive && lies === "before") return "yes";
  if (side === "start" && inclusive && lies === "after") return "yes";
  if (side === "start" && !inclusive && lies === "before") return "no";
  return "unknown";
}
