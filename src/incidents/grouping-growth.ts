// How an incident begins and grows with its signals, and what of that is news.
import type { Instant } from "../kernel/clock.ts";
import type { Incident } from "./incident.ts";
import { chainSeverity, inChainOrder, isWorse, worst } from "./kill-chain.ts";
import { entityKey } from "./signal.ts";
import type { Entity, IncidentKind, Signal } from "./signal.ts";

/** Shown with an incident; all of them are kept beside it. */
export const shownEntities = 100;

export interface Birth { incidentId: string; number: number; kind: IncidentKind; title: string; why: string; cause: string | undefined; linked: readonly string[]; now: Instant }

/** A new incident around its first signal. The severity and the rest grow with `withSignal`, the first one included. */
export const incidentOf = (signal: Signal, { incidentId, number, kind, title, why, cause, linked, now }: Birth): Incident => ({
  incidentId, number, kind, title, severity: "unknown", derivedSeverity: "unknown", phase: "detected", phaseAt: { detected: now }, startedAt: signal.at, openedAt: now, acknowledgedAt: undefined, acknowledgedBy: undefined,
  closedAt: undefined, closedBecause: undefined, reopened: 0, owner: signal.owner, roles: [], services: [], environments: [], entities: [], tactics: [], why, next: undefined, mergedInto: undefined, linked, cause,
  members: 0, live: 0, lastSignalAt: signal.at, quietSince: undefined, touched: false, changedAt: now, lookAt: undefined, version: 0,
});

/** member: it is new here; lives: it goes on (again). news: what nobody knew of this story before, in words. */
export interface Growth { incident: Incident; news: readonly string[] }

export function withSignal(before: Incident, signal: Signal, { member, wasLive, now }: { member: boolean; wasLive: boolean; now: Instant }): Growth {
  const tactics = inChainOrder([...before.tactics, ...signal.tactics]);
  const services = union(before.services, signal.services);
  const live = Math.max(0, (before.live ?? before.members) + Number(!signal.ended) - Number(wasLive));
  const incident: Incident = {
    ...before, tactics, services, environments: union(before.environments, signal.environments), entities: withEntities(before.entities, signal.entities),
    startedAt: Math.min(before.startedAt, signal.at), lastSignalAt: Math.max(before.lastSignalAt, signal.at),
    members: before.members + Number(member), live, quietSince: live === 0 ? before.quietSince ?? now : undefined,
  };
  const grown = signal.ended ? incident : raised(incident, signal);
  return { incident: grown, news: newsOf(before, grown) };
}

/** A person's word on the severity stands until the evidence gets worse than it was. */
function raised(incident: Incident, signal: Signal): Incident {
  const known = incident.derivedSeverity ?? incident.severity;
  const derived = chainSeverity(worst([known, signal.severity]), incident.tactics);
  return { ...incident, derivedSeverity: derived, severity: isWorse(derived, known) && isWorse(derived, incident.severity) ? derived : incident.severity };
}

function newsOf(before: Incident, after: Incident): string[] {
  const [tactics, services] = [added(before.tactics, after.tactics), added(before.services, after.services)];
  return [
    ...(after.severity === before.severity ? [] : [`severity ${before.severity} to ${after.severity}`]),
    ...(tactics.length === 0 ? [] : [`new on the kill chain: ${tactics.join(", ")}`]),
    ...(services.length === 0 ? [] : [`also in ${services.join(", ")}`]),
  ];
}

const added = (before: readonly string[], after: readonly string[]): string[] => after.filter((one) => !before.includes(one));
export const union = (a: readonly string[], b: readonly string[]): readonly string[] => (b.every((one) => a.includes(one)) ? a : [...new Set([...a, ...b])].toSorted());

export function withEntities(known: readonly Entity[], more: readonly Entity[]): readonly Entity[] {
  if (known.length >= shownEntities) return known;
  const keys = new Set(known.map(entityKey));
  const fresh = more.filter((entity) => !keys.has(entityKey(entity)));
  return fresh.length === 0 ? known : [...known, ...fresh].slice(0, shownEntities);
}

/** A new episode: nobody has acknowledged it, and the phases begin again. */
export const reopened = (incident: Incident, now: Instant): Incident => ({
  ...incident, phase: "detected", phaseAt: { detected: now }, closedAt: undefined, closedBecause: undefined, acknowledgedAt: undefined, acknowledgedBy: undefined, reopened: incident.reopened + 1, next: undefined,
});

/** ip and user without case, tactics in order, entities once: what the rules of grouping take for granted. */
export function normalised(signal: Signal): Signal {
  const entities = signal.entities.filter(({ value }) => value !== "").map(({ kind, value }): Entity => ({ kind, value: kind === "ip" || kind === "user" ? value.toLowerCase() : value }));
  return { ...signal, entities: [...new Map(entities.map((entity) => [entityKey(entity), entity])).values()], tactics: inChainOrder(signal.tactics), services: [...new Set(signal.services)].toSorted(), environments: [...new Set(signal.environments)].toSorted() };
}
