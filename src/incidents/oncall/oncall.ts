// On-call: who answers for what, in the words of the on-call document.
//
// person    somebody who can be told, by receivers
// team      people, named as owners of services are
// schedule  layers of rotations in a zone; later layers lie over earlier ones, overrides over all
// shift     a person on call from one instant to another; a gap is a shift of nobody
// policy    steps of who is told after how long without an acknowledgement
// page      a policy that runs for an incident
import type { IncidentKind, SignalSeverity } from "../signal.ts";

/** Names are unique among people and teams together, aliases included: an owner is one of them. */
export interface Person { name: string; email: string | undefined; zone: string; receivers: readonly string[]; aliases: readonly string[] }
export interface Team { name: string; members: readonly string[]; receivers: readonly string[]; schedule: string | undefined; policy: string | undefined; aliases: readonly string[] }

/** "2026-01-05" and "09:00", on the wall clock of the schedule's zone. */
export type LocalDate = string;
export type LocalClock = string;

/** Minutes since midnight; 24:00 is 1440. */
export const minutesOf = (clock: LocalClock): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

export const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export type Weekday = (typeof weekdays)[number];

/** On call only then; `to` not after `from` means over midnight. days: on which it begins. */
export interface Restriction { days: readonly Weekday[]; from: LocalClock; to: LocalClock }

export interface Layer {
  name: string;
  /** One turn after the other, then again from the first. */
  rotation: readonly string[];
  /** Length of a turn on the wall clock, so that a hand-over stays at the same local time when the clocks change. */
  everyHours: number;
  handoverAt: LocalClock;
  /** For turns of whole weeks: the day of the hand-over; the first turn is shorter when the layer does not start on it. */
  weekday: Weekday | undefined;
  /** From handoverAt on this day, until handoverAt on endsOn. */
  startsOn: LocalDate;
  endsOn: LocalDate | undefined;
  /** Empty: always. */
  restrict: readonly Restriction[];
}

export interface Schedule { name: string; zone: string; layers: readonly Layer[] }

export const targetKinds = ["schedule", "person", "team", "receiver"] as const;
export interface Target { kind: (typeof targetKinds)[number]; name: string }
export const targetText = ({ kind, name }: Target): string => `${kind}:${name}`;

/** afterMinutes: after the step before it, or for the first after the page began. */
export interface PolicyStep { notify: readonly Target[]; afterMinutes: number }

export interface Policy {
  name: string;
  steps: readonly PolicyStep[];
  /** How long the last step waits for an acknowledgement before the policy repeats or is exhausted. */
  giveUpAfterMinutes: number;
  /** How often it all goes again from the first step. */
  repeat: number;
  /** Who is told that nobody answered; the default receivers when empty. */
  thenReceivers: readonly string[];
}

/** Every given list must hold one of the incident's values. */
export interface ExceptionMatch { kinds?: readonly IncidentKind[]; services?: readonly string[]; owners?: readonly string[]; environments?: readonly string[]; minimumSeverity?: SignalSeverity }
/** page: a policy's name, "owner" (whatever the severity), or "nobody". */
export interface Exception { when: ExceptionMatch; page: string }

export interface Rules {
  /** Incidents below it page nobody; an unknown severity is never below. */
  minimumSeverity: SignalSeverity;
  /** These page whatever their severity. */
  alwaysKinds: readonly IncidentKind[];
  /** For incidents without an owner whom the document knows. */
  defaultPolicy: string | undefined;
  /** The first that matches decides. */
  exceptions: readonly Exception[];
}

export interface OncallDocument {
  people: readonly Person[];
  teams: readonly Team[];
  schedules: readonly Schedule[];
  policies: readonly Policy[];
  /** Days that count as holidays in the fairness table. */
  holidays: readonly LocalDate[];
  rules: Rules;
}

export const noDocument: OncallDocument = { people: [], teams: [], schedules: [], policies: [], holidays: [], rules: { minimumSeverity: "high", alwaysKinds: [], defaultPolicy: undefined, exceptions: [] } };

/** "every 12 hours", "daily", "every 2 weeks". */
export function handoverText(everyHours: number): string {
  const [unit, count] = everyHours % 168 === 0 ? ["week", everyHours / 168] as const : everyHours % 24 === 0 ? ["day", everyHours / 24] as const : ["hour", everyHours] as const;
  if (count !== 1) return `every ${count} ${unit}s`;
  return unit === "hour" ? "hourly" : unit === "day" ? "daily" : "weekly";
}

export type Known = { kind: "team"; team: Team } | { kind: "person"; person: Person };

/** The team or person that goes by this name or alias, in whatever case. */
export function findOwner({ teams, people }: Pick<OncallDocument, "teams" | "people">, owner: string): Known | undefined {
  const asked = owner.toLowerCase();
  const isAsked = ({ name, aliases }: Team | Person): boolean => name.toLowerCase() === asked || aliases.some((alias) => alias.toLowerCase() === asked);
  const team = teams.find(isAsked);
  if (team) return { kind: "team", team };
  const person = people.find((one) => isAsked(one) || one.email?.toLowerCase() === asked);
  return person && { kind: "person", person };
}
