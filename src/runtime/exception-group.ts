// Cases of a draft, and the samples of chosen ones put together by rule and log source: a filter speaks of one of each.
import type { LogSource, RuntimeEvent } from "./event.ts";
import type { Excepted, Where } from "./exception-filter.ts";

/** A detection with its samples, or the hit of an attack's sample. */
export interface DraftCase { id: string; ruleId: string; title: string; actor: string | undefined; subject: string; where: Where; events: readonly RuntimeEvent[] }

/** cases: only with their events of this log source. */
export interface DraftGroup { ruleId: string; title: string; logsource: LogSource; ids: readonly string[]; cases: readonly DraftCase[] }

export function groupsOf(chosen: readonly DraftCase[]): readonly DraftGroup[] {
  const parts = chosen.flatMap((one) => [...Map.groupBy(one.events, ({ logsource }) => keyOf(logsource))].map(([key, events]) => ({ key, one: { ...one, events } })));
  return [...Map.groupBy(parts, ({ key, one }) => `${one.ruleId}\n${key}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { ruleId, title } = first.one;
    const cases = group.map(({ one }) => one);
    return [{ ruleId, title, logsource: JSON.parse(first.key) as LogSource, ids: cases.map(({ id }) => id), cases }];
  });
}

const keyOf = ({ category, product, service }: LogSource): string => JSON.stringify({ category, product, service });

/** As an exception is asked of it. */
export function exceptedOf({ ruleId, actor, subject, events }: DraftCase): Excepted | undefined {
  const [event, ...others] = events;
  return event && { ruleId, ...(actor === undefined ? {} : { actor }), subject, event, others };
}
