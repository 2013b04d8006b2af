// One correlation at work: its groups by key, oldest touch first, within a limit.
import type { Instant } from "../../kernel/clock.ts";
import type { CorrelationCounters } from "./correlation-hit.ts";
import { newestOf, seqAt } from "./entries.ts";
import type { Entry } from "./entries.ts";
import { evict, forgetOldest, hasKey, newGroup, put } from "./group.ts";
import type { Group } from "./group.ts";
import type { Plan } from "./plan.ts";

/** groups: of one correlation. events: of one group; at least four times a count's lower bound, so that a count can always be met. */
export interface CorrelationLimits { groups: number; events: number }

/** Why nothing was counted, or the place the entry came to. */
export type Counted = { kind: "duplicate" | "late" } | { kind: "counted"; place: number };

export interface CorrelationState {
  readonly plan: Plan;
  /** In the order of their last touch. */
  readonly groups: Map<string, Group>;
  /** Groups and numbers of entries that were forgotten before their time; their rows go too. */
  readonly gone: { groups: Group[]; seqs: number[] };
  /** Until then no hit is told of the limits: one per timespan is loud enough. */
  quietUntil: Record<"groups" | "events", Instant>;
  readonly mostEvents: number;
  /** No group is due before. */
  expireAt: Instant;
  /** A group lost its oldest events since it was last asked. */
  hasTrimmed: boolean;
}

export function createState(plan: Plan, limits: CorrelationLimits): CorrelationState {
  const least = plan.correlation.type === "event_count" || plan.correlation.type === "value_count" ? Math.max(plan.lower.gte ?? 0, plan.lower.gt ?? 0) : 0;
  return { plan, groups: new Map(), gone: { groups: [], seqs: [] }, quietUntil: { groups: -Infinity, events: -Infinity }, mostEvents: Math.max(limits.events, least * 4), expireAt: -Infinity, hasTrimmed: false };
}

/** What the group-by values lead to; made when there is none. */
export function groupFor(state: CorrelationState, key: string, shown: string): Group {
  const known = state.groups.get(key);
  if (known !== undefined) return known;
  const group = newGroup(key, shown);
  state.groups.set(key, group);
  return group;
}

/** at: the stream's time; now: the time that is judged, which may still be catching up. The group's own newest event decides what is too late for it: a sender that lags by an hour, in order, is followed. */
export function count(state: CorrelationState, group: Group, entry: Entry, { at, now }: { at: Instant; now: Instant }, counters: CorrelationCounters): Counted {
  const { correlation: { timespanMs }, horizonMs } = state.plan;
  const oldest = Math.min(newestOf(group), at, now) - horizonMs - timespanMs;
  if (entry.at < oldest && group.size > 0) { counters.late += 1; return { kind: "late" }; }
  evict(group, oldest);
  if (hasKey(group, entry.key)) { counters.duplicates += 1; return { kind: "duplicate" }; }
  const place = trimmed(state, group, put(group, entry, state.plan.isTemporal), counters);
  counters.counted += 1;
  touch(state, group, Math.max(entry.at, at) + timespanMs + horizonMs);
  return { kind: "counted", place };
}

/** An eighth at once, so that the list is not moved for each event. */
function trimmed(state: CorrelationState, group: Group, place: number, counters: CorrelationCounters): number {
  const { mostEvents, gone: { seqs } } = state;
  if (group.size <= mostEvents) return place;
  state.hasTrimmed = true;
  const gone = Math.min(Math.max(1, mostEvents >>> 3), place);
  for (let one = 0; one < gone; one += 1) seqs.push(seqAt(group, one));
  if (gone > 0) forgetOldest(group, gone);
  counters.trimmed += gone;
  return place - gone;
}

/** Last in the order, due as late as any of its entries. */
export function touch({ groups }: CorrelationState, group: Group, due: Instant): void {
  group.due = Math.max(group.due, due);
  groups.delete(group.key);
  groups.set(group.key, group);
}

/**
 * Groups whose time is over leave from the front; the order of touch is the order of their time, so none is looked for.
 * Looked at only when the front can be due: a map steps over all that left it since it was last tidied.
 */
export function expire(state: CorrelationState, streamAt: Instant): void {
  if (streamAt <= state.expireAt) return;
  const { plan: { correlation: { timespanMs }, horizonMs }, groups, gone } = state;
  let ahead = 0;
  for (const group of groups.values()) {
    if (group.due >= streamAt) {
      // An event with a clock far ahead: its group does not hold up those behind it.
      const isAhead = group.due > streamAt + timespanMs + horizonMs;
      if (!isAhead || (ahead += 1) > 8) { state.expireAt = isAhead ? streamAt : group.due; return; }
      touch(state, group, group.due);
      continue;
    }
    groups.delete(group.key);
    if (group.hasRow) gone.groups.push(group);
  }
}

/** Beyond the limit the group that was quiet longest is forgotten: one under attack is never the quiet one. */
export function keepWithin(state: CorrelationState, mostGroups: number, counters: CorrelationCounters): boolean {
  if (state.groups.size <= mostGroups) return false;
  for (const group of state.groups.values()) {
    if (state.groups.size <= mostGroups) break;
    state.groups.delete(group.key);
    state.gone.groups.push(group);
    for (let one = 0; one < group.size; one += 1) state.gone.seqs.push(seqAt(group, one));
    counters.forgotten += 1;
  }
  return true;
}
