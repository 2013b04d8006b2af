// A release takes over what is known of the one before it, and goes on from there.
import type { Instant } from "../../kernel/clock.ts";
import type { Placement } from "../placement.ts";
import { addFact, nameOf, newLine, newProfile } from "./profile.ts";
import type { Line, Profile } from "./profile.ts";

/** The release that ran on this endpoint before, else the latest of the workload, else the same release elsewhere, else the latest of the service. */
export function predecessorOf(profiles: Iterable<Profile>, { workload, endpointId, serviceId, releaseId }: Placement): Profile | undefined {
  let best: { profile: Profile; rank: number; at: Instant } | undefined;
  for (const profile of profiles) {
    if (profile.workload === workload && profile.releaseId === releaseId) continue;
    const there = endpointId === undefined ? undefined : profile.endpoints.get(endpointId);
    const isOfService = serviceId !== undefined && profile.serviceId === serviceId;
    const rank = profile.workload === workload ? (there === undefined ? 3 : 4) : !isOfService ? 0 : profile.releaseId === releaseId ? 2 : 1;
    const at = rank === 4 ? there ?? 0 : profile.heardAt;
    if (rank > 0 && (best === undefined || rank > best.rank || (rank === best.rank && at > best.at))) best = { profile, rank, at };
  }
  return best?.profile;
}

/** Facts stay what they were: what was pending is pending still, and everything else is inherited. Windows that run go on running. */
export function inherit(placement: Placement, at: Instant, before: Profile): Profile {
  const profile = newProfile(placement, at);
  profile.inheritedFrom = { profileId: before.profileId, name: nameOf(before) };
  profile.eventsBefore = before.events + before.eventsBefore;
  profile.pausedMs = before.pausedMs;
  for (const [decoder, since] of before.decoders) profile.decoders.set(decoder, since);
  for (const line of before.lines.values()) profile.lines.set(line.kind, inheritLine(profile, line));
  return profile;
}

function inheritLine(profile: Profile, before: Line): Line {
  const line = newLine(before.kind, before.since);
  Object.assign(line, { eventsBefore: before.events + before.eventsBefore, singles: before.singles, closedAt: before.closedAt, lastNewAt: before.lastNewAt, isVaried: before.isVaried, surprises: [...before.surprises], novelties: before.novelties });
  for (const one of before.classes) line.classes.add(one);
  for (const { value, origin, firstAt, lastAt, count, before: earlier, isDangerous, approvedBy, quiet } of before.facts.values()) {
    addFact(profile, line, { value, origin: origin === "pending" ? "pending" : "inherited", firstAt, lastAt, count: 0, before: count + earlier, isNews: false, isDangerous, approvedBy, quiet: quiet && { ...quiet } });
  }
  return line;
}
