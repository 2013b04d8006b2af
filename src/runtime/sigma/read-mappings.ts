// A person's field mappings: under which names of their events the fields of rules are looked up, per log source.
import { load as parseYaml } from "js-yaml";
import { Fault } from "../../kernel/fault.ts";
import type { LogSource } from "../event.ts";
import type { FieldMapping } from "./field-mapping.ts";

const shape = "a list of {logsource: {category|product|service: name}, fields: {Field: name or [names]}}";

/** Throws settings.invalid naming the entry that is wrong. */
export function readMappings(text: string, file: string): readonly FieldMapping[] {
  const wrong = (at: string, rule: string, cause?: unknown): Fault => new Fault("settings.invalid", { places: [{ at: `${file}${at}`, rule, mend: `Write ${shape}.` }] }, cause);
  let value: unknown;
  try { value = parseYaml(text); } catch (cause) { throw wrong("", `is no YAML: ${(cause as Error).message.split("\n")[0] ?? ""}`, cause); }
  if (!Array.isArray(value)) throw wrong("", "is no list");
  return value.map((entry: unknown, index) => {
    const { logsource, fields } = isMap(entry) ? entry : {};
    if (!isMap(logsource) || !isMap(fields)) throw wrong(`/${index}`, "has no logsource or no fields");
    const names = Object.entries(fields).map(([field, given]): [string, string[]] => [field, (Array.isArray(given) ? given : [given]).map(String)]);
    return { logsource: logsourceFrom(logsource), fields: Object.fromEntries(names) };
  });
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const logsourceFrom = (given: Record<string, unknown>): LogSource =>
  Object.fromEntries(["category", "product", "service"].flatMap((name) => (typeof given[name] === "string" ? [[name, given[name].toLowerCase()]] : [])));
