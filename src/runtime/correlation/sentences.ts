// A correlation's hit in words: "12 hits of "Failed login" in 5 min for SourceIp 203.0.113.7 (at least 10)".
import { dayMs, hourMs, minuteMs, secondMs, toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { boundsWords } from "./condition.ts";
import type { Plan } from "./plan.ts";

/** "5 min", "1 h", "90 s": the largest unit that divides it. */
export function spanWords(ms: number): string {
  const units = [[dayMs, "d"], [hourMs, "h"], [minuteMs, "min"], [secondMs, "s"]] as const;
  const [unit, word] = units.find(([size]) => ms % size === 0) ?? [secondMs, "s"];
  return `${ms / unit} ${word}`;
}

/** first, last: the run that met the condition. */
export function sentencesOf(plan: Plan, group: Readonly<Record<string, string>>, value: number, first: Instant, last: Instant): string[] {
  const { bounds, correlation } = plan;
  const whose = Object.entries(group).map(([name, text]) => `${name} ${text === "" ? "(empty)" : text}`).join(", ");
  const head = `${whatWords(plan, value)} in ${spanWords(correlation.timespanMs)}${whose === "" ? "" : ` for ${whose}`}${correlation.expression === undefined ? ` (${boundsWords(bounds)})` : ""}`;
  return [head, first === last ? `Met at ${toIso(last)}.` : `Met from ${toIso(first)} to ${toIso(last)}.`];
}

const rounded = (value: number): string => String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));

function whatWords({ correlation: { type, valueFields, percentile, expression }, refs }: Plan, value: number): string {
  const titles = refs.map(({ title }) => `"${title}"`);
  const events = titles.length > 3 ? `${titles.slice(0, 3).join(" or ")} or ${titles.length - 3} more` : titles.join(" or ");
  const field = valueFields.join(" with ");
  if (expression !== undefined) return `"${expression.text}" over hits of ${events}${type === "temporal_ordered" ? ", in the order of the list" : ""}`;
  switch (type) {
    case "event_count": return `${value} ${value === 1 ? "hit" : "hits"} of ${events}`;
    case "value_count": return `${value} different ${field} in hits of ${events}`;
    case "temporal": return `${value} of ${titles.length} rules (${titles.join(", ")})`;
    case "temporal_ordered": return `${value} of ${titles.length} rules in their order (${titles.join(", then ")})`;
    case "value_sum": return `${rounded(value)} as the sum of ${field} in hits of ${events}`;
    case "value_avg": return `${rounded(value)} as the average of ${field} in hits of ${events}`;
    case "value_median": return `${rounded(value)} as the median of ${field} in hits of ${events}`;
    case "value_percentile": return percentile === undefined ? `${rounded(value)} % of hits of ${events} have this ${field}` : `${rounded(value)} as the ${percentile}th percentile of ${field} in hits of ${events}`;
  }
}

/** For the hit that says that a correlation had to forget. */
export const limitSentence = (title: string, what: "groups" | "events", most: number): string => (what === "groups"
  ? `The correlation "${title}" is beyond its limit of ${most} groups: those that were quiet longest are forgotten, and what they had counted with them. Group by fewer fields, shorten the timespan, or raise the limit.`
  : `A group of the correlation "${title}" is beyond its limit of ${most} events: the oldest are forgotten, so its values are too low. Shorten the timespan or narrow the rules it counts.`);
