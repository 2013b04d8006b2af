// Profiles as rows: one per fact, written when it is new or changes its origin, and one per profile with all counters, at most once a minute.
import type { Instant } from "../../kernel/clock.ts";
import type { StateRow } from "../state.ts";
import { classOf } from "./danger.ts";
import type { FactKind, FactOrigin } from "./fact.ts";
import { newLine } from "./profile.ts";
import type { KnownFact, Line, Pause, Profile, Quiet } from "./profile.ts";

export const profileKind = "profile";
export const factKind = "profile-fact";

/** Counters of the facts stand in the profile's row by their number: [count, lastAt] one after the other. */
interface ProfileBody {
  workload: string; serviceId?: string | undefined; service?: string | undefined; releaseId?: string | undefined; version?: string | undefined; endpoints: readonly [string, Instant][]; inheritedFrom?: { profileId: string; name: string } | undefined;
  since: Instant; heardAt: Instant; events: number; eventsBefore: number; decoders: readonly [string, Instant][]; nextNo: number; paused?: Pause | undefined; pausedMs: number; lines: readonly LineBody[]; counters: readonly number[];
}
type LineBody = Pick<Line, "kind" | "events" | "eventsBefore" | "singles" | "since" | "closedAt" | "lastNewAt" | "isVaried" | "surprises" | "novelties">;
interface FactBody { value: string; kind: FactKind; origin: FactOrigin; firstAt: Instant; lastAt: Instant; count: number; before: number; isNews?: true; isDangerous?: true; approvedBy?: string | undefined; quiet?: Quiet | undefined }

export function rowOfProfile(profile: Profile): StateRow {
  const { workload, serviceId, service, releaseId, version, inheritedFrom, since, heardAt, events, eventsBefore, nextNo, paused, pausedMs } = profile;
  const body: ProfileBody = {
    workload, serviceId, service, releaseId, version, inheritedFrom, since, heardAt, events, eventsBefore, nextNo, paused, pausedMs, endpoints: [...profile.endpoints], decoders: [...profile.decoders], counters: countersOf(profile),
    lines: [...profile.lines.values()].map(({ facts: _facts, classes: _classes, pending: _pending, ...line }) => line),
  };
  return { kind: profileKind, key: profile.profileId, dueAt: undefined, body: JSON.stringify(body) };
}

function countersOf(profile: Profile): number[] {
  const counters = Array.from({ length: 2 * profile.nextNo }, () => 0);
  for (const { facts } of profile.lines.values()) for (const { no, count, lastAt } of facts.values()) { counters[2 * no] = count; counters[2 * no + 1] = lastAt; }
  return counters;
}

export const factKey = (profileId: string, no: number): string => `${profileId}/${no}`;

export function rowOfFact({ profileId }: Profile, { no, value, kind, origin, firstAt, lastAt, count, before, isNews, isDangerous, approvedBy, quiet }: KnownFact): StateRow {
  const body: FactBody = { value, kind, origin, firstAt, lastAt, count, before, ...(isNews && { isNews }), ...(isDangerous && { isDangerous }), approvedBy, quiet };
  return { kind: factKind, key: factKey(profileId, no), dueAt: undefined, body: JSON.stringify(body) };
}

/** Facts whose profile is not among the rows are left out: they are written together. */
export function profilesFrom(rows: Iterable<StateRow>): Profile[] {
  const profiles = new Map<string, { profile: Profile; counters: readonly number[] }>();
  const facts: StateRow[] = [];
  for (const row of rows) {
    if (row.kind === profileKind) profiles.set(row.key, profileFrom(row));
    else if (row.kind === factKind) facts.push(row);
  }
  for (const { key, body } of facts) {
    const slash = key.lastIndexOf("/");
    const of = profiles.get(key.slice(0, slash));
    if (of !== undefined) restoreFact(of.profile, Number(key.slice(slash + 1)), JSON.parse(body) as FactBody, of.counters);
  }
  return [...profiles.values()].map(({ profile }) => profile);
}

function profileFrom({ key, body }: StateRow): { profile: Profile; counters: readonly number[] } {
  const { counters, lines, endpoints, decoders, ...kept } = JSON.parse(body) as ProfileBody;
  const profile: Profile = {
    profileId: key, ...kept, serviceId: kept.serviceId, service: kept.service, releaseId: kept.releaseId, version: kept.version, inheritedFrom: kept.inheritedFrom, paused: kept.paused,
    endpoints: new Map(endpoints), decoders: new Map(decoders), lines: new Map(), changed: { facts: new Set(), isChanged: false, writtenAt: -Infinity },
  };
  for (const line of lines) profile.lines.set(line.kind, { ...newLine(line.kind, line.since), ...line, closedAt: line.closedAt, lastNewAt: line.lastNewAt, surprises: [...line.surprises] });
  return { profile, counters };
}

function restoreFact(profile: Profile, no: number, body: FactBody, counters: readonly number[]): void {
  const line = profile.lines.get(body.kind);
  if (line === undefined) return;
  const { value, kind, origin, firstAt, before, approvedBy, quiet } = body;
  const fact: KnownFact = { no, kind, value, origin, firstAt, lastAt: counters[2 * no + 1] ?? body.lastAt, count: counters[2 * no] ?? body.count, before, isNews: body.isNews === true, isDangerous: body.isDangerous === true, approvedBy, quiet, toldAt: -Infinity };
  line.facts.set(value, fact);
  if (origin === "pending") line.pending += 1;
  else line.classes.add(classOf(fact));
}
