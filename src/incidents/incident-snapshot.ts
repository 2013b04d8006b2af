// What a fact carries of an incident, and the incident read from it again.
import type { Json } from "../kernel/json.ts";
import type { Incident } from "./incident.ts";

// A fact carries the incident as it was then, so that any past instant can be shown; of what it shares, the first few.
const snapshotEntities = 20;

/** What `incidentFromSnapshot` reads. */
export function snapshotOf(incident: Incident): Json {
  const { entities, ...rest } = incident;
  return JSON.parse(JSON.stringify({ ...rest, entities: entities.slice(0, snapshotEntities) })) as Json;
}

/** The incident that a fact carries; undefined for facts that carry none. */
export function incidentFromSnapshot(body: Readonly<Record<string, Json | undefined>>): Incident | undefined {
  const { state } = body;
  if (typeof state !== "object" || state === null || Array.isArray(state)) return undefined;
  const told = state as unknown as Incident;
  return { ...told, acknowledgedAt: told.acknowledgedAt, acknowledgedBy: told.acknowledgedBy, closedAt: told.closedAt, closedBecause: told.closedBecause, owner: told.owner, next: told.next && { text: told.next.text, dueAt: told.next.dueAt }, mergedInto: told.mergedInto };
}
