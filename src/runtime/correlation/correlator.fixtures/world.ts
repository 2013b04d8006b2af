// A small world for the correlator's tests: rules that match by name, correlations in one line, events at seconds.
import type { Fields, RuntimeEvent } from "../../event.ts";
import type { SigmaCorrelation, SigmaRule } from "../../sigma/rule.ts";
import { createCorrelator } from "../correlator.ts";
import type { Correlator, CorrelatorOptions } from "../correlator.ts";
import type { CorrelationHit } from "../correlation-hit.ts";

/** Second 0 of every test. */
export const start = Date.UTC(2026, 10, 22, 12);

const head = (id: string, title: string) => ({ id, title, name: id, status: "test", description: "", author: undefined, references: [], falsePositives: [], tags: [], level: "medium", place: { file: `${id}.yml`, line: 1 } }) as const;

export const rule = (id: string): SigmaRule => ({ ...head(id, `Rule ${id}`), kind: "rule", logsource: { product: "linux" }, condition: { kind: "and", nodes: [], name: "all" }, fields: [], text: "" });

/** timespan in seconds. */
export function correlation(id: string, { seconds = 60, ...rest }: Partial<SigmaCorrelation> & { seconds?: number }): SigmaCorrelation {
  return { ...head(id, `Correlation ${id}`), kind: "correlation", type: "event_count", rules: ["a"], groupBy: ["User"], timespanMs: seconds * 1000, bounds: {}, valueFields: [], percentile: undefined, aliases: {}, generate: false, text: "", ...rest };
}

/** s: seconds after the start. rules: ids of the rules it matches. */
export interface Happening { s: number; rules?: readonly string[]; id?: string; fields?: Fields }

export const eventAt = ({ s, id, fields = {} }: Happening): RuntimeEvent =>
  ({ id, at: start + s * 1000, isTimed: true, decoder: "ndjson", logsource: { product: "linux" }, origin: { host: "web-1" }, fields: { User: "ann", ...fields }, raw: `${s} something happened` });

const rules = ["a", "b", "c"].map(rule);
export const rulesById = new Map(rules.map((one) => [one.id, one]));

export const correlatorOf = (correlations: readonly SigmaCorrelation[], options?: CorrelatorOptions): Correlator => createCorrelator(correlations, rules, options);

export const observe = (correlator: Correlator, happening: Happening): readonly CorrelationHit[] =>
  correlator.observe(eventAt(happening), (happening.rules ?? ["a"]).map((id) => rulesById.get(id) as SigmaRule));

/** All hits, with those that only the end decides. */
export function run(correlations: readonly SigmaCorrelation[], happenings: readonly Happening[], options?: CorrelatorOptions): CorrelationHit[] {
  const correlator = correlatorOf(correlations, options);
  return [...happenings.flatMap((one) => observe(correlator, one)), ...correlator.end()];
}

/** "logins ann@10=3": correlation, group, second, value. */
export const told = (hits: readonly CorrelationHit[]): string[] =>
  hits.map(({ correlation: { id }, group, at, value }) => `${[id, ...Object.values(group)].join(" ")}@${(at - start) / 1000}=${value}`);

/** Events at these seconds. */
export const at = (seconds: readonly number[], more: Omit<Happening, "s"> = {}): Happening[] => seconds.map((s) => ({ s, ...more }));
