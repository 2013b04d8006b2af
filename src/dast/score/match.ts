// Whether a finding is about a case: the same page, and a weakness of the same family.
import type { FoundWeakness } from "../finding.ts";
import type { ExpectedCase } from "./expected.ts";
import { families, familiesNamed } from "./families.ts";

export interface Wanted { checks: ReadonlySet<string>; cwes: ReadonlySet<number> }

/**
 * A check that is named counts alone. A CWE stands for every family that holds it, and for itself; a category word for its families. Both
 * given: the word decides when it is known, because suites file several CWEs under one word. cwesOf: of each check, for what is named by check.
 */
export function wantedBy({ check, cwe, category }: Pick<ExpectedCase, "check" | "cwe" | "category">): Wanted {
  if (check !== undefined) return { checks: new Set([check]), cwes: new Set() };
  const named = familiesNamed(category);
  const chosen = named.length > 0 ? named : families.filter(({ cwes }) => cwe !== undefined && cwes.includes(cwe));
  return { checks: new Set(), cwes: new Set([...chosen.flatMap(({ cwes }) => cwes), ...(cwe === undefined ? [] : [cwe])]) };
}

export const fits = ({ check, cwe }: Pick<FoundWeakness, "check" | "cwe">, { checks, cwes }: Wanted): boolean => checks.has(check) || cwes.has(cwe);

/** Whether anything that we look for could ever answer the case. */
export const isLookedFor = (wanted: Wanted, checks: readonly { id: string; cwe: number }[]): boolean => checks.some(({ id, cwe }) => fits({ check: id, cwe }, wanted));

/** Every path at which a finding was seen: where it was first, where else, and where its attacks went. */
export const pathsOf = ({ alsoAt, evidence }: Pick<FoundWeakness, "alsoAt" | "evidence">): readonly string[] =>
  [...new Set([...alsoAt, ...evidence.exchanges.filter(({ role }) => role === "attack").map(({ url }) => url)].flatMap((url) => (URL.canParse(url) ? [pathOf(url)] : [])))];

/** Decoded and without matrix parameters and a slash at its end: servers take all of these for the same page. */
export function pathOf(url: string): string {
  const path = new URL(url, "http://any").pathname;
  const bare = safely(path).replaceAll(/;[^/]*/g, "");
  return bare.length > 1 ? bare.replace(/\/$/, "") : bare;
}

const safely = (path: string): string => { try { return decodeURIComponent(path); } catch { return path; } };

/** A test's name must be a whole segment, with or without an extension: Sample1 is not Sample10. */
export function pageMatcher({ at, isName }: Pick<ExpectedCase, "at" | "isName">): (path: string) => boolean {
  if (isName) { const name = at.toLowerCase(); return (path) => path.toLowerCase().split("/").some((segment) => segment === name || segment.replace(/\.\w{1,5}$/, "") === name); }
  if (at.includes("*")) { const pattern = new RegExp(`^${at.replace(/^https?:\/\/[^/]*/, "").split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`); return (path) => pattern.test(path); }
  const wanted = pathOf(URL.canParse(at) ? at : `/${at.replace(/^\/+/, "")}`);
  return (path) => path === wanted;
}

/** "query:q" is about the parameter q, "json:/user/name" about name. */
export const isAbout = (point: string | undefined, parameter: string): boolean => point !== undefined && point.slice(point.indexOf(":") + 1).split(/[/:]/).some((part) => part.toLowerCase() === parameter.toLowerCase());
