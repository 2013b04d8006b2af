// What people do to an incident: each act pure, with the words of its fact; what may not be done is a Fault.
import { Fault } from "../kernel/fault.ts";
import type { Instant } from "../kernel/clock.ts";
import { toIso } from "../kernel/clock.ts";
import type { Json } from "../kernel/json.ts";
import { reopened } from "./grouping-growth.ts";
import { incidentName, incidentPhases, isOver } from "./incident.ts";
import type { Incident, IncidentChange, IncidentPhase, IncidentRole } from "./incident.ts";
import { isWorse } from "./kill-chain.ts";
import type { SignalSeverity } from "./signal.ts";

/** The incident after it, what to call the change, and what its fact says. */
export interface Act { incident: Incident; kind: IncidentChange["kind"]; body: Record<string, Json | undefined>; by: string | undefined }

const act = (kind: Act["kind"], before: Incident, change: Partial<Incident>, body: Act["body"], by?: string): Act =>
  ({ kind, body: by === undefined ? body : { ...body, comment: by }, by, incident: { ...before, ...change, touched: true, version: before.version + 1 } });

function mustBeOpen(incident: Incident): void {
  if (isOver(incident.phase)) throw new Fault("incident.over", { detail: `${incidentName(incident)} is ${incident.phase}.` });
}

/** The first acknowledgement is kept; undefined: somebody has acknowledged it already. */
export function acknowledgedBy(incident: Incident, actor: string, comment: string | undefined, now: Instant): Act | undefined {
  mustBeOpen(incident);
  return incident.acknowledgedAt === undefined ? act("acknowledged", incident, { acknowledgedAt: now, acknowledgedBy: actor }, {}, comment) : undefined;
}

export interface Assignment { owner?: string | null | undefined; roles?: readonly { role: IncidentRole; person: string }[] | undefined }

export function assignedTo(incident: Incident, { owner, roles }: Assignment): Act | undefined {
  const next = { owner: owner === undefined ? incident.owner : owner ?? undefined, roles: roles ?? incident.roles };
  if (next.owner === incident.owner && JSON.stringify(next.roles) === JSON.stringify(incident.roles)) return undefined;
  return act("assigned", incident, next, { owner: next.owner ?? null, before: incident.owner ?? null, roles: next.roles.map(({ role, person }) => ({ role, person })) });
}

export function withSeverity(incident: Incident, severity: SignalSeverity, reason: string): Act | undefined {
  if (severity === incident.severity) return undefined;
  return act(isWorse(severity, incident.severity) ? "escalated" : "edited", incident, { severity }, { severity, before: incident.severity }, reason);
}

/**
 * Phases go in their order or back; those passed over are named. "closed" has its own act, with its reason; only a closed incident is reviewed.
 */
export function inPhase(incident: Incident, phase: IncidentPhase, comment: string | undefined, now: Instant): Act | undefined {
  if (phase === incident.phase) return undefined;
  if (phase === "closed") throw new Fault("request.invalid", { places: [{ at: "/phase", rule: "is not closed", mend: "Close the incident, with a reason." }] });
  if (phase === "reviewed" && incident.phase !== "closed") throw new Fault("incident.still-open", { detail: `${incidentName(incident)} is ${incident.phase}; a review comes after closing.` });
  if (phase !== "reviewed") mustBeOpen(incident);
  const [from, to] = [incidentPhases.indexOf(incident.phase), incidentPhases.indexOf(phase)];
  const passedOver = incidentPhases.slice(from + 1, Math.max(from + 1, to)).filter((one) => incident.phaseAt[one] === undefined);
  return act("phase", incident, { phase, phaseAt: { ...incident.phaseAt, [phase]: incident.phaseAt[phase] ?? now } }, { phase, before: incident.phase, passedOver: [...passedOver], back: to < from }, comment);
}

export function withNext(incident: Incident, next: Incident["next"]): Act {
  mustBeOpen(incident);
  return act("edited", incident, { next }, { next: next === undefined ? null : { text: next.text, dueAt: next.dueAt === undefined ? null : toIso(next.dueAt) } });
}

export function closed(incident: Incident, reason: string, force: boolean, now: Instant): Act {
  mustBeOpen(incident);
  const live = incident.live ?? incident.members;
  if (live > 0 && !force) throw new Fault("incident.live", { detail: `${live} of ${incident.members} members of ${incidentName(incident)} go on.` });
  const passedOver = incidentPhases.slice(incidentPhases.indexOf(incident.phase) + 1, incidentPhases.indexOf("closed")).filter((one) => incident.phaseAt[one] === undefined);
  return act("closed", incident, { phase: "closed", phaseAt: { ...incident.phaseAt, closed: now }, closedAt: now, closedBecause: reason, next: undefined }, { reason, forced: live > 0, live, passedOver: [...passedOver] });
}

export function openedAgain(incident: Incident, reason: string, now: Instant): Act {
  if (!isOver(incident.phase)) throw new Fault("incident.still-open", { detail: `${incidentName(incident)} is ${incident.phase}.` });
  return act("reopened", reopened(incident, now), {}, { reason }, reason);
}

export function linkedTo(incident: Incident, other: Incident, reason: string, on: boolean): Act | undefined {
  if (incident.incidentId === other.incidentId) throw new Fault("incident.same", { detail: incidentName(incident) });
  if (incident.linked.includes(other.incidentId) === on) return undefined;
  const linked = on ? [...incident.linked, other.incidentId] : incident.linked.filter((id) => id !== other.incidentId);
  return act("edited", incident, { linked }, { [on ? "linked" : "unlinked"]: other.incidentId, name: incidentName(other) }, reason);
}
