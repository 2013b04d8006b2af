// What an exception leaves out: its Sigma filters compiled, asked of hits in their place.
import type { Fields, RuntimeEvent } from "./event.ts";
import type { Hit } from "./hit.ts";
import type { Placement } from "./placement.ts";
import { actorOf } from "./actor.ts";
import { certainly, placeFields } from "./exception-certain.ts";
import { appliesTo } from "./sigma/field-mapping.ts";
import { compileNode } from "./sigma/matcher.ts";
import { readRules } from "./sigma/read-rules.ts";
import type { SigmaFilter } from "./sigma/rule.ts";

/** What of a hit an exception looks at. others: a hit of several events is left out only when each of them is. */
export type Excepted = Pick<Hit, "ruleId" | "actor" | "subject" | "event" | "others">;
export type Where = Pick<Placement, "workload" | "service">;

export interface ExceptionFilter {
  /** Ids of the rules it speaks of; undefined: of every rule of its log sources. */
  readonly rules: readonly string[] | undefined;
  leavesOut(hit: Excepted, where: Where): boolean;
  /** The same wherever it happens: whether there is a workload where it would be left out. */
  mayLeaveOut(hit: Excepted): boolean;
}

/** A text that cannot be read leaves nothing out: it was checked when it was saved. A part of it is as good as none. */
export function compileException(text: string, file: string): ExceptionFilter {
  const { filters, problems } = readException(text, file);
  const good = problems.length > 0 ? [] : filters;
  const compiled = good.map((filter) => ({ filter, keeps: compiledNode(filter.keeps), surelyKeeps: compiledNode(certainly(filter.keeps)) }));
  const isOut = (hit: Excepted, event: RuntimeEvent, fields: Fields, keeps: "keeps" | "surelyKeeps"): boolean =>
    compiled.some(({ filter, ...one }) => speaksOf(filter, hit.ruleId, event) && !one[keeps](fields));
  const all = (hit: Excepted, where: Where | undefined): boolean => {
    const actor = hit.actor ?? actorOf(hit.event);
    return [hit.event, ...hit.others].every((event) => isOut(hit, event, withPlace(event.fields, { actor, subject: hit.subject, ...where }), where === undefined ? "surelyKeeps" : "keeps"));
  };
  return {
    rules: good.some(({ rules }) => rules === undefined) ? undefined : [...new Set(good.flatMap(({ rules }) => rules ?? []))],
    leavesOut: (hit, where) => all(hit, where),
    mayLeaveOut: (hit) => all(hit, undefined),
  };
}

/** problems: what keeps it from being an exception, by its line. Rules and correlations have no place in it. */
export function readException(text: string, file: string): { filters: readonly SigmaFilter[]; problems: readonly { line: number; rule: string }[] } {
  const { filters, rules, correlations, rejects } = readRules(text, file);
  const problems = [
    ...rejects.map(({ line, rule }) => ({ line, rule })),
    ...[...rules, ...correlations].map(({ place, kind }) => ({ line: place.line, rule: `is a ${kind}; an exception is a filter, with filter: in place of detection:` })),
  ];
  return { filters, problems: filters.length === 0 && problems.length === 0 ? [{ line: 1, rule: "holds no filter" }] : problems };
}

const compiledNode = (node: SigmaFilter["keeps"]): ((fields: Fields) => boolean) => compileNode(node, (field) => [field]);

/** A rule is asked by every log source of an event, so its exceptions are too. */
const speaksOf = ({ rules, logsource }: SigmaFilter, ruleId: string, { logsource: own, alsoAsked = [] }: RuntimeEvent): boolean =>
  (rules === undefined || rules.includes(ruleId)) && [own, ...alsoAsked].some((one) => appliesTo(logsource, one));

/**
 * What the event says, and where it was put. What a sender writes under our names counts for nothing, and keywords are sought in
 * what the event says alone: properties that cannot be listed are found by name and by nothing else.
 */
function withPlace(fields: Fields, place: Partial<Record<"workload" | "service" | "actor" | "subject", string | undefined>>): Fields {
  const whole: Record<string, Fields[string]> = { ...fields };
  for (const [name, member] of placeFields) Object.defineProperty(whole, name, { value: place[member] ?? null, enumerable: false });
  return whole;
}
