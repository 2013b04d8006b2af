// Values of a policy file, checked: what is not known or of the wrong shape is told with its place.
import type { FaultPlace } from "../kernel/fault.ts";

/** The members of an object; those that are not known are told, so that a misspelt rule does not hold nothing. */
export function membersIn(value: unknown, at: string, known: readonly string[], places: FaultPlace[]): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    places.push({ at: at === "" ? "/" : at, rule: `an object with ${known.join(", ")}` });
    return {};
  }
  for (const key of Object.keys(value)) if (!known.includes(key)) places.push({ at: `${at}/${key}`, rule: `not known here; known are ${known.join(", ")}` });
  return value as Record<string, unknown>;
}

export function textsIn(value: unknown, at: string, places: FaultPlace[]): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((one) => typeof one === "string" && one !== "")) return value as string[];
  places.push({ at, rule: "a list of texts" });
  return undefined;
}

const isWithin = (value: unknown, from: number, to: number): value is number => typeof value === "number" && value >= from && value <= to;
export const isFraction = (value: unknown): value is number => isWithin(value, 0, 1);
export const isScore = (value: unknown): value is number => isWithin(value, 0, 10);
