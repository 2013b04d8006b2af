// Whom a target means at an instant, and whom an incident pages.
import type { Instant } from "../../kernel/clock.ts";
import type { SignalSeverity, IncidentKind } from "../signal.ts";
import { findOwner, targetText } from "./oncall.ts";
import type { ExceptionMatch, OncallDocument, Policy, Target, Team } from "./oncall.ts";
import type { Override } from "./shift.ts";
import { onCallAt } from "./shifts.ts";

/** One who is to be told; receiver undefined: nobody can be, and why. */
export interface Recipient { target: string; person: string | undefined; receiver: string | undefined; why: string | undefined }

/** The document at work: overrides around the instant, and the receivers that there are. */
export interface Duty {
  document: OncallDocument; overrides: readonly Override[]; receivers: ReadonlySet<string>; at: Instant;
  /** Receivers that are switched off, and why; a step that leads to these alone reaches nobody. */
  off?: ReadonlyMap<string, string>;
}

/** Everyone a target means, in a row for each receiver; a row without one for each that leads to nobody. */
export function recipientsOf(target: Target, duty: Duty): Recipient[] {
  const { document } = duty;
  const text = targetText(target);
  switch (target.kind) {
    case "receiver": return reachable(text, undefined, [target.name], duty);
    case "person": return ofPerson(text, target.name, duty);
    case "schedule": return ofSchedule(text, target.name, duty);
    case "team": {
      const team = document.teams.find(({ name }) => name === target.name);
      return team ? ofTeam(text, team, duty) : [nobody(text, undefined, `there is no team ${target.name}`)];
    }
  }
}

const nobody = (target: string, person: string | undefined, why: string): Recipient => ({ target, person, receiver: undefined, why });

function reachable(target: string, person: string | undefined, ids: readonly string[], { receivers, off }: Duty): Recipient[] {
  return [...new Set(ids)].map((id) => {
    if (!receivers.has(id)) return nobody(target, person, `the receiver ${id} does not exist`);
    const why = off?.get(id);
    return why === undefined ? { target, person, receiver: id, why: undefined } : nobody(target, person, `the receiver ${id} is switched off: ${why}`);
  });
}

function ofPerson(target: string, name: string, duty: Duty): Recipient[] {
  const person = duty.document.people.find((one) => one.name === name);
  if (!person) return [nobody(target, name, `${name} is not in the on-call document`)];
  return person.receivers.length === 0 ? [nobody(target, name, `${name} has no receiver`)] : reachable(target, name, person.receivers, duty);
}

function ofSchedule(target: string, name: string, duty: Duty): Recipient[] {
  const schedule = duty.document.schedules.find((one) => one.name === name);
  if (!schedule) return [nobody(target, undefined, `there is no schedule ${name}`)];
  const { person } = onCallAt(schedule, duty.overrides, duty.at).shift;
  return person === undefined ? [nobody(target, undefined, `nobody is on call in ${name}`)] : ofPerson(target, person, duty);
}

/** A team's receivers; of a team without any, all its members; of one without members, whoever is on call for it. */
function ofTeam(target: string, { name, members, receivers, schedule }: Team, duty: Duty): Recipient[] {
  if (receivers.length > 0) return reachable(target, undefined, receivers, duty);
  if (members.length > 0) return members.flatMap((member) => ofPerson(target, member, duty));
  return schedule === undefined ? [nobody(target, undefined, `the team ${name} has neither receivers nor members`)] : ofSchedule(target, schedule, duty);
}

/** What of an incident decides whom it pages. */
export interface Paged { kind: IncidentKind; severity: SignalSeverity; owner: string | undefined; services: readonly string[]; environments: readonly string[] }
/** policy undefined: nobody is paged. isAsked: because that is what the rules say, and not because nobody was found. */
export interface Chosen { policy: Policy | undefined; because: string; isAsked: boolean }

/** The exceptions first, then the severity, then the owner's policy, then the default one. */
export function policyFor(incident: Paged, document: OncallDocument): Chosen {
  const { rules, policies } = document;
  const place = rules.exceptions.findIndex(({ when }) => isMatch(when, incident));
  const exception = rules.exceptions[place];
  if (exception?.page === "nobody") return { policy: undefined, because: `exception ${place + 1} of the rules pages nobody`, isAsked: true };
  const named = policies.find(({ name }) => name === exception?.page);
  if (named) return { policy: named, because: `exception ${place + 1} of the rules`, isAsked: true };
  const isAsked = exception?.page === "owner" || rules.alwaysKinds.includes(incident.kind) || isAtLeast(incident.severity, rules.minimumSeverity);
  if (!isAsked) return { policy: undefined, because: `its severity ${incident.severity} is below ${rules.minimumSeverity}`, isAsked: true };
  return ownersPolicy(incident, document);
}

const ranks: Record<SignalSeverity, number> = { critical: 0, high: 1, medium: 2, low: 3, unknown: 0 };
/** Unknown is not low: what nobody has rated yet may be the worst. */
const isAtLeast = (severity: SignalSeverity, least: SignalSeverity): boolean => ranks[severity] <= ranks[least];

function isMatch({ kinds, services, owners, environments, minimumSeverity }: ExceptionMatch, incident: Paged): boolean {
  const holds = (asked: readonly string[] | undefined, has: readonly string[]): boolean => asked === undefined || has.some((one) => asked.includes(one));
  return holds(kinds, [incident.kind]) && holds(services, incident.services) && holds(environments, incident.environments)
    && holds(owners, incident.owner === undefined ? [] : [incident.owner]) && (minimumSeverity === undefined || isAtLeast(incident.severity, minimumSeverity));
}

function ownersPolicy({ owner }: Paged, document: OncallDocument): Chosen {
  const known = owner === undefined ? undefined : findOwner(document, owner);
  const own = known && (known.kind === "team" ? policyOfTeam(known.team, document) : policyOf({ kind: "person", name: known.person.name }));
  if (own) return { policy: own, because: `policy of its owner ${owner}`, isAsked: true };
  const why = owner === undefined ? "it has no owner" : known ? `its owner ${owner} has no policy, schedule, receivers or members` : `its owner ${owner} is not in the on-call document`;
  const fallback = document.policies.find(({ name }) => name === document.rules.defaultPolicy);
  return fallback ? { policy: fallback, because: `default policy, since ${why}`, isAsked: true } : { policy: undefined, because: `${why}, and there is no default policy`, isAsked: false };
}

function policyOfTeam(team: Team, { policies }: OncallDocument): Policy | undefined {
  const own = policies.find(({ name }) => name === team.policy);
  if (own) return own;
  if (team.schedule !== undefined) return policyOf({ kind: "schedule", name: team.schedule });
  return team.receivers.length + team.members.length > 0 ? policyOf({ kind: "team", name: team.name }) : undefined;
}

/** One step, for who has no policy of their own. */
const policyOf = (target: Target): Policy => ({ name: targetText(target), steps: [{ notify: [target], afterMinutes: 0 }], giveUpAfterMinutes: 15, repeat: 0, thenReceivers: [] });
