// Digests: the newest events that counted, cut to what people need to see, in a ring of fixed size.
import type { Instant } from "../../kernel/clock.ts";
import type { Fields, FieldValue, Origin, LogSource, RuntimeEvent } from "../event.ts";
import { valueOf } from "../field.ts";

/** So many events are kept to be shown, over all groups: whoever is attacked now is among the newest. About 0.5 KB each. */
const kept = 1 << 14;
const most = { field: 160, fields: 480, raw: 240, digest: 4096 } as const;

/** A text with all that is shown of an event: no reference to the event itself stays. wanted: fields that must be in it. */
export function digestOf(event: RuntimeEvent, wanted: readonly string[]): string {
  const { id, isTimed, decoder, logsource, origin, raw, fields } = event;
  const line = raw.length > most.raw ? `${raw.slice(0, most.raw)}…` : raw;
  const digest = JSON.stringify([id ?? null, isTimed, decoder, logsource, origin, shownFields(fields, wanted), line]);
  // An id or origin of a stranger's making may be of any length.
  return digest.length <= most.digest ? digest : JSON.stringify([id?.slice(0, most.field) ?? null, isTimed, decoder, logsource, {}, {}, line]);
}

function shownFields(fields: Fields, wanted: readonly string[]): Record<string, FieldValue> {
  const shown: Record<string, FieldValue> = {};
  let room: number = most.fields;
  for (const name of wanted) { const value = valueOf(fields, name); if (value !== undefined && isShort(value)) shown[name] = value; }
  for (const name in fields) {
    const value = fields[name];
    if (value === undefined || value === null || !isShort(value) || Object.hasOwn(shown, name)) continue;
    room -= name.length + String(value).length;
    if (room < 0) break;
    shown[name] = value;
  }
  return shown;
}

const isShort = (value: FieldValue): boolean => (typeof value === "string" ? value.length <= most.field : typeof value !== "object" || (value !== null && JSON.stringify(value).length <= most.field));

export function eventOf(digest: string, at: Instant): RuntimeEvent {
  const [id, isTimed, decoder, logsource, origin, fields, raw] = JSON.parse(digest) as [string | null, boolean, string, LogSource, Origin, Fields, string];
  return { id: id ?? undefined, at, isTimed, decoder, logsource, origin, fields, raw };
}

export interface DigestRing { readonly size: number; put(seq: number, digest: string): void; get(seq: number): string | undefined }

/** seq: numbers that go up by one; the newest stay. What is left depends on the numbers alone, so a restart restores it. */
export function createDigestRing(size: number = kept): DigestRing {
  const seqs = new Float64Array(size).fill(-1);
  const texts: (string | undefined)[] = [];
  return {
    size,
    put(seq, digest) { const place = seq % size; if (seq > (seqs[place] as number)) { seqs[place] = seq; texts[place] = digest; } },
    get(seq) { const place = seq % size; return seqs[place] === seq ? texts[place] : undefined; },
  };
}
