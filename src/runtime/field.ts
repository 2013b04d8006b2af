// The value of a field by the name a rule uses: the name itself, then the path its dots spell, then without the spaces of the source.
import type { FieldValue, Fields } from "./event.ts";

const paths = new Map<string, readonly string[]>();

function pathOf(name: string): readonly string[] {
  let path = paths.get(name);
  if (path === undefined) { path = name.split("."); if (paths.size < 50_000) paths.set(name, path); }
  return path;
}

/** Undefined when the event has no such field; null when it has it without a value. Lists on the way give the list of what their members have. */
export function valueOf(fields: Fields, name: string): FieldValue | undefined {
  const own = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (own !== undefined || !name.includes(".")) return own;
  return below(fields as FieldValue, pathOf(name), 0);
}

function below(value: FieldValue | undefined, path: readonly string[], from: number): FieldValue | undefined {
  if (from === path.length) return value;
  if (value === null || typeof value !== "object") return undefined;
  if (Array.isArray(value)) return ofMembers(value as readonly FieldValue[], path, from);
  const record = value as Readonly<Record<string, FieldValue | undefined>>;
  // "labels.app.kubernetes.io/name": a name may itself hold dots.
  for (let end = from + 1; end <= path.length; end += 1) {
    const key = end === from + 1 ? (path[from] ?? "") : path.slice(from, end).join(".");
    if (!Object.hasOwn(record, key)) continue;
    const found = below(record[key], path, end);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ofMembers(members: readonly FieldValue[], path: readonly string[], from: number): FieldValue | undefined {
  const found = members.flatMap((member) => below(member, path, from) ?? []);
  return found.length === 0 ? undefined : found;
}

/** Every text of an event's fields, for keyword search. */
export function textsOf(value: FieldValue | undefined, into: string[] = []): string[] {
  if (value === undefined || value === null) return into;
  if (typeof value !== "object") into.push(typeof value === "string" ? value : String(value));
  else if (Array.isArray(value)) for (const member of value as readonly FieldValue[]) textsOf(member, into);
  else for (const member of Object.values(value)) textsOf(member, into);
  return into;
}
