// What people (and playbooks, and links in messages) do to an incident, in the caller's transaction.
import { acknowledgedBy, assignedTo, closed, inPhase, linkedTo, openedAgain, withNext, withSeverity } from "../../incidents/incident-change.ts";
import type { Act, Assignment } from "../../incidents/incident-change.ts";
import type { Incident, IncidentPhase } from "../../incidents/incident.ts";
import type { SignalSeverity } from "../../incidents/signal.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { readGrouping, recordSteps } from "./incident-record.ts";

/** version: what it was when it was read; undefined: whatever it is now. */
export interface By { actor: string; version?: number | undefined }

// A merged one may have been merged again; more than this is a ring, which merging never makes.
const redirectLimit = 50;

/** The incident, or the one it was merged into; request.not-found when there is none. */
export async function incidentNamed(ports: Ports, org: string, id: string): Promise<Incident> {
  let incident = await ports.incidents.find(org, id);
  for (let hops = 0; incident?.mergedInto !== undefined && hops < redirectLimit; hops++) incident = await ports.incidents.find(org, incident.mergedInto);
  if (!incident) throw new Fault("request.not-found", { detail: `There is no incident "${id}".` });
  return incident;
}

export function mustBeAt(incident: Incident, { version }: By): void {
  if (version !== undefined && version !== incident.version) throw new Fault("request.stale");
}

/** One act on one incident; an act that changes nothing leaves no fact. Answers the incident as it is then. */
export async function actOn(context: LoopContext, ports: Ports, org: string, id: string, by: By, act: (incident: Incident) => Act | undefined): Promise<Incident> {
  const before = await incidentNamed(ports, org, id);
  mustBeAt(before, by);
  const done = act(before);
  if (!done) return before;
  const step = { change: { kind: done.kind, incident: done.incident, before, signals: [], actor: by.actor }, body: done.body, by: done.by };
  const [change] = await recordSteps(context, ports, org, [step], await readGrouping(ports, org));
  return change?.incident ?? before;
}

type On = [context: LoopContext, ports: Ports, org: string, id: string];

export const acknowledgeIncident = (...[context, ports, org, id, comment, by]: [...On, comment: string | undefined, by: By]): Promise<Incident> =>
  actOn(context, ports, org, id, by, (incident) => acknowledgedBy(incident, by.actor, comment, context.clock.now()));
export const assignIncident = (...[context, ports, org, id, to, by]: [...On, to: Assignment, by: By]): Promise<Incident> => actOn(context, ports, org, id, by, (incident) => assignedTo(incident, to));
export const setSeverity = (...[context, ports, org, id, severity, reason, by]: [...On, severity: SignalSeverity, reason: string, by: By]): Promise<Incident> =>
  actOn(context, ports, org, id, by, (incident) => withSeverity(incident, severity, reason));
export const setPhase = (...[context, ports, org, id, phase, comment, by]: [...On, phase: IncidentPhase, comment: string | undefined, by: By]): Promise<Incident> =>
  actOn(context, ports, org, id, by, (incident) => inPhase(incident, phase, comment, context.clock.now()));
export const setNext = (...[context, ports, org, id, next, by]: [...On, next: Incident["next"], by: By]): Promise<Incident> => actOn(context, ports, org, id, by, (incident) => withNext(incident, next));
export const closeIncident = (...[context, ports, org, id, reason, force, by]: [...On, reason: string, force: boolean, by: By]): Promise<Incident> =>
  actOn(context, ports, org, id, by, (incident) => closed(incident, reason, force, context.clock.now()));
export const reopenIncident = (...[context, ports, org, id, reason, by]: [...On, reason: string, by: By]): Promise<Incident> => actOn(context, ports, org, id, by, (incident) => openedAgain(incident, reason, context.clock.now()));

/** Both sides know of a link. */
export async function linkIncidents(...[context, ports, org, id, to, reason, on, by]: [...On, to: string, reason: string, on: boolean, by: By]): Promise<Incident> {
  const [one, other] = [await incidentNamed(ports, org, id), await incidentNamed(ports, org, to)];
  const changed = await actOn(context, ports, org, one.incidentId, by, (incident) => linkedTo(incident, other, reason, on));
  await actOn(context, ports, org, other.incidentId, { actor: by.actor }, (incident) => linkedTo(incident, one, reason, on));
  return changed;
}
