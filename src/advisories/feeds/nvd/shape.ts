// Shapes in parsed JSON of NVD's API 2.0, asked for one at a time; what does not fit is named by its JSON pointer.

/** A part of a record that could not be used: where (JSON pointer, RFC 6901) and why. */
export interface Left { at: string; reason: string }

export type Members = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);

/** An absent or null member is an empty list; anything else than a list is left out. */
export function listOf(value: unknown, at: string, left: Left[]): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value !== undefined && value !== null) left.push({ at, reason: "is not a list" });
  return [];
}
