// Field mapping per log source: under which names of the event a rule's field is looked up.
import type { LogSource } from "../event.ts";

/** For rules of this log source (all it names is the same), each field of a rule is read from these fields of the event, the first that is there. */
export interface FieldMapping { logsource: LogSource; fields: Readonly<Record<string, readonly string[]>> }

/** The names a field goes by in events, in the order they are tried; the field's own name when no mapping speaks of it. */
export function namesOf(field: string, logsource: LogSource, mappings: readonly FieldMapping[]): readonly string[] {
  const spoken = mappings.filter((mapping) => appliesTo(mapping.logsource, logsource)).flatMap((mapping) => mapping.fields[field] ?? []);
  return spoken.length === 0 ? [field] : [...new Set(spoken)];
}

/** Whether what `wanted` names is the same in `given`. */
export const appliesTo = (wanted: LogSource, given: LogSource): boolean =>
  (wanted.category === undefined || wanted.category === given.category) && (wanted.product === undefined || wanted.product === given.product) && (wanted.service === undefined || wanted.service === given.service);
