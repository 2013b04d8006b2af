// Baselines that know about releases: an observer that learns what each release of each workload does, and tells what it never did. See docs/baselines.md.
import { dayMs, minuteMs, secondMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { RuntimeEvent } from "../event.ts";
import type { Hit } from "../hit.ts";
import type { Observer } from "../observer.ts";
import type { Placement } from "../placement.ts";
import type { StateChanges, StateRow } from "../state.ts";
import type { Fact } from "./fact.ts";
import { factsOf } from "./facts.ts";
import { inherit, predecessorOf } from "./inherit.ts";
import { closeLines, isWatching, learningSettings, lineOf, pause, resume, settle } from "./learning.ts";
import type { LearningSettings, OpenIncident } from "./learning.ts";
import { noteFact, profileLimits } from "./note-fact.ts";
import type { ProfileLimits } from "./note-fact.ts";
import { factsIn, newProfile } from "./profile.ts";
import type { KnownFact, Profile } from "./profile.ts";
import { factKey, factKind, profileKind, profilesFrom, rowOfFact, rowOfProfile } from "./profile-rows.ts";
import { viewOf, wholeOf } from "./profile-view.ts";
import type { ProfileView, ProfileWhole } from "./profile-view.ts";
import { createWrittenFiles, writtenKind } from "./written-files.ts";

export interface ProfileOptions {
  /** The open incident that has this workload or service; learning rests while there is one. */
  incidentOf?(workload: string, service: string | undefined): OpenIncident | undefined;
  /** false: nobody knows yet, and profiles stay paused or not as they were. */
  knowsIncidents?(): boolean;
  settings?: Partial<LearningSettings>;
  limits?: ProfileLimits;
  /** Profiles beyond are forgotten, the longest silent first. Default 5,000. */
  mostProfiles?: number;
}

export interface Profiles extends Observer {
  observe(event: RuntimeEvent, placement: Placement): readonly Hit[];
  tick(now: Instant): readonly [];
  /** The latest heard first. */
  profiles(): readonly ProfileView[];
  findProfile(profileId: string): ProfileWhole | undefined;
  /** Pending facts become part of the profile; answers those that were there and pending. */
  approve(profileId: string, facts: readonly Fact[], by: string): readonly Fact[];
  /** Forgets what was learned and begins anew; false: there is no such profile. */
  relearn(profileId: string): boolean;
  /** Profiles that were forgotten because there were too many. */
  evicted(): number;
}

// A profile nobody has heard of for so long is forgotten; a roll-back after that inherits like any release.
const keptMs = 90 * dayMs;
const countersEveryMs = minuteMs;
const roundMs = 10 * secondMs;
// Clocks of senders may be ahead of ours by this much; what is further ahead happened now.
const aheadMs = 5 * minuteMs;
const none: readonly Hit[] = [];

export function createProfiles({ incidentOf = () => undefined, knowsIncidents = () => true, settings: given = {}, limits = profileLimits, mostProfiles = 5000 }: ProfileOptions = {}): Profiles {
  const settings = { ...learningSettings, ...given };
  const byWorkload = new Map<string, Map<string, Profile>>();
  const byId = new Map<string, Profile>();
  const files = createWrittenFiles();
  const dirty = new Set<Profile>();
  let removed: RowKey[] = [];
  // What a person changed is written twice: a batch that was taken before may be committed after it.
  let removedAgain: RowKey[] = [];
  const approvedAgain = new Map<Profile, readonly KnownFact[]>();
  let now: Instant | undefined;
  let [roundAt, evicted] = [-Infinity, 0];

  const hold = (profile: Profile): void => {
    const releases = byWorkload.get(profile.workload) ?? new Map<string, Profile>();
    byWorkload.set(profile.workload, releases.set(profile.releaseId ?? "", profile));
    byId.set(profile.profileId, profile);
  };
  const forget = (profile: Profile): void => {
    byWorkload.get(profile.workload)?.delete(profile.releaseId ?? "");
    byId.delete(profile.profileId);
    dirty.delete(profile);
    removed.push({ kind: profileKind, key: profile.profileId }, ...factRows(profile));
  };
  const profileOf = (placement: Placement, at: Instant): Profile => {
    const known = byWorkload.get(placement.workload)?.get(placement.releaseId ?? "");
    if (known !== undefined) return known;
    if (byId.size >= mostProfiles) { evicted += 1; forget(longestSilent(byId.values())); }
    const before = predecessorOf(candidates(byWorkload, byId, placement), placement);
    const profile = before === undefined ? newProfile(placement, at) : inherit(placement, at, before);
    hold(profile);
    return profile;
  };
  const pauseOrResume = (profile: Profile): void => {
    if (!knowsIncidents()) return;
    const incident = incidentOf(profile.workload, profile.service);
    if (incident?.name === profile.paused?.incident) return;
    if (profile.paused !== undefined) resume(profile);
    if (incident !== undefined) pause(profile, incident, settings);
    dirty.add(profile);
  };

  return {
    kinds: [profileKind, factKind, writtenKind],
    observe(event, placement) {
      const facts = factsOf(event);
      const brought = files.note(event);
      if (facts.length === 0 && brought === undefined) return none;
      const at = now !== undefined && event.at > now + aheadMs ? now : event.at;
      const profile = profileOf(placement, at);
      heard(profile, placement, event.decoder, at);
      pauseOrResume(profile);
      if (profile.paused === undefined && !isWatching(profile)) closeLines(profile, settings);
      dirty.add(profile);
      const noting = { profile, event, at, settings, limits };
      let hits: Hit[] | undefined;
      // What was brought along comes first: it is the worst of what one event can tell.
      for (const fact of brought === undefined ? facts : [brought, ...facts]) {
        const hit = noteFact(noting, lineOf(profile, fact.kind, event.decoder, settings), fact);
        if (hit !== undefined) (hits ??= []).push(hit);
      }
      return hits ?? none;
    },
    tick(at) {
      now = at;
      if (at - roundAt < roundMs) return [];
      roundAt = at;
      for (const profile of byId.values()) {
        pauseOrResume(profile);
        if (at - profile.heardAt > keptMs) forget(profile);
      }
      return [];
    },
    restore(rows) {
      const all = [...rows];
      for (const profile of profilesFrom(all)) hold(profile);
      files.restore(all);
    },
    take() {
      const put: StateRow[] = [];
      for (const profile of dirty) if (writeOut(profile, now ?? profile.heardAt, put)) dirty.delete(profile);
      const changes: StateChanges = { put: [...put, ...files.take().put], remove: removed };
      removed = removedAgain;
      removedAgain = [];
      for (const [profile, facts] of approvedAgain) { for (const fact of facts) profile.changed.facts.add(fact); dirty.add(profile); }
      approvedAgain.clear();
      return changes;
    },
    profiles: () => [...byId.values()].sort((a, b) => b.heardAt - a.heardAt || (a.profileId < b.profileId ? -1 : 1)).map((profile) => viewOf(profile, settings)),
    findProfile: (profileId) => { const profile = byId.get(profileId); return profile && wholeOf(profile, settings); },
    approve(profileId, facts, by) {
      const profile = byId.get(profileId);
      if (profile === undefined) return [];
      dirty.add(profile);
      const approved = facts.filter((fact) => approveOne(profile, fact, by));
      approvedAgain.set(profile, approved.flatMap(({ kind, value }) => profile.lines.get(kind)?.facts.get(value) ?? []));
      return approved;
    },
    relearn(profileId) {
      const profile = byId.get(profileId);
      if (profile === undefined) return false;
      forget(profile);
      removedAgain.push(...factRows(profile));
      hold(begunAnew(profile));
      dirty.add(byId.get(profileId) ?? profile);
      return true;
    },
    evicted: () => evicted,
  };
}

type RowKey = Pick<StateRow, "kind" | "key">;
const factRows = (profile: Profile): RowKey[] => factsIn(profile).map(({ no }) => ({ kind: factKind, key: factKey(profile.profileId, no) }));

function heard(profile: Profile, { endpointId, serviceId, service, version }: Placement, decoder: string, at: Instant): void {
  profile.events += 1;
  if (at > profile.heardAt) profile.heardAt = at;
  else if (at < profile.since && profile.inheritedFrom === undefined) profile.since = at;
  const since = profile.decoders.get(decoder);
  if (since === undefined || at < since) { profile.decoders.set(decoder, at); profile.changed.isChanged = true; }
  if (endpointId !== undefined) profile.endpoints.set(endpointId, profile.heardAt);
  profile.serviceId ??= serviceId;
  profile.service ??= service;
  profile.version ??= version;
}

/** Those of the workload, or when it is new those of its service. */
function* candidates(byWorkload: ReadonlyMap<string, ReadonlyMap<string, Profile>>, byId: ReadonlyMap<string, Profile>, { workload, serviceId }: Placement): Generator<Profile> {
  const own = byWorkload.get(workload);
  if (own !== undefined && own.size > 0) yield* own.values();
  else if (serviceId !== undefined) yield* byId.values();
}

/** Answers whether nothing of it waits any more: counters wait for their minute. */
function writeOut(profile: Profile, now: Instant, put: StateRow[]): boolean {
  const { changed } = profile;
  if (!changed.isChanged && changed.facts.size === 0 && now - changed.writtenAt < countersEveryMs) return false;
  put.push(rowOfProfile(profile));
  for (const fact of changed.facts) put.push(rowOfFact(profile, fact));
  changed.facts.clear();
  changed.isChanged = false;
  changed.writtenAt = now;
  return true;
}

function approveOne(profile: Profile, { kind, value }: Fact, by: string): boolean {
  const line = profile.lines.get(kind);
  const fact = line?.facts.get(value);
  if (line === undefined || fact?.origin !== "pending") return false;
  settle(profile, line, fact, "approved", by);
  return true;
}

/** The same profile without what it knew. Its facts' numbers go on, so that no old row is taken for a new one. */
function begunAnew({ profileId, workload, serviceId, service, releaseId, version, heardAt, nextNo, paused }: Profile): Profile {
  return {
    profileId, workload, serviceId, service, releaseId, version, endpoints: new Map(), inheritedFrom: undefined, since: heardAt, heardAt, events: 0, eventsBefore: 0, decoders: new Map(), lines: new Map(), nextNo, paused, pausedMs: 0,
    changed: { facts: new Set(), isChanged: true, writtenAt: -Infinity },
  };
}

function longestSilent(profiles: Iterable<Profile>): Profile {
  const [first, ...rest] = profiles;
  if (first === undefined) throw new RangeError("there is no profile");
  return rest.reduce((silent, one) => (one.heardAt < silent.heardAt ? one : silent), first);
}
