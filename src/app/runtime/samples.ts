// Samples of a detection: the events kept with it, cut to a stated size.
import type { Sample } from "../../runtime/detection.ts";
import type { FieldValue, Fields, RuntimeEvent } from "../../runtime/event.ts";

const rawLimit = 16 * 1024;
const textLimit = 4096;
const fieldsLimit = 64 * 1024;

/** A text that was cut says by how much. */
export const cut = (text: string, limit: number): string => (text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length - limit} more characters)`);

export const sampleOf = (detectionId: string, slot: number, eventKey: string, event: RuntimeEvent): Sample => ({ detectionId, slot, eventKey, event: { ...event, raw: cut(event.raw, rawLimit), fields: boundedFields(event.fields) } });

function boundedFields(fields: Fields): Fields {
  const short = shortened(fields as FieldValue) as Fields;
  return JSON.stringify(short).length <= fieldsLimit ? short : { cut: `${Object.keys(fields).length} fields of more than ${fieldsLimit} characters; see raw` };
}

function shortened(value: FieldValue | undefined): FieldValue | undefined {
  if (typeof value === "string") return cut(value, textLimit);
  if (Array.isArray(value)) return value.slice(0, 100).map((member: FieldValue) => shortened(member) ?? null);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shortened(member)]));
  return value;
}
