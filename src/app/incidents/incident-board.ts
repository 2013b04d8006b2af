// The incidents and loose signals that a batch of signals may touch, read once; changes stand here until they are kept.
import type { GroupingSettings } from "../../incidents/grouping-settings.ts";
import { canTie, hubPeriodMs, mayBeHub, widestWindow } from "../../incidents/grouping-settings.ts";
import type { Candidate, Candidates } from "../../incidents/grouping.ts";
import { isOver } from "../../incidents/incident.ts";
import type { Incident, IncidentMember } from "../../incidents/incident.ts";
import type { HeldSignal, Sighting } from "../../incidents/incident-store.ts";
import { entityKey } from "../../incidents/signal.ts";
import type { Entity, Signal } from "../../incidents/signal.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Ports } from "../../store/store.ts";

/** An incident with what this batch did to it. before: undefined for one that begins here. */
export interface Entry {
  incident: Incident; before: Incident | undefined; reopenedHere: boolean; mergedWhy: string | undefined;
  /** signals: new members; touched: those and the ones that go on or ended. */
  joined: { signal: Signal; why: string }[]; touched: Signal[]; news: string[];
  members: Map<string, IncidentMember>; causes: Set<string>; sightings: Map<string, Sighting>; freshSightings: Sighting[]; freshCauses: Set<string>;
}

export interface Board {
  ports: Ports; org: string; settings: GroupingSettings; now: Instant; actor: string;
  entries: Map<string, Entry>; byEntity: Map<string, Set<string>>; byCause: Map<string, Set<string>>;
  places: Map<string, IncidentMember>;
  held: Map<string, HeldSignal>; heldByEntity: Map<string, Set<string>>; heldLoaded: Set<string>; freshHeld: Set<string>; released: Map<string, Signal>;
  services: ReadonlyMap<string, number>;
  /** Into which an incident of this batch went, in the order of merging. */
  merges: { into: string; from: string; why: string }[];
}

export const keyOf = ({ kind, ref }: Pick<Signal, "kind" | "ref">): string => `${kind} ${ref}`;

interface Opening { org: string; settings: GroupingSettings; now: Instant; actor: string; causes: readonly string[] }

export async function openBoard(ports: Ports, signals: readonly Signal[], { org, settings, now, actor, causes }: Opening): Promise<Board> {
  const entities = [...new Map(signals.flatMap((signal) => signal.entities).map((entity) => [entityKey(entity), entity])).values()];
  await ports.incidents.noteServices(org, signals.flatMap(({ entities: own, services, at }) => own.filter(mayBeHub).flatMap((entity) => services.map((service) => ({ entity, service, at })))));
  const board: Board = {
    ports, org, settings, now, actor, entries: new Map(), byEntity: new Map(), byCause: new Map(), places: new Map(), held: new Map(), heldByEntity: new Map(), heldLoaded: new Set(), freshHeld: new Set(), released: new Map(), merges: [],
    services: await ports.incidents.servicesSeenWith(org, entities.filter(mayBeHub), now - hubPeriodMs, 1000),
  };
  await readIncidents(board, signals, entities.filter(canTie), causes);
  for (const one of await ports.incidents.heldByRef(org, signals)) putHeld(board, one);
  await loadHeld(board, entities);
  return board;
}

async function readIncidents(board: Board, signals: readonly Signal[], entities: readonly Entity[], causes: readonly string[]): Promise<void> {
  const { ports, org, settings, now } = board;
  const ats = signals.map(({ at }) => at);
  const around = Math.max(widestWindow(settings), settings.reopenMs);
  const shared = await ports.incidents.sharing(org, { entities, causes, since: Math.min(...ats) - around, until: Math.max(...ats) + around, closedSince: now - settings.reopenMs });
  const places = await ports.incidents.placesOf(org, signals);
  const known = new Map(shared.incidents.map((incident) => [incident.incidentId, incident]));
  const more = await ports.incidents.load(org, places.map(({ incidentId }) => incidentId).filter((id) => !known.has(id)));
  for (const incident of [...known.values(), ...more.values()]) addEntry(board, incident, incident);
  for (const sighting of shared.sightings) noteSighting(board, sighting, false);
  for (const { incidentId, cause } of shared.causes) noteCause(board, incidentId, cause, false);
  for (const place of places.toSorted((a, b) => a.joinedAt - b.joinedAt)) notePlace(board, place);
}

/** Of several places, one in an open incident counts, else the last. */
function notePlace(board: Board, place: IncidentMember): void {
  const kept = board.places.get(keyOf(place.signal));
  const keptIncident = kept && board.entries.get(kept.incidentId)?.incident;
  if (!keptIncident || isOver(keptIncident.phase)) board.places.set(keyOf(place.signal), place);
}

export function addEntry(board: Board, incident: Incident, before: Incident | undefined): Entry {
  const entry: Entry = { incident, before, reopenedHere: false, mergedWhy: undefined, joined: [], touched: [], news: [], members: new Map(), causes: new Set(), sightings: new Map(), freshSightings: [], freshCauses: new Set() };
  board.entries.set(incident.incidentId, entry);
  return entry;
}

export function noteSighting(board: Board, sighting: Sighting, fresh: boolean): void {
  const entry = board.entries.get(sighting.incidentId);
  if (!entry) return;
  const key = entityKey(sighting.entity);
  const kept = entry.sightings.get(key);
  entry.sightings.set(key, kept ? { ...kept, firstAt: Math.min(kept.firstAt, sighting.firstAt), lastAt: Math.max(kept.lastAt, sighting.lastAt) } : sighting);
  into(board.byEntity, key, sighting.incidentId);
  if (fresh) entry.freshSightings.push(sighting);
}

export function noteCause(board: Board, incidentId: string, cause: string, fresh: boolean): void {
  const entry = board.entries.get(incidentId);
  if (!entry || entry.causes.has(cause)) return;
  entry.causes.add(cause);
  into(board.byCause, cause, incidentId);
  if (fresh) entry.freshCauses.add(cause);
}

function into(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id); else index.set(key, new Set([id]));
}

export function putHeld(board: Board, one: HeldSignal): void {
  const key = keyOf(one.signal);
  board.held.set(key, one);
  for (const entity of one.signal.entities) into(board.heldByEntity, entityKey(entity), key);
}

/** Loose signals that share one of these, which have not been read yet. */
export async function loadHeld(board: Board, entities: readonly Entity[]): Promise<void> {
  const fresh = entities.filter((entity) => canTie(entity) && !board.heldLoaded.has(entityKey(entity)));
  if (fresh.length === 0) return;
  for (const entity of fresh) board.heldLoaded.add(entityKey(entity));
  for (const one of await board.ports.incidents.heldSharing(board.org, fresh, board.now)) if (!board.held.has(keyOf(one.signal)) && !board.released.has(keyOf(one.signal))) putHeld(board, one);
}

/** Loose signals that share an entity with this one. */
export const heldWith = (board: Board, { entities }: Signal): HeldSignal[] =>
  [...new Set(entities.flatMap((entity) => [...board.heldByEntity.get(entityKey(entity)) ?? []]))].flatMap((key) => board.held.get(key) ?? []);

/** What the rules look at for one signal. */
export function candidatesFor(board: Board, signal: Signal): Candidates {
  const ids = new Set([...signal.cause === undefined ? [] : board.byCause.get(signal.cause) ?? [], ...signal.entities.flatMap((entity) => [...board.byEntity.get(entityKey(entity)) ?? []])]);
  const incidents = [...ids].flatMap((id): Candidate[] => {
    const entry = board.entries.get(id);
    if (!entry || entry.incident.mergedInto !== undefined) return [];
    return [{ incident: entry.incident, causes: entry.causes, sightings: signal.entities.flatMap((entity) => entry.sightings.get(entityKey(entity)) ?? []) }];
  });
  return { incidents, held: heldWith(board, signal), services: board.services };
}
