// Component x advisory: the one evaluation that both directions call, with its reason.
import type { AdvisedPart } from "../advisories/advisory-store.ts";
import { scopeMatches } from "../versions/ecosystem.ts";
import { evaluatePrepared, prepare } from "../versions/range.ts";
import type { PreparedAffected, Reason } from "../versions/range.ts";
import { schemeFor } from "../versions/scheme-of.ts";

/** What matching needs of a component: where advisories speak of it, and the version they compare with. */
export interface Matchable { ecosystem: string | undefined; packageKey: string | undefined; packageVersion: string | undefined }

/** One advisory's verdict on one component. clearedBy: the smallest version that this advisory does not affect. */
export interface Verdict { advisoryId: string; verdict: "affected" | "not-affected" | "unknown"; because: Reason; ecosystem: string; clearedBy: string | undefined; fixState: AdvisedPart["fixState"] }

/** An advisory's word on a package with its ranges parsed and sorted: prepare once, evaluate many. */
export interface PreparedPart { part: AdvisedPart; prepared: PreparedAffected }

export const preparePart = (part: AdvisedPart): PreparedPart => ({ part, prepared: prepare(schemeFor(part.ecosystem), part) });

/**
 * Every advisory's verdict on a component, over the parts that speak of its package. Several parts of one advisory:
 * the first that says affected decides, then unknown, then not affected.
 */
export function verdictsOn(component: Matchable, parts: readonly PreparedPart[]): Verdict[] {
  const verdicts = new Map<string, Verdict>();
  const parsed = component.ecosystem === undefined || component.packageVersion === undefined ? undefined : schemeFor(component.ecosystem)?.parse(component.packageVersion);
  for (const part of parts) {
    const verdict = verdictOf(component, parsed, part);
    const before = verdicts.get(verdict.advisoryId);
    if (!before || rank[verdict.verdict] > rank[before.verdict]) verdicts.set(verdict.advisoryId, verdict);
  }
  return [...verdicts.values()];
}

const rank = { "not-affected": 0, unknown: 1, affected: 2 } as const;

function verdictOf({ ecosystem, packageVersion }: Matchable, parsed: unknown, { part, prepared }: PreparedPart): Verdict {
  const base = { advisoryId: part.advisoryId, ecosystem: part.ecosystem, fixState: part.fixState, clearedBy: undefined };
  if (ecosystem === undefined || !scopeMatches(part.ecosystem, ecosystem)) return { ...base, verdict: "not-affected", because: { kind: "other-scope", ecosystem: part.ecosystem } };
  if (packageVersion === undefined) return { ...base, verdict: "unknown", because: { kind: "no-version" } };
  const { verdict, because } = evaluatePrepared(prepared, parsed, packageVersion);
  return { ...base, verdict, because, clearedBy: "clearedBy" in because ? because.clearedBy : undefined };
}
