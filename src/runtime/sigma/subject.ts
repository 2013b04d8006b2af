// A field of an event made ready for tests: its value, its texts, and those in lower case, worked out once for all rules.
import type { FieldValue, Fields } from "../event.ts";
import { textsOf, valueOf } from "../field.ts";

export interface Subject {
  /** Undefined: the event has no such field. */
  readonly value: FieldValue | undefined;
  /** Numbers and booleans as their text, lists as the texts of their members, a mapping as its JSON; null has none. */
  readonly texts: readonly string[];
  readonly lower: readonly string[];
  /** Of keywords: `lower` as one text with `between` between them; one search through it is quicker than one through each. */
  readonly whole: string | undefined;
}

/** Stands between the texts of `whole`: no character, by Unicode's word, so few texts of rules have it. */
export const between = "\uffff";

/** Where a field's subject is kept while an event is asked about. names: as events may call it, in the order they are tried; undefined: keywords, every text of the event. */
export interface SubjectSlot { readonly names: readonly string[] | undefined; ready: Subject | undefined }

const absent: Subject = { value: undefined, texts: [], lower: [], whole: undefined };

export function subjectOfValue(value: FieldValue | undefined): Subject {
  if (value === undefined) return absent;
  // What most fields are.
  if (typeof value === "string") return { value, texts: [value], lower: [value.toLowerCase()], whole: undefined };
  return withLower(value, fieldTexts(value));
}

const withLower = (value: FieldValue, texts: readonly string[]): Subject => ({ value, texts, lower: texts.map((text) => text.toLowerCase()), whole: undefined });

function keywordsOf(fields: Fields): Subject {
  const { value, texts, lower } = withLower(null, textsOf(fields as FieldValue));
  return { value, texts, lower, whole: lower.join(between) };
}

function fieldTexts(value: FieldValue): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return (value as readonly FieldValue[]).flatMap(fieldTexts);
  return [typeof value === "object" ? JSON.stringify(value) : String(value)];
}

const keywords: SubjectSlot = { names: undefined, ready: undefined };
const slots = new Map<string, SubjectSlot>();
const mostSlots = 50_000;

/** One slot for all tests of these names. */
export function slotOf(names: readonly string[] | undefined): SubjectSlot {
  if (names === undefined) return keywords;
  const key = names.join("\0");
  const known = slots.get(key);
  if (known !== undefined) return known;
  const slot: SubjectSlot = { names, ready: undefined };
  if (slots.size < mostSlots) slots.set(key, slot);
  return slot;
}

// The event that was asked about last: its rules ask for the same few fields again and again. The slots are emptied one by one:
// a Map cleared for each event leaves a chain of its old tables, and what they held lives until the next full collection.
let asked: Fields | undefined;
const filled: SubjectSlot[] = [];
let count = 0;

/** The value under the first of the slot's names that the event has. An event is not changed while it is asked about. */
export function subjectAt(slot: SubjectSlot, fields: Fields): Subject {
  if (fields !== asked) forget(fields);
  return slot.ready ?? fill(slot, fields);
}

function forget(fields: Fields): void {
  asked = fields;
  for (let at = 0; at < count; at++) { const slot = filled[at]; if (slot !== undefined) slot.ready = undefined; }
  count = 0;
}

function fill(slot: SubjectSlot, fields: Fields): Subject {
  const subject = slot.names === undefined ? keywordsOf(fields) : subjectOfValue(firstOf(fields, slot.names));
  slot.ready = subject;
  filled[count++] = slot;
  return subject;
}

function firstOf(fields: Fields, names: readonly string[]): FieldValue | undefined {
  for (const name of names) {
    const value = valueOf(fields, name);
    if (value !== undefined) return value;
  }
  return undefined;
}
