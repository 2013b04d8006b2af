// A profile: what one release of one workload was seen to do. Plain data; learning, judging and storing it are beside.
import type { Instant } from "../../kernel/clock.ts";
import { derivedId } from "../../kernel/id.ts";
import type { Placement } from "../placement.ts";
import type { FactKind, FactOrigin } from "./fact.ts";

/** Of a pending fact: how often it was seen since the last incident, in how many hours. */
export interface Quiet { since: Instant; sightings: number; hours: number; lastHour: number }

export interface KnownFact {
  /** Its place in the profile's counters. */
  readonly no: number;
  readonly kind: FactKind;
  readonly value: string;
  origin: FactOrigin;
  firstAt: Instant;
  lastAt: Instant;
  /** Seen in this release, and in those before. */
  count: number;
  before: number;
  /** A deviation of this release. */
  isNews: boolean;
  /** Dangerous by itself: only a person makes it part of the profile. */
  isDangerous: boolean;
  approvedBy: string | undefined;
  /** When it was last told; not kept over a restart. */
  toldAt: Instant;
  quiet: Quiet | undefined;
}

/** All facts of one kind. events, singles: observations of what is learned, and how many facts of it were seen once. */
export interface Line {
  readonly kind: FactKind;
  readonly facts: Map<string, KnownFact>;
  /** Classes that learned facts have (programs: shell, ...): a first one is worse than one more. */
  readonly classes: Set<string>;
  events: number;
  /** Of the releases before. */
  eventsBefore: number;
  singles: number;
  since: Instant;
  /** From then on what is new is a deviation. */
  closedAt: Instant | undefined;
  lastNewAt: Instant | undefined;
  /** More facts than a profile may hold: nothing is learned or told of this kind. */
  isVaried: boolean;
  pending: number;
  /** Bits of what was new, the latest ones. */
  surprises: number[];
  /** How often anything new came, in this release and before. */
  novelties: number;
}

export interface Pause { incident: string; since: Instant }

export interface Profile {
  readonly profileId: string;
  readonly workload: string;
  serviceId: string | undefined;
  service: string | undefined;
  readonly releaseId: string | undefined;
  version: string | undefined;
  /** Where it runs: when it was last heard there. */
  readonly endpoints: Map<string, Instant>;
  inheritedFrom: { profileId: string; name: string } | undefined;
  since: Instant;
  heardAt: Instant;
  /** Events that told a fact. */
  events: number;
  eventsBefore: number;
  /** Each sensor has a window of its own: what a new one tells is not what the workload began to do. */
  readonly decoders: Map<string, Instant>;
  readonly lines: Map<FactKind, Line>;
  nextNo: number;
  paused: Pause | undefined;
  /** Time under incidents does not count as learning. */
  pausedMs: number;
  readonly changed: { facts: Set<KnownFact>; isChanged: boolean; writtenAt: Instant };
}

export const unknownRelease = "unknown release";

export const profileIdOf = (workload: string, releaseId: string | undefined): string => derivedId("prf", workload, releaseId ?? unknownRelease);

/** "2.4.1", the release's id where it has no version, or "unknown release". */
export const nameOf = ({ version, releaseId }: Pick<Profile, "version" | "releaseId">): string => version ?? releaseId ?? unknownRelease;

export function newProfile({ workload, releaseId, version, serviceId, service }: Placement, at: Instant): Profile {
  return {
    profileId: profileIdOf(workload, releaseId), workload, serviceId, service, releaseId, version, endpoints: new Map(), inheritedFrom: undefined, since: at, heardAt: at, events: 0, eventsBefore: 0,
    decoders: new Map(), lines: new Map(), nextNo: 0, paused: undefined, pausedMs: 0, changed: { facts: new Set(), isChanged: true, writtenAt: -Infinity },
  };
}

export const newLine = (kind: FactKind, since: Instant): Line => ({
  kind, facts: new Map(), classes: new Set(), events: 0, eventsBefore: 0, singles: 0, since, closedAt: undefined, lastNewAt: undefined, isVaried: false, pending: 0, surprises: [], novelties: 0,
});

export function addFact(profile: Profile, line: Line, fact: Omit<KnownFact, "no" | "kind" | "toldAt">): KnownFact {
  const known: KnownFact = { ...fact, no: profile.nextNo, kind: line.kind, toldAt: -Infinity };
  profile.nextNo += 1;
  line.facts.set(known.value, known);
  if (known.origin === "pending") line.pending += 1;
  profile.changed.facts.add(known);
  profile.changed.isChanged = true;
  return known;
}

export const factsIn = (profile: Profile): KnownFact[] => [...profile.lines.values()].flatMap(({ facts }) => [...facts.values()]);

export const observationsOf = (line: Line): number => line.events + line.eventsBefore;
