// Conditions that hold of every chosen sample, from which a draft is made.
import type { FieldValue, Fields, LogSource, RuntimeEvent } from "./event.ts";
import { actorField, stableFields, subjectField } from "./exception-fields.ts";
import type { FieldKind, FieldRole, StableField } from "./exception-fields.ts";
import type { DraftCase, DraftGroup } from "./exception-group.ts";
import { lineHolds, linesFor, sameInAll } from "./exception-values.ts";
import type { Line } from "./exception-values.ts";
import { valueOf } from "./field.ts";
import { appliesTo } from "./sigma/field-mapping.ts";

export interface Candidate {
  field: string; line: Line; because: string; role: FieldRole;
  /** It is in every draft. */
  isKept: boolean;
  /** It asks where something happened: of a sample that happened nowhere it is taken to hold. */
  isPlace: boolean;
  /** Other lines for the field that leave out less. */
  narrower: readonly Candidate[];
  holds(one: DraftCase, event: RuntimeEvent): boolean;
}

export function candidatesOf({ cases }: DraftGroup): readonly Candidate[] {
  const pairs = cases.flatMap((one) => one.events.map((event) => ({ one, event })));
  const fromEvents = stableFields(pairs.map(({ event }) => event.fields)).flatMap((stable) => candidate(stable, pairs.map(({ event }) => textIn(event.fields, stable.field)), pairs.length, false));
  const has = (name: string): boolean => fromEvents.some(({ field }) => field === name);
  return [
    ...placeOf("aftwatch.workload", "where it happens", pairs.map(({ one }) => one.where.workload)), ...placeOf("aftwatch.service", "the service", pairs.map(({ one }) => one.where.service)),
    ...candidate(subjectField, pairs.map(({ one }) => one.subject || undefined), pairs.length, false),
    // A connection is told by its name where it has one.
    ...fromEvents.filter(({ field }) => !(field === "DestinationIp" && has("DestinationHostname"))),
    ...candidate(actorField, pairs.map(({ one }) => one.actor), pairs.length, false),
  ];
}

/** anywhere: where it happens is open. */
export const holdsAll = (selection: readonly Candidate[], one: DraftCase, event: RuntimeEvent, logsource: LogSource, anywhere: boolean): boolean =>
  [event.logsource, ...event.alsoAsked ?? []].some((own) => appliesTo(logsource, own)) && selection.every((condition) => (condition.isPlace && anywhere) || condition.holds(one, event));

const mostPlaces = 100;

/** However many there are, all of them: a place is never guessed at. */
function placeOf(field: string, about: string, texts: readonly (string | undefined)[]): Candidate[] {
  const known = texts.filter((text) => text !== undefined);
  const distinct = [...new Set(known)].filter((text) => text.isWellFormed());
  if (distinct.length === 0 || distinct.length > mostPlaces || known.length < texts.length) return [];
  const lines = distinct.flatMap((text) => linesFor([text], "same"));
  const line: Line = { modifier: "", values: lines.flatMap(({ values }) => values), how: distinct.length === 1 ? sameInAll : `one of ${distinct.length}` };
  return [made({ field, about, role: "what", kind: "whole" }, line, texts.length, true, [])];
}

function candidate(stable: StableField, texts: readonly (string | undefined)[], samples: number, isPlace: boolean): Candidate[] {
  const known = texts.filter((text) => text !== undefined);
  if (known.length < texts.length || known.length === 0 || !known.every((text) => text.isWellFormed())) return [];
  const [line, ...rest] = linesFor(known, stable.kind);
  if (line === undefined) return [];
  return [made(stable, line, samples, isPlace, rest.filter(({ modifier, how }) => modifier === "" && how.startsWith("one of")).map((narrow) => made(stable, narrow, samples, isPlace, [])))];
}

function made({ field, about, role }: { field: string; about: string; role: FieldRole; kind: FieldKind }, line: Line, samples: number, isPlace: boolean, narrower: readonly Candidate[]): Candidate {
  const [holds, isSame] = [lineHolds(line), line.how === sameInAll];
  return { field, line, role, isPlace, narrower, isKept: role === "what" || (role === "account" && isSame), because: `${about}: ${isSame ? (samples === 1 ? "as in the one sample" : `the same in all ${samples} samples`) : line.how}`, holds: (one, event) => { const text = textOf(one, event, field); return text !== undefined && holds(text); } };
}

function textOf(one: DraftCase, event: RuntimeEvent, field: string): string | undefined {
  switch (field) {
    case "aftwatch.workload": return one.where.workload;
    case "aftwatch.service": return one.where.service;
    case "aftwatch.actor": return one.actor;
    case "aftwatch.subject": return one.subject;
    default: return textIn(event.fields, field);
  }
}

/** Texts, numbers and flags; lists and objects are left alone. */
function textIn(fields: Fields, name: string): string | undefined {
  const value: FieldValue | undefined = valueOf(fields, name);
  return typeof value === "string" ? value || undefined : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
