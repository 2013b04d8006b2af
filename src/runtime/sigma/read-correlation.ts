// A correlation: what it counts of which rules, in what time, by which fields (correlation specification 2.1).
import { flagIn, mapIn, memberOf, neededMember, oneOf, textIn, textsIn } from "./raw-members.ts";
import { lineOf, readHead } from "./read-head.ts";
import type { Bounds, CorrelationType, SigmaCorrelation } from "./rule.ts";
import { nearestHint, refuseRule } from "./rule-error.ts";
import { readTerms, rulesNamed } from "./rule-terms.ts";
import type { YamlEntry, YamlMap } from "./yaml.ts";

const types = ["event_count", "value_count", "temporal", "temporal_ordered", "value_sum", "value_avg", "value_percentile", "value_median"] as const satisfies readonly CorrelationType[];
const bounds = ["gt", "gte", "lt", "lte", "eq", "neq"] as const;
const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const said = "correlation.";

/** Throws RuleError. */
export function readCorrelation(root: YamlMap, file: string, text: string): SigmaCorrelation {
  const map = mapIn(neededMember(root, "correlation", ""));
  const { type, rules } = readKind(map);
  const { bounds: asked, valueFields, percentile, expression } = readBounds(map, type, rules);
  return {
    kind: "correlation", ...readHead(root, file), type, rules, groupBy: textsIn(map, "group-by", said), timespanMs: readTimespan(map), bounds: asked, valueFields, percentile,
    aliases: readAliases(map), generate: flagIn(map, "generate", said) ?? flagIn(root, "generate") ?? false, text, ...(expression === undefined ? {} : { expression }),
  };
}

function readKind(map: YamlMap): { type: CorrelationType; rules: string[] } {
  neededMember(map, "type", said);
  const type = oneOf(textIn(map, "type", said) ?? "", types, lineOf(map, "type"), `${said}type:`);
  // A condition over the names of rules names them; the list may then be left out.
  const named = type.startsWith("temporal") ? expressionIn(memberOf(map, "condition")) : undefined;
  if (named === undefined) neededMember(map, "rules", said);
  const rules = memberOf(map, "rules") === undefined && named !== undefined ? rulesNamed(named) : textsIn(map, "rules", said);
  if (rules.length === 0) return refuseRule(lineOf(map, "rules"), `${said}rules names no rule`);
  return { type, rules };
}

const expressionIn = (condition: YamlEntry | undefined): string | undefined => (condition?.value.kind === "scalar" && typeof condition.value.value === "string" ? condition.value.value.trim() : undefined);

function readTimespan(map: YamlMap): number {
  const entry = memberOf(map, "timespan") ?? refuseRule(lineOf(map, "timeframe"), `${said}timespan is missing${memberOf(map, "timeframe") ? "; timeframe is its old name" : ""}`);
  const found = /^(\d{1,9})([smhdw])$/.exec(textIn(map, "timespan", said) ?? "");
  const ms = Number(found?.[1] ?? 0) * (unitMs[found?.[2] ?? ""] ?? 0);
  return ms > 0 ? ms : refuseRule(entry.line, `${said}timespan is a number and s, m, h or d, such as 15m`);
}

interface Asked { bounds: Bounds; valueFields: string[]; percentile: number | undefined; expression?: NonNullable<SigmaCorrelation["expression"]> }

function readBounds(map: YamlMap, type: CorrelationType, rules: readonly string[]): Asked {
  const isTemporal = type.startsWith("temporal");
  const entry = memberOf(map, "condition");
  // All rules have to be seen when nothing else is asked (2.1, "Temporal Proximity").
  const none = { valueFields: [], percentile: undefined };
  if (!entry && isTemporal) return { bounds: { gte: rules.length }, ...none };
  if (!entry) return refuseRule(map.line, `${said}condition is missing; write one of ${bounds.join(", ")} with a number`);
  const text = expressionIn(entry);
  if (isTemporal && text !== undefined && text !== "") return { bounds: { gte: 1 }, ...none, expression: { text, terms: readTerms(text, rules, entry.line) } };
  if (entry.value.kind === "scalar") return refuseRule(entry.line, `${said}condition is a mapping such as gte: 10${isTemporal ? "" : "; conditions over the names of rules are for temporal and temporal_ordered"}`);
  const condition = mapIn(entry, said);
  const asked: Asked = { bounds: boundsIn(condition), valueFields: textsIn(condition, "field", `${said}condition.`), percentile: percentileIn(condition) };
  if (Object.keys(asked.bounds).length === 0 && !isTemporal) return refuseRule(entry.line, `${said}condition has none of ${bounds.join(", ")}`);
  if (type.startsWith("value_") && asked.valueFields.length === 0) return refuseRule(entry.line, `${said}condition.field is missing: ${type} looks at a field`);
  return Object.keys(asked.bounds).length === 0 ? { ...asked, bounds: { gte: rules.length } } : asked;
}

function boundsIn(condition: YamlMap): Bounds {
  const known = [...bounds, "field", "percentile"];
  return Object.fromEntries(condition.entries.flatMap(({ name, value, line }) => {
    if (!known.includes(name)) return refuseRule(line, `${said}condition.${name} is not known${nearestHint(name, known)}`);
    if (name === "field" || name === "percentile") return [];
    const number = value.kind !== "scalar" || value.value === "" || value.value === null || typeof value.value === "boolean" ? NaN : Number(value.value);
    return Number.isFinite(number) ? [[name, number]] : refuseRule(line, `${said}condition.${name} is a number`);
  })) as Bounds;
}

function percentileIn(condition: YamlMap): number | undefined {
  const text = textIn(condition, "percentile", `${said}condition.`);
  if (text === undefined) return undefined;
  const number = Number(text);
  return number >= 0 && number <= 100 ? number : refuseRule(lineOf(condition, "percentile"), `${said}condition.percentile is a number from 0 to 100`);
}

function readAliases(map: YamlMap): Record<string, Record<string, string>> {
  const entry = memberOf(map, "aliases");
  if (!entry || (entry.value.kind === "scalar" && entry.value.value === null)) return {};
  return Object.fromEntries(mapIn(entry, said).entries.map((alias) => {
    const fields = mapIn(alias, `${said}aliases.`);
    return [alias.name, Object.fromEntries(fields.entries.map(({ name, line }) => [name, textIn(fields, name) ?? refuseRule(line, `${said}aliases.${alias.name}.${name} names no field`)]))];
  }));
}
