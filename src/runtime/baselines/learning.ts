// When a profile knows enough, and when it must not learn: windows, incidents, and what becomes of pending facts.
import { dayMs, hourMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { classOf, isDangerousValue } from "./danger.ts";
import { plainUnseenShare } from "./surprise.ts";
import type { FactKind } from "./fact.ts";
import { newLine, observationsOf } from "./profile.ts";
import type { KnownFact, Line, Profile } from "./profile.ts";

/** leastMs, leastEvents, mostUnseen: all three end the learning of a kind; mostMs ends it in any case. quiet*: of a pending fact, all three and no incident make it learned. */
export interface LearningSettings {
  leastMs: number; leastEvents: number; mostUnseen: number; mostMs: number;
  quietMs: number; quietSightings: number; quietHours: number;
  /** What was learned this long before an incident began is taken back: attacks begin before they are seen. */
  takeBackMs: number;
}

/** name: as people say it, "INC-31". startedAt: when its first member happened. */
export interface OpenIncident { name: string; startedAt: Instant }

export const learningSettings: LearningSettings = {
  leastMs: dayMs, leastEvents: 500, mostUnseen: 0.01, mostMs: 7 * dayMs, quietMs: 7 * dayMs, quietSightings: 20, quietHours: 6, takeBackMs: hourMs,
};

/** Whether the window of a kind is over, by the newest event of the profile. */
export function isLearned(profile: Profile, line: Line, settings: LearningSettings): boolean {
  const spanMs = profile.heardAt - line.since - profile.pausedMs;
  if (spanMs >= settings.mostMs) return true;
  return spanMs >= settings.leastMs && profile.events + profile.eventsBefore >= settings.leastEvents && plainUnseenShare(line.singles, observationsOf(line)) < settings.mostUnseen;
}

/** Ends the windows that are over. Asked at every event until all are. */
export function closeLines(profile: Profile, settings: LearningSettings): void {
  for (const line of profile.lines.values()) {
    if (line.closedAt !== undefined || !isLearned(profile, line, settings)) continue;
    line.closedAt = profile.heardAt;
    profile.changed.isChanged = true;
  }
}

/** Whether what is new now is a deviation: the kind is known, and so is the sensor that tells it. */
export const isJudged = (profile: Profile, line: Line, decoder: string, settings: LearningSettings): boolean => line.closedAt !== undefined && isOldSensor(profile, decoder, settings);

const isOldSensor = (profile: Profile, decoder: string, { leastMs }: LearningSettings): boolean => profile.heardAt - (profile.decoders.get(decoder) ?? profile.heardAt) >= leastMs;

/** The line of a kind; one that a known sensor begins to tell of in a profile that is learned is a deviation from its first fact on. */
export function lineOf(profile: Profile, kind: FactKind, decoder: string, settings: LearningSettings): Line {
  const known = profile.lines.get(kind);
  if (known !== undefined) return known;
  const line = newLine(kind, profile.decoders.get(decoder) ?? profile.heardAt);
  if (isWatching(profile) && isOldSensor(profile, decoder, settings)) line.closedAt = profile.heardAt;
  profile.lines.set(kind, line);
  profile.changed.isChanged = true;
  return line;
}

/** Every kind that was ever seen is known. */
export const isWatching = (profile: Profile): boolean => profile.lines.size > 0 && [...profile.lines.values()].every(({ closedAt }) => closedAt !== undefined);

/** The first window of a release that inherited: deviations are expected more. */
export function isFirstWindow(profile: Profile, settings: LearningSettings): boolean {
  const spanMs = profile.heardAt - profile.since;
  return profile.inheritedFrom !== undefined && spanMs < settings.mostMs && (spanMs < settings.leastMs || profile.events < settings.leastEvents);
}

/** An incident begins: learning stops, and what was learned shortly before is pending; nothing that waits has been quiet. */
export function pause(profile: Profile, incident: OpenIncident, settings: LearningSettings): void {
  profile.paused = { incident: incident.name, since: profile.heardAt };
  for (const line of profile.lines.values()) {
    for (const fact of line.facts.values()) {
      if (fact.origin === "learned" && fact.before === 0 && fact.firstAt >= incident.startedAt - settings.takeBackMs) takeBack(profile, line, fact);
    }
    line.classes.clear();
    for (const fact of line.facts.values()) if (fact.origin !== "pending") line.classes.add(classOf(fact));
    for (const fact of line.facts.values()) {
      if (fact.origin !== "pending") continue;
      fact.isDangerous ||= isDangerousValue(fact, line.classes);
      fact.quiet = undefined;
      profile.changed.facts.add(fact);
    }
  }
  profile.changed.isChanged = true;
}

function takeBack(profile: Profile, line: Line, fact: KnownFact): void {
  line.events -= fact.count;
  if (fact.count === 1) line.singles -= 1;
  line.pending += 1;
  fact.origin = "pending";
  profile.changed.facts.add(fact);
}

export function resume(profile: Profile): void {
  if (profile.paused === undefined) return;
  profile.pausedMs += Math.max(0, profile.heardAt - profile.paused.since);
  profile.paused = undefined;
  profile.changed.isChanged = true;
}

/** A pending fact was seen again without an incident; answers whether it has been quiet for long enough. Dangerous ones never have. */
export function isQuiet(fact: KnownFact, at: Instant, { quietMs, quietSightings, quietHours }: LearningSettings): boolean {
  if (fact.isDangerous) return false;
  const hour = Math.floor(at / hourMs);
  const quiet = fact.quiet ??= { since: at, sightings: 0, hours: 0, lastHour: -1 };
  quiet.sightings += 1;
  if (hour !== quiet.lastHour) { quiet.hours += 1; quiet.lastHour = hour; }
  return at - quiet.since >= quietMs && quiet.sightings >= quietSightings && quiet.hours >= quietHours;
}

/** A pending fact becomes part of the profile. */
export function settle(profile: Profile, line: Line, fact: KnownFact, origin: "learned" | "approved", by?: string): void {
  if (fact.origin === "pending") line.pending -= 1;
  const counted = fact.origin === "pending" ? fact.count + fact.before : 0;
  fact.origin = origin;
  fact.approvedBy = by;
  fact.quiet = undefined;
  line.events += counted;
  line.classes.add(classOf(fact));
  if (counted === 1) line.singles += 1;
  profile.changed.facts.add(fact);
  profile.changed.isChanged = true;
}
