// A plan: a resolved correlation with everything counted out that its work needs, event by event.
import type { FieldMapping } from "../sigma/field-mapping.ts";
import { namesOf } from "../sigma/field-mapping.ts";
import type { Bounds, SigmaCorrelation } from "../sigma/rule.ts";
import { boundsOf, lowerOf, modeOf } from "./condition.ts";
import type { Mode } from "./condition.ts";
import { markOf } from "./mark.ts";
import type { Referred, ResolvedCorrelation, Term } from "./resolve-correlations.ts";

/** Of one of the correlation's rules: under which names of the event the group-by fields and the measured fields are looked up, in order. */
export interface RuleFields { groupBy: readonly (readonly string[])[]; values: readonly (readonly string[])[] }

export interface Plan {
  correlation: SigmaCorrelation;
  /** Its id and a mark of what it counts, without "/": under this name it remembers. A rule that counts something else under its old id begins anew. */
  rowName: string;
  refs: readonly Referred[];
  fields: readonly RuleFields[];
  mode: Mode;
  bounds: Bounds;
  lower: Bounds;
  /** How late an event may come: the lateness, and the delay of the correlations this one is built on. */
  horizonMs: number;
  /** How much longer than the entries themselves their rows are kept: a run that waits for its end is told with the events of its last window, also after a restart. */
  lingerMs: number;
  /** The rules are told apart: temporal and temporal_ordered. */
  isTemporal: boolean;
  /** Of a condition over the names of rules. */
  terms: readonly Term[] | undefined;
  /** whole: the rules whose events begin a window; undefined: each does. */
  openers: ReadonlySet<number> | undefined;
  /** What is measured: texts (value_count, share), numbers, or nothing. */
  measures: "text" | "number" | undefined;
  /** Fields that correlations over this one look up: kept with each entry. */
  carries: readonly string[];
}

/** How long after its instant a correlation's hit may be told, at most. */
const delayOf = (mode: Mode, timespanMs: number): number => (mode === "level" ? 0 : timespanMs);

/** correlations: in order, as resolveCorrelations gives them. */
export function plansOf(correlations: readonly ResolvedCorrelation[], latenessMs: number, mappings: readonly FieldMapping[]): Plan[] {
  const plans = new Map<string, Plan>();
  for (const one of correlations) plans.set(one.correlation.id, planOf(one, latenessMs, mappings, plans));
  return [...plans.values()].map((plan) => ({ ...plan, carries: carriesOf(plan, [...plans.values()]) }));
}

function planOf({ correlation, refs, aliases, terms }: ResolvedCorrelation, latenessMs: number, mappings: readonly FieldMapping[], inner: ReadonlyMap<string, Plan>): Plan {
  const bounds = boundsOf(correlation, refs.length);
  const names = (ref: Referred, field: string): readonly string[] => (ref.kind === "rule" ? namesOf(field, ref.logsource, mappings) : [field]);
  const delays = refs.flatMap((ref) => { const plan = inner.get(ref.id); return plan === undefined ? [] : [plan.horizonMs + delayOf(plan.mode, plan.correlation.timespanMs)]; });
  const mode = terms?.some(({ unseen }) => unseen.length > 0) === true ? "whole" : modeOf(correlation.type, bounds);
  return {
    correlation, refs, rowName: rowNameOf(correlation, refs), bounds, lower: lowerOf(bounds), mode, lingerMs: mode === "rise" || mode === "range" ? correlation.timespanMs : 0,
    fields: refs.map((ref, place) => {
      const looked = (field: string): readonly string[] => names(ref, aliases[place]?.[field] ?? field);
      return { groupBy: correlation.groupBy.map(looked), values: correlation.valueFields.map(looked) };
    }),
    horizonMs: latenessMs + Math.max(0, ...delays),
    isTemporal: correlation.type === "temporal" || correlation.type === "temporal_ordered",
    terms, openers: openersOf(terms), measures: measuresOf(correlation), carries: [],
  };
}

/** "a and not b" looks from each a on; "not b" alone has nothing to begin with but what comes. */
const openersOf = (terms: readonly Term[] | undefined): ReadonlySet<number> | undefined =>
  (terms === undefined || terms.some(({ seen }) => seen.length === 0) ? undefined : new Set(terms.flatMap(({ seen }) => seen)));

/** Bounds and timespan may change: what was counted is still counted. */
function rowNameOf({ id, type, percentile, groupBy, valueFields, aliases }: SigmaCorrelation, refs: readonly Referred[]): string {
  const counted = [type, percentile === undefined, groupBy, valueFields, aliases, refs.map((ref) => ref.id)];
  return `${id.replaceAll("/", "%2F")}~${markOf(JSON.stringify(counted)).toString(36)}`;
}

function measuresOf({ type, percentile }: SigmaCorrelation): Plan["measures"] {
  if (type === "value_count" || (type === "value_percentile" && percentile === undefined)) return "text";
  return type.startsWith("value_") ? "number" : undefined;
}

/** What those above look up in this one's hits, and what those above them do. */
function carriesOf(plan: Plan, plans: readonly Plan[]): string[] {
  const above = plans.filter(({ refs }) => refs.some(({ id }) => id === plan.correlation.id));
  const looked = above.flatMap(({ fields, refs }) => fields.flatMap((one, place) => (refs[place]?.id === plan.correlation.id ? [...one.groupBy, ...one.values].flat() : [])));
  return [...new Set([...looked, ...above.flatMap((one) => carriesOf(one, plans))])];
}
