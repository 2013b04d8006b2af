// Rows of the incidents' tables, as the room knows them and back.
import { isOver } from "../incidents/incident.ts";
import type { Incident, IncidentMember, StoryEntry } from "../incidents/incident.ts";
import type { HeldSignal, Sighting } from "../incidents/incident-store.ts";
import type { Entity, Signal, SignalKind } from "../incidents/signal.ts";
import type { HeldSignalTable, IncidentMemberTable, IncidentSightingTable, IncidentStoryTable, IncidentTable } from "./tables/incidents.ts";

type Value = string | number | null;

export const incidentColumns = ["org_id", "incident_id", "number", "kind", "title", "severity", "severity_weight", "derived_severity", "phase", "phase_at", "state", "merged_into", "started_at", "opened_at", "acknowledged_at", "acknowledged_by", "closed_at", "closed_because", "reopened",
  "owner", "roles", "services", "environments", "entities", "tactics", "why", "next_text", "next_due_at", "has_next", "linked", "cause", "members", "live", "last_signal_at", "quiet_since", "touched", "changed_at", "look_at", "version"] as const;

// Lists sort by it: the worst has most.
const weights = { critical: 4, high: 3, medium: 2, low: 1, unknown: 0 } as const;

export const weightOf = ({ severity }: Pick<Incident, "severity">): number => weights[severity];

/** What lists go by. */
export const stateOf = ({ mergedInto, phase }: Incident): string => (mergedInto !== undefined ? "merged" : isOver(phase) ? "closed" : "open");

export const rowOfIncident = (org: string, one: Incident): Value[] => [
  org, one.incidentId, one.number, one.kind, one.title, one.severity, weights[one.severity], one.derivedSeverity ?? one.severity, one.phase, JSON.stringify(one.phaseAt), stateOf(one), one.mergedInto ?? null,
  one.startedAt, one.openedAt, one.acknowledgedAt ?? null, one.acknowledgedBy ?? null, one.closedAt ?? null, one.closedBecause ?? null, one.reopened,
  one.owner ?? null, JSON.stringify(one.roles), JSON.stringify(one.services), JSON.stringify(one.environments), JSON.stringify(one.entities), JSON.stringify(one.tactics), one.why, one.next?.text ?? null, one.next?.dueAt ?? null, Number(one.next !== undefined), JSON.stringify(one.linked), one.cause ?? null,
  one.members, one.live ?? one.members, one.lastSignalAt, one.quietSince ?? null, Number(one.touched ?? false), one.changedAt ?? one.openedAt, one.lookAt ?? null, one.version,
];

export const incidentFrom = (row: IncidentTable): Incident => ({
  incidentId: row.incident_id, number: row.number, kind: row.kind as Incident["kind"], title: row.title, severity: row.severity as Incident["severity"], derivedSeverity: row.derived_severity as Incident["severity"],
  phase: row.phase as Incident["phase"], phaseAt: JSON.parse(row.phase_at) as Incident["phaseAt"], startedAt: row.started_at, openedAt: row.opened_at,
  acknowledgedAt: row.acknowledged_at ?? undefined, acknowledgedBy: row.acknowledged_by ?? undefined, closedAt: row.closed_at ?? undefined, closedBecause: row.closed_because ?? undefined, reopened: row.reopened,
  owner: row.owner ?? undefined, roles: JSON.parse(row.roles) as Incident["roles"], services: JSON.parse(row.services) as string[], environments: JSON.parse(row.environments) as string[],
  entities: JSON.parse(row.entities) as Entity[], tactics: JSON.parse(row.tactics) as string[], why: row.why, next: row.next_text === null ? undefined : { text: row.next_text, dueAt: row.next_due_at ?? undefined },
  mergedInto: row.merged_into ?? undefined, linked: JSON.parse(row.linked) as string[], cause: row.cause ?? undefined, members: row.members, live: row.live, lastSignalAt: row.last_signal_at,
  quietSince: row.quiet_since ?? undefined, touched: row.touched === 1, changedAt: row.changed_at, lookAt: row.look_at ?? undefined, version: row.version,
});

export const memberColumns = ["org_id", "incident_id", "kind", "ref", "signal", "joined_at", "why", "left_at", "left_why", "times", "last_at", "is_over"] as const;

export const rowOfMember = (org: string, { incidentId, signal, joinedAt, why, leftAt, leftWhy, count, lastAt }: IncidentMember): Value[] =>
  [org, incidentId, signal.kind, signal.ref, JSON.stringify(signal), joinedAt, why, leftAt ?? null, leftWhy ?? null, count, lastAt, Number(signal.ended)];

export const memberFrom = (row: IncidentMemberTable): IncidentMember => ({
  incidentId: row.incident_id, signal: signalFrom(row.signal), joinedAt: row.joined_at, why: row.why, leftAt: row.left_at ?? undefined, leftWhy: row.left_why ?? undefined, count: row.times, lastAt: row.last_at,
});

export const heldFrom = (row: HeldSignalTable): HeldSignal => ({ signal: signalFrom(row.signal), heldAt: row.held_at, until: row.until, why: row.why });

/** JSON leaves out what is undefined; the room's shape names it. */
function signalFrom(text: string): Signal {
  const kept = JSON.parse(text) as Signal;
  return { ...kept, owner: kept.owner, opens: kept.opens, because: kept.because };
}

export const sightingFrom = (row: Omit<IncidentSightingTable, "org_id">): Sighting => ({ incidentId: row.incident_id, entity: { kind: row.kind as Entity["kind"], value: row.value }, firstAt: row.first_at, lastAt: row.last_at });

export const storyFrom = (row: IncidentStoryTable): StoryEntry => ({
  entryId: row.entry_id, incidentId: row.incident_id, at: row.at, text: row.text, author: row.author, factSeq: row.fact_seq ?? undefined, writtenAt: row.written_at, editedAt: row.edited_at ?? undefined, removedAt: row.removed_at ?? undefined,
});

export const refKey = ({ kind, ref }: { kind: SignalKind | string; ref: string }): string => `${kind} ${ref}`;
