// Alertmanager's routes, inhibit rules and time intervals in our raw form: the same shape, names in camelCase, old matchers rewritten.
import { matcherText } from "./matcher-text.ts";
import type { MatcherOp } from "./matcher-text.ts";
import { itemsOf, note, textOf, textsOf } from "./raw-reader.ts";
import type { Raw } from "./raw-reader.ts";

/** The members of an object whose shape is checked later; every key not in `known` is noted as left. */
export function partsOf(raw: Raw, known: readonly string[]): Map<string, Raw> {
  if (typeof raw.value !== "object" || raw.value === null || Array.isArray(raw.value)) return new Map();
  const parts = Object.entries(raw.value).map(([key, value]): [string, Raw] => [key, { value, at: `${raw.at}/${key}`, places: raw.places }]);
  for (const [key, part] of parts) if (!known.includes(key)) note(part, "is not known and not taken over");
  return new Map(parts.filter(([key]) => known.includes(key)));
}

const timers = { group_wait: "groupWait", group_interval: "groupInterval", repeat_interval: "repeatInterval" } as const;
const nameLists = { group_by: "groupBy", mute_time_intervals: "muteTimeIntervals", active_time_intervals: "activeTimeIntervals" } as const;
const routeKeys = ["receiver", "match", "match_re", "matchers", "continue", "routes", ...Object.keys(timers), ...Object.keys(nameLists)];

/** receiversOf: the ids that stand for an Alertmanager receiver; its own name when there is no such receiver. */
export function importRoute(raw: Raw, receiversOf: (name: string) => readonly string[]): Record<string, unknown> {
  const parts = partsOf(raw, routeKeys);
  const receiver = textOf(parts.get("receiver"));
  const matchers = importMatchers(parts, "match", "match_re", "matchers");
  const routes = itemsOf(parts.get("routes")).map((route) => importRoute(route, receiversOf));
  const texts = (key: string): string[] => [...new Set(textsOf(parts.get(key)).map(({ text }) => text))];
  return {
    ...(receiver === undefined ? {} : { receivers: [...receiversOf(receiver)] }),
    ...(matchers.length > 0 ? { matchers } : {}),
    ...Object.fromEntries(Object.entries(timers).flatMap(([key, name]) => { const text = textOf(parts.get(key)); return text === undefined ? [] : [[name, text]]; })),
    ...Object.fromEntries(Object.entries(nameLists).flatMap(([key, name]) => { const list = texts(key); return list.length === 0 ? [] : [[name, list]]; })),
    ...(textOf(parts.get("continue")) === undefined ? {} : { continue: parts.get("continue")?.value }),
    ...(routes.length > 0 ? { routes } : {}),
  };
}

// The old forms name a label once: {severity: critical}; they hold together with the new one.
function importMatchers(parts: ReadonlyMap<string, Raw>, equal: string, pattern: string, list: string): string[] {
  const old = (key: string, op: MatcherOp): string[] => {
    const value = parts.get(key)?.value;
    if (value === undefined || value === null || value === "") return [];
    if (typeof value === "object" && !Array.isArray(value)) return Object.entries(value).map(([name, text]) => matcherText({ name, op, value: String(text) }));
    const part = parts.get(key);
    if (part) note(part, "must be an object of label names and values");
    return [];
  };
  return [...new Set([...old(equal, "="), ...old(pattern, "=~"), ...textsOf(parts.get(list)).map(({ text }) => text)])];
}

const inhibitKeys = ["name", "source_match", "source_match_re", "source_matchers", "target_match", "target_match_re", "target_matchers", "equal"];

export function importInhibition(raw: Raw): Record<string, unknown> {
  const parts = partsOf(raw, inhibitKeys);
  const name = textOf(parts.get("name"));
  const equal = [...new Set(textsOf(parts.get("equal")).map(({ text }) => text))];
  return {
    ...(name === undefined ? {} : { id: name }),
    sourceMatchers: importMatchers(parts, "source_match", "source_match_re", "source_matchers"),
    targetMatchers: importMatchers(parts, "target_match", "target_match_re", "target_matchers"),
    ...(equal.length > 0 ? { equal } : {}),
  };
}

export function importTimes(raw: Raw): Record<string, unknown> {
  const parts = partsOf(raw, ["name", "time_intervals"]);
  return { name: textOf(parts.get("name")) ?? "", timeIntervals: itemsOf(parts.get("time_intervals")).map(importInterval) };
}

const intervalKeys = { times: "times", weekdays: "weekdays", days_of_month: "daysOfMonth", months: "months", years: "years", location: "location" } as const;

function importInterval(raw: Raw): Record<string, unknown> {
  const parts = partsOf(raw, Object.keys(intervalKeys));
  return Object.fromEntries(Object.entries(intervalKeys).flatMap(([key, name]) => {
    const part = parts.get(key);
    if (!part) return [];
    return [[name, key === "times" ? itemsOf(part).map(importRange) : part.value]];
  }));
}

function importRange(raw: Raw): Record<string, unknown> {
  const parts = partsOf(raw, ["start_time", "end_time"]);
  return { startTime: parts.get("start_time")?.value, endTime: parts.get("end_time")?.value };
}
