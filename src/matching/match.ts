// Component x advisory: the one evaluation that both directions call, with its reason.
import type { AdvisedPart } from "../advisories/advisory-store.ts";
import type { ComponentName, NamedComponent } from "../inventory/component-names.ts";
import { matchesConfiguration } from "../versions/cpe/index.ts";
import { scopeMatches } from "../versions/ecosystem.ts";
import { moduleMatches } from "../versions/module-stream.ts";
import { evaluatePrepared, isClear, prepare } from "../versions/range.ts";
import type { PreparedAffected, Reason } from "../versions/range.ts";
import type { Scheme } from "../versions/scheme.ts";
import { schemeFor } from "../versions/scheme-of.ts";

/** Why a verdict holds, beyond the comparison of versions. */
export type MatchReason = Reason
  /** Another stream of the module: its versions are not ordered with this one's. */
  | { kind: "other-module"; advised: string; installed: string | undefined }
  /** An advisory that was asked for speaks of other packages only. */
  | { kind: "other-package"; packages: readonly string[] }
  /** The source says that this package is not affected. */
  | { kind: "stated"; ecosystem: string }
  /** NVD's configurations decided, by CPE names. */
  | { kind: "configuration"; text: string }
  /** Its files belong to a distribution's package, whose fixes carry other versions. */
  | { kind: "owned"; by: string };

/** One advisory's verdict on one component. clearedBy: the smallest version that this advisory does not affect. */
export interface Verdict { advisoryId: string; verdict: "affected" | "not-affected" | "unknown"; because: MatchReason; ecosystem: string; version: string | undefined; clearedBy: string | undefined; fixState: AdvisedPart["fixState"]; lastKnownAffected?: string }

/** An advisory's word on a package with its ranges parsed and sorted: prepare once, evaluate many. */
export interface PreparedPart<Part extends AdvisedPart = AdvisedPart> { part: Part; prepared: PreparedAffected }

export const preparePart = <Part extends AdvisedPart>(part: Part): PreparedPart<Part> => ({ part, prepared: prepare(schemeFor(part.ecosystem), part) });

/**
 * Every advisory's verdict on a component, over the parts that speak of its package. Several parts of one advisory:
 * the first that says affected decides, then unknown, then not affected.
 */
export function verdictsOn(component: NamedComponent, parts: readonly PreparedPart[]): Verdict[] {
  const verdicts = new Map<string, Verdict>();
  for (const name of component.names) {
    const parsed = name.packageVersion === undefined ? undefined : schemeFor(name.ecosystem)?.parse(name.packageVersion);
    for (const part of parts) {
      if (part.part.packageKey !== name.packageKey) continue;
      const verdict = verdictOf(component, name, parsed, part);
      const before = verdicts.get(verdict.advisoryId);
      if (!before || rank[verdict.verdict] > rank[before.verdict]) verdicts.set(verdict.advisoryId, verdict);
    }
  }
  return [...verdicts.values()];
}

/** Whether any verdict of verdictsOn is other than "not affected": the question that most components answer with no. */
export function concerns(component: NamedComponent, parts: readonly PreparedPart[]): boolean {
  for (const name of component.names) {
    const scheme = schemeFor(name.ecosystem);
    const parsed = name.packageVersion === undefined ? undefined : scheme?.parse(name.packageVersion);
    for (const part of parts) if (part.part.packageKey === name.packageKey && !isSettled(component, name, scheme, parsed, part)) return true;
  }
  return false;
}

function isSettled(component: NamedComponent, name: ComponentName, scheme: Scheme | undefined, parsed: unknown, { part, prepared }: PreparedPart): boolean {
  const { packageVersion: version } = name;
  if (outsideOf(component, name, part)) return true;
  if (part.configurations) return matchesConfiguration(part.configurations, cpesOf(name)).verdict === "not-affected";
  return version !== undefined && isClear(prepared, prepared.scheme === scheme ? parsed : prepared.scheme?.parse(version), version);
}

const rank = { "not-affected": 0, unknown: 1, affected: 2 } as const;

function verdictOf(component: NamedComponent, name: ComponentName, parsed: unknown, { part, prepared }: PreparedPart): Verdict {
  const { ecosystem, packageVersion: version } = name;
  const outside = outsideOf(component, name, part);
  if (outside) return said(part, version, "not-affected", outside);
  if (part.configurations) {
    const { verdict, because: text } = matchesConfiguration(part.configurations, cpesOf(name));
    return said(part, version, verdict, { kind: "configuration", text });
  }
  if (version === undefined) return said(part, version, "unknown", { kind: "no-version" });
  const at = prepared.scheme === schemeFor(ecosystem) ? parsed : prepared.scheme?.parse(version);
  if (isClear(prepared, at, version)) return saidClear(part, version, () => evaluatePrepared(prepared, at, version).because);
  const { verdict, because } = evaluatePrepared(prepared, at, version);
  return said(part, version, verdict, because);
}

function said({ advisoryId, ecosystem, fixState, lastKnownAffected }: AdvisedPart, version: string | undefined, verdict: Verdict["verdict"], because: MatchReason): Verdict {
  const clearedBy = "clearedBy" in because ? because.clearedBy : undefined;
  const made: Verdict = { advisoryId, verdict, because, ecosystem, version, clearedBy, fixState };
  return lastKnownAffected === undefined ? made : { ...made, lastKnownAffected };
}

/** Most verdicts are this one, and of most of them nobody asks why. */
const saidClear = ({ advisoryId, ecosystem, fixState }: AdvisedPart, version: string, reason: () => MatchReason): Verdict =>
  ({ advisoryId, verdict: "not-affected", get because() { return reason(); }, ecosystem, version, clearedBy: undefined, fixState });

const cpesOf = ({ cpe }: ComponentName): readonly string[] => (cpe === undefined ? [] : [cpe]);

/** Why a part does not speak of this component at all, whatever its version. */
function outsideOf(component: NamedComponent, name: ComponentName, part: AdvisedPart): MatchReason | undefined {
  if (!scopeMatches(part.ecosystem, name.ecosystem)) return { kind: "other-scope", ecosystem: part.ecosystem };
  if (part.module !== undefined && !moduleMatches(part.module, name.module)) return { kind: "other-module", advised: part.module, installed: name.module };
  if (part.fixState === "not-affected") return { kind: "stated", ecosystem: part.ecosystem };
  return component.ownedBy === undefined ? undefined : { kind: "owned", by: component.ownedBy };
}
