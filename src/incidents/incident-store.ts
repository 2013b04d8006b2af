// What incidents ask of a store: the rows of incidents, their members, what they share, loose signals and the story.
//
// place     a signal in an incident; a place that was left is kept
// sighting  an entity in an incident: when it was first and last seen there
// cause     what makes signals one story (signal.ts); an incident answers to the causes of its members
// held      a loose signal that may open an incident together with later ones
import type { Instant } from "../kernel/clock.ts";
import type { Incident, IncidentMember, StoryEntry } from "./incident.ts";
import type { Entity, Signal, SignalKind } from "./signal.ts";

export interface SignalRef { kind: SignalKind; ref: string }
export interface Sighting { incidentId: string; entity: Entity; firstAt: Instant; lastAt: Instant }
export interface CauseRow { incidentId: string; cause: string }
export interface HeldSignal { signal: Signal; heldAt: Instant; until: Instant; why: string }

/** Who shares something with signals: open incidents, and those closed after `closedSince`. */
export interface SharingRows { incidents: readonly Incident[]; sightings: readonly Sighting[]; causes: readonly CauseRow[] }

export interface IncidentStore {
  /** By id or by "INC-31" or "31"; redirects are not followed. */
  find(org: string, idOrNumber: string): Promise<Incident | undefined>;
  load(org: string, ids: readonly string[]): Promise<ReadonlyMap<string, Incident>>;
  /** The first of `count` consecutive numbers. */
  takeNumbers(org: string, count: number): Promise<number>;
  save(org: string, incidents: readonly Incident[]): Promise<void>;

  /** The places that signals have now. */
  placesOf(org: string, refs: readonly SignalRef[]): Promise<readonly IncidentMember[]>;
  /** Members of an incident, those that left with `left`. */
  membersOf(org: string, incidentId: string, options?: { left?: boolean }): Promise<readonly IncidentMember[]>;
  putMembers(org: string, members: readonly IncidentMember[]): Promise<void>;

  /** touching `until` and `since`: sightings that lie wholly outside are left out. */
  sharing(org: string, about: { entities: readonly Entity[]; causes: readonly string[]; since: Instant; until: Instant; closedSince: Instant }): Promise<SharingRows>;
  putSightings(org: string, sightings: readonly Sighting[]): Promise<void>;
  putCauses(org: string, rows: readonly CauseRow[]): Promise<void>;
  /** After members were taken out: what an incident shares is said anew. */
  replaceShared(org: string, incidentId: string, sightings: readonly Sighting[], causes: readonly string[]): Promise<void>;

  /** Remembers that these entities were seen with these services. */
  noteServices(org: string, seen: readonly { entity: Entity; service: string; at: Instant }[]): Promise<void>;
  /** With how many services each entity was seen since; at most `limit` is counted. By entityKey. */
  servicesSeenWith(org: string, entities: readonly Entity[], since: Instant, limit: number): Promise<ReadonlyMap<string, number>>;

  hold(org: string, held: readonly HeldSignal[]): Promise<void>;
  heldSharing(org: string, entities: readonly Entity[], now: Instant): Promise<readonly HeldSignal[]>;
  heldByRef(org: string, refs: readonly SignalRef[]): Promise<readonly HeldSignal[]>;
  letGo(org: string, refs: readonly SignalRef[]): Promise<void>;
  /** Removes loose signals whose time is over and says which. */
  expireHeld(org: string, now: Instant, limit: number): Promise<readonly HeldSignal[]>;

  /** The releases in which findings run now. */
  releasesOf(org: string, findingIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;

  /** Facts with these subjects (pages, runs) belong to the incident's activity. */
  addSubjects(org: string, incidentId: string, subjects: readonly string[]): Promise<void>;

  storyOf(org: string, incidentId: string): Promise<readonly StoryEntry[]>;
  findStoryEntry(org: string, entryId: string): Promise<StoryEntry | undefined>;
  putStoryEntry(org: string, entry: StoryEntry): Promise<void>;
  /** Merged: its story is told in the other one. */
  moveStory(org: string, from: string, to: string): Promise<void>;

  /** Incidents whose lookAt is past. */
  due(org: string, now: Instant, limit: number): Promise<readonly Incident[]>;
  /** When the next one is to be looked at, or the next loose signal expires; undefined: neither. */
  nextDueAt(org: string): Promise<Instant | undefined>;
  /** What was seen with which service before is no longer needed. */
  forgetServicesBefore(org: string, at: Instant): Promise<void>;
}
