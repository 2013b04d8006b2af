// Merging, splitting and moving: members change their place, and what an incident says of itself follows them.
import type { Instant } from "../kernel/clock.ts";
import { shownEntities, union, withEntities } from "./grouping-growth.ts";
import type { Incident, IncidentMember } from "./incident.ts";
import type { Sighting } from "./incident-store.ts";
import { chainSeverity, inChainOrder, isWorse, worst } from "./kill-chain.ts";
import { entityKey } from "./signal.ts";

/** `from` ends in `into`: links to it lead there. The one that goes on keeps its number, owner, phase and severity unless the other was worse. */
export function merged(into: Incident, from: Incident, now: Instant): { into: Incident; from: Incident } {
  const derivedSeverity = chainSeverity(worst([into.derivedSeverity ?? into.severity, from.derivedSeverity ?? from.severity]), [...into.tactics, ...from.tactics]);
  const live = (into.live ?? into.members) + (from.live ?? from.members);
  return {
    into: {
      ...into, derivedSeverity, severity: isWorse(from.severity, into.severity) || isWorse(derivedSeverity, worst([into.derivedSeverity ?? into.severity, into.severity])) ? worst([from.severity, derivedSeverity, into.severity]) : into.severity,
      startedAt: Math.min(into.startedAt, from.startedAt), lastSignalAt: Math.max(into.lastSignalAt, from.lastSignalAt), services: union(into.services, from.services), environments: union(into.environments, from.environments),
      entities: withEntities(into.entities, from.entities), tactics: inChainOrder([...into.tactics, ...from.tactics]), linked: [...new Set([...into.linked, ...from.linked])].filter((id) => id !== into.incidentId && id !== from.incidentId),
      cause: into.cause ?? from.cause, owner: into.owner ?? from.owner, members: into.members + from.members, live, quietSince: live === 0 ? into.quietSince ?? now : undefined,
    },
    from: { ...from, mergedInto: into.incidentId, closedAt: from.closedAt ?? now, closedBecause: `merged into INC-${into.number}`, members: 0, live: 0, lookAt: undefined },
  };
}

/** What the incident says of itself, worked out anew from its members: after some were taken out. People's words stay, and what one opened by hand was said to be about. */
export function remade(incident: Incident, members: readonly IncidentMember[], now: Instant): Incident {
  const signals = members.map(({ signal }) => signal);
  const tactics = inChainOrder(signals.flatMap((signal) => signal.tactics));
  const derivedSeverity = chainSeverity(worst(signals.map(({ severity }) => severity)), tactics);
  const live = signals.filter(({ ended }) => !ended).length;
  const entities = new Map(signals.flatMap((signal) => signal.entities).map((entity) => [entityKey(entity), entity]));
  const said = incident.kind === "manual" ? incident : { services: [], environments: [], entities: [] };
  for (const entity of said.entities) entities.set(entityKey(entity), entity);
  const sorted = (texts: readonly string[]): string[] => [...new Set(texts)].toSorted();
  return {
    ...incident, tactics, derivedSeverity, live, members: members.length, quietSince: live === 0 ? incident.quietSince ?? now : undefined,
    services: sorted([...said.services, ...signals.flatMap(({ services }) => services)]), environments: sorted([...said.environments, ...signals.flatMap(({ environments }) => environments)]), entities: [...entities.values()].slice(0, shownEntities),
    ...(members.length === 0 ? {} : { startedAt: Math.min(...signals.map(({ at }) => at)), lastSignalAt: Math.max(...members.map(({ lastAt }) => lastAt)) }),
  };
}

/** What these members are seen with, and what a person said it is about. */
export function sightingsOf(incidentId: string, members: readonly IncidentMember[], opened?: Pick<Incident, "kind" | "entities" | "openedAt">): Sighting[] {
  const said = opened?.kind === "manual" ? opened.entities.map((entity): Sighting => ({ incidentId, entity, firstAt: opened.openedAt, lastAt: opened.openedAt })) : [];
  const wide = new Map(said.map((sighting) => [entityKey(sighting.entity), sighting]));
  for (const { signal, lastAt } of members) {
    for (const entity of signal.entities) {
      const kept = wide.get(entityKey(entity));
      wide.set(entityKey(entity), { incidentId, entity, firstAt: Math.min(kept?.firstAt ?? signal.at, signal.at), lastAt: Math.max(kept?.lastAt ?? lastAt, lastAt) });
    }
  }
  return [...wide.values()];
}

export const causesOf = (members: readonly IncidentMember[]): string[] => [...new Set(members.flatMap(({ signal }) => signal.cause ?? []))];

/** The same signals in another place, and the places they left. */
export function movedMembers(members: readonly IncidentMember[], to: string, why: string, now: Instant): { left: IncidentMember[]; joined: IncidentMember[] } {
  return {
    left: members.map((member) => ({ ...member, leftAt: now, leftWhy: why })),
    joined: members.map((member) => ({ ...member, incidentId: to, joinedAt: now, why, leftAt: undefined, leftWhy: undefined })),
  };
}
