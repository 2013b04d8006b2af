// Why a component is or is not affected, for people: what was considered, what was compared by which rule, and what would clear it.
import type { AdvisedPart } from "../advisories/advisory-store.ts";
import type { NamedComponent } from "../inventory/component-names.ts";
import { smallestClearing } from "../versions/range.ts";
import type { RangeEvent } from "../versions/range.ts";
import { schemeFor } from "../versions/scheme-of.ts";
import { preparePart, verdictsOn } from "./match.ts";
import type { PreparedPart, Verdict } from "./match.ts";
import { sentenceOf } from "./reason-text.ts";

/** version: what was compared, the source package's where that is so. events: of the range that decided, in the record's order. order: the scheme and its standard. */
export interface Trace extends Verdict { why: string; events: readonly RangeEvent[]; order: { scheme: string; standard: string } | undefined }


/** Every advisory's trace on a component, from the parts of advisories that were looked at; parts of other packages are answered too. */
export function tracesOf(component: NamedComponent, considered: readonly AdvisedPart[]): Trace[] {
  const parts = considered.map(preparePart);
  const keys = new Set(component.names.map(({ packageKey }) => packageKey));
  const speaking = parts.filter(({ part }) => keys.has(part.packageKey));
  const verdicts = verdictsOn(component, speaking);
  const answered = new Set(verdicts.map(({ advisoryId }) => advisoryId));
  return [...verdicts.map((verdict) => traceOf(verdict, speaking)), ...silentOn(parts, answered)];
}

function traceOf(verdict: Verdict, parts: readonly PreparedPart[]): Trace {
  const { because } = verdict;
  const decisive = parts.find(({ part }) => part.advisoryId === verdict.advisoryId && part.ecosystem === verdict.ecosystem);
  const range = "range" in because && because.range !== undefined ? decisive?.part.ranges[because.range] : undefined;
  const scheme = schemeFor(verdict.ecosystem);
  return { ...verdict, why: sentenceOf(verdict), events: range?.events ?? [], order: scheme && { scheme: scheme.id, standard: scheme.standard } };
}

/** Advisories that were asked for and speak of other packages only. */
function silentOn(parts: readonly PreparedPart[], answered: ReadonlySet<string>): Trace[] {
  const others = Map.groupBy(parts.filter(({ part }) => !answered.has(part.advisoryId)), ({ part }) => part.advisoryId);
  return [...others].map(([advisoryId, own]) => {
    const because = { kind: "other-package" as const, packages: [...new Set(own.map(({ part }) => part.packageKey))].toSorted() };
    const verdict: Verdict = { advisoryId, verdict: "not-affected", because, ecosystem: own[0]?.part.ecosystem ?? "", version: undefined, clearedBy: undefined, fixState: undefined };
    return { ...verdict, why: sentenceOf(verdict), events: [], order: undefined };
  });
}

/** The smallest version that none of these records affects; undefined when they name none. */
export function clearsAll(component: NamedComponent, considered: readonly AdvisedPart[]): string | undefined {
  const [name] = component.names;
  if (name?.packageVersion === undefined) return undefined;
  const parts = considered.filter(({ packageKey }) => packageKey === name.packageKey).map(preparePart);
  const affecting = new Set(verdictsOn({ names: [name], ownedBy: undefined }, parts).filter(({ verdict }) => verdict === "affected").map(({ advisoryId }) => advisoryId));
  const entries = parts.filter(({ part }) => affecting.has(part.advisoryId)).map(({ prepared }) => prepared);
  return smallestClearing(entries, schemeFor(name.ecosystem)?.parse(name.packageVersion));
}
