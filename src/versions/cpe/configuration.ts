// NVD's configurations (API 2.0 "configurations"): which products, in which versions, running on which platforms.
import { parseCpe } from "./name.ts";
import type { CpeName } from "./wfn.ts";

/** One product of a configuration. vulnerable: false = only where it runs. Versions are as the source writes them. */
export interface CpeMatch {
  vulnerable: boolean;
  /** A formatted string; its version is "*" when there is a range. */
  criteria: string;
  versionStartIncluding?: string;
  versionStartExcluding?: string;
  versionEndIncluding?: string;
  versionEndExcluding?: string;
}

export interface CpeNode { operator: "AND" | "OR"; negate?: boolean; matches: readonly CpeMatch[] }

/** operator joins the nodes; NVD leaves it out where there is one. */
export interface CpeConfiguration { operator: "AND" | "OR"; negate?: boolean; nodes: readonly CpeNode[] }

const read = new WeakMap<CpeMatch, { name: CpeName | undefined }>();

/** The name in `criteria`, read once for each match; undefined when it is none. */
export function criteriaOf(match: CpeMatch): CpeName | undefined {
  const known = read.get(match) ?? { name: parseCpe(match.criteria) };
  read.set(match, known);
  return known.name;
}
