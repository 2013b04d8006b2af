// A profile as people read it: its state and why, how much of each kind is known, and what stands in it.
import { toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { differenceOf } from "./difference.ts";
import type { Difference } from "./difference.ts";
import { factKinds } from "./fact.ts";
import type { FactKind } from "./fact.ts";
import { isFirstWindow, isWatching } from "./learning.ts";
import type { LearningSettings } from "./learning.ts";
import { factsIn, nameOf, observationsOf } from "./profile.ts";
import type { KnownFact, Line, Profile } from "./profile.ts";
import { plainUnseenShare } from "./surprise.ts";

/** learning: a kind of fact is not known yet. watching: what is new is a deviation. paused: an incident is open, so nothing is learned. */
export const profileStates = ["learning", "watching", "paused"] as const;
export type ProfileState = (typeof profileStates)[number];

/** unseenShare: the chance that the next one is new, singles/observations (Good-Turing). */
export interface KindCoverage { kind: FactKind; facts: number; events: number; lastNewAt: Instant | undefined; unseenShare: number }

export interface ProfileView {
  profileId: string; workload: string; serviceId: string | undefined; service: string | undefined; releaseId: string | undefined; version: string | undefined; state: ProfileState; because: string; learningSince: Instant; learnsUntil: Instant;
  inheritedFrom: string | undefined; events: number; facts: number; pending: number; heardAt: Instant; coverage: readonly KindCoverage[];
}
export interface ProfileWhole extends ProfileView { items: readonly KnownFact[]; difference: Difference }

export function viewOf(profile: Profile, settings: LearningSettings): ProfileView {
  const { profileId, workload, serviceId, service, releaseId, version, events, inheritedFrom, heardAt, lines } = profile;
  const facts = [...lines.values()];
  return {
    profileId, workload, serviceId, service, releaseId, version, events, heardAt, inheritedFrom: inheritedFrom?.name, state: stateOf(profile), because: becauseOf(profile, settings), learningSince: sinceOf(profile), learnsUntil: untilOf(profile, settings),
    facts: facts.reduce((sum, line) => sum + line.facts.size, 0), pending: facts.reduce((sum, line) => sum + line.pending, 0), coverage: factKinds.flatMap((kind) => { const line = lines.get(kind); return line === undefined ? [] : [coverageOf(line)]; }),
  };
}

export const wholeOf = (profile: Profile, settings: LearningSettings): ProfileWhole => ({
  ...viewOf(profile, settings), difference: differenceOf(profile),
  items: factsIn(profile).sort((a, b) => factKinds.indexOf(a.kind) - factKinds.indexOf(b.kind) || (a.value < b.value ? -1 : 1)),
});

const stateOf = (profile: Profile): ProfileState => (profile.paused !== undefined ? "paused" : isWatching(profile) ? "watching" : "learning");

/** A kind that is too varied is never known: whatever comes may be new. */
const coverageOf = (line: Line): KindCoverage => ({ kind: line.kind, facts: line.facts.size, events: observationsOf(line), lastNewAt: line.lastNewAt, unseenShare: line.isVaried ? 1 : Math.max(0, plainUnseenShare(line.singles, observationsOf(line))) });

const sinceOf = ({ lines, since }: Profile): Instant => Math.min(since, ...[...lines.values()].map((line) => line.since));

/** When the last window ended, or ends: at the earliest while its least time runs, at the latest afterwards. */
function untilOf({ lines, since, pausedMs, heardAt }: Profile, { leastMs, mostMs }: LearningSettings): Instant {
  const ends = [...lines.values()].map((line) => line.closedAt ?? line.since + pausedMs + (heardAt - line.since - pausedMs < leastMs ? leastMs : mostMs));
  return ends.length === 0 ? since + leastMs : Math.max(...ends);
}

function becauseOf(profile: Profile, settings: LearningSettings): string {
  const varied = [...profile.lines.values()].filter(({ isVaried }) => isVaried).map(({ kind }) => kind);
  const tail = varied.length === 0 ? "" : ` Too varied to learn: ${varied.join(", ")}.`;
  if (profile.paused !== undefined) return `${profile.paused.incident} is open since ${toIso(profile.paused.since)}, so nothing is learned.${tail}`;
  if (!isWatching(profile)) return `${learningBecause(profile, settings)}${tail}`;
  const from = profile.inheritedFrom === undefined ? "" : ` It goes on from ${profile.inheritedFrom.name}${isFirstWindow(profile, settings) ? ", and is in its first window, in which differences are expected" : ""}.`;
  return `Every kind it was seen to do is known.${from}${tail}`;
}

function learningBecause(profile: Profile, settings: LearningSettings): string {
  const open = [...profile.lines.values()].filter(({ closedAt }) => closedAt === undefined);
  const hours = settings.leastMs / 3_600_000;
  if (open.length === 0) return "Nothing it does was seen yet.";
  const spanMs = profile.heardAt - Math.min(...open.map(({ since }) => since)) - profile.pausedMs;
  if (spanMs < settings.leastMs) return `${(Math.max(0, spanMs) / 3_600_000).toFixed(1)} of ${hours} h were seen.`;
  const events = profile.events + profile.eventsBefore;
  if (events < settings.leastEvents) return `${events} of ${settings.leastEvents} events were seen.`;
  return `Of ${open.map((line) => `${line.kind} ${line.singles} in ${observationsOf(line)}`).join(", ")} were seen only once: above ${settings.mostUnseen * 100} %.`;
}

/** "shop/api 2.4.1". */
export const profileName = (profile: Pick<Profile, "workload" | "version" | "releaseId">): string => `${profile.workload} ${nameOf(profile)}`;
