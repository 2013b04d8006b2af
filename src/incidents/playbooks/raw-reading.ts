// Members of a playbook's text by their type; a wrong one is noted with its place, and reading goes on.
import { isFault } from "../../kernel/fault.ts";
import { parseDuration } from "./duration.ts";
import { parseExpression } from "./expression.ts";
import type { Raw, RawObject } from "./playbook.ts";
import type { Places } from "./source.ts";
import { isObject } from "./step-fields.ts";

const idPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

export function objectAt(value: unknown, at: string, places: Places): RawObject {
  if (isObject(value)) return value;
  places.refuse(at, "is a mapping of names and values");
  return {};
}
export function listAt(value: Raw | undefined, at: string, places: Places): readonly Raw[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value as readonly Raw[];
  places.refuse(at, "is a list");
  return [];
}
export function textAt(value: Raw | undefined, at: string, places: Places): string {
  if (typeof value === "string" && value.trim() !== "" && value.length <= 20_000) return value.trim();
  if (typeof value === "number") return String(value);
  places.refuse(at, value === undefined || value === null || value === "" ? "is missing: a text" : "is a text of at most 20,000 characters");
  return "";
}
export const textsAt = (value: Raw | undefined, at: string, places: Places): string[] => (typeof value === "string" ? [value] : listAt(value, at, places).map((item, index) => textAt(item, `${at}/${index}`, places)));
export function idAt(value: Raw | undefined, at: string, places: Places): string {
  const id = textAt(value, at, places);
  if (id !== "" && !idPattern.test(id)) places.refuse(at, "is an id: small letters, digits and -, at most 63");
  return id;
}
export function oneOf<T extends string>(value: Raw, choices: readonly T[], at: string, places: Places): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) places.refuse(at, `is one of ${choices.join(", ")}`);
  return found ?? (choices[0] as T);
}
export function flagAt(value: Raw | undefined, at: string, places: Places): boolean | undefined {
  if (value === undefined || typeof value === "boolean") return value;
  places.refuse(at, "is true or false");
  return undefined;
}
export function durationAt(value: Raw | undefined, at: string, places: Places): number | undefined {
  const ms = typeof value === "string" ? parseDuration(value) : undefined;
  if (ms === undefined) places.refuse(at, 'is a duration such as "30s", "15m", "4h" or "2d"');
  return ms;
}
export function expressionAt(value: Raw | undefined, at: string, places: Places): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === "boolean" ? String(value) : value;
  if (typeof text !== "string") { places.refuse(at, "is a condition"); return undefined; }
  try { parseExpression(text); } catch (cause) { places.refuse(at, isFault(cause) ? `is no condition: ${cause.detail ?? cause.message}` : "is no condition"); }
  return text;
}
export function refuseUnknown(raw: RawObject, known: readonly string[], at: string, places: Places): void {
  for (const name of Object.keys(raw)) if (!known.includes(name)) places.refuse(`${at}/${name}`, `is not known here; known are ${known.join(", ")}`);
}
