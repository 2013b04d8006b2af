// Hits as they are told: the group's names, the newest events, the sentences.
import type { Instant } from "../../kernel/clock.ts";
import type { RuntimeEvent } from "../event.ts";
import { shownEvents } from "./correlation-hit.ts";
import type { CorrelationHit } from "./correlation-hit.ts";
import type { CorrelationState } from "./correlation-state.ts";
import { placeAfter, seqAt, timeAt } from "./entries.ts";
import type { Episode } from "./episode.ts";
import { eventOf } from "./event-digest.ts";
import type { DigestRing } from "./event-digest.ts";
import type { Group } from "./group.ts";
import type { Plan } from "./plan.ts";
import { limitSentence, sentencesOf } from "./sentences.ts";

/** current: the event just counted and its number, which is shown whole. */
export interface HitParts { plan: Plan; group: Group; episode: Episode; ring: DigestRing; current: { seq: number; event: RuntimeEvent | undefined } | undefined }

export function toHit({ plan, group, episode, ring, current }: HitParts): CorrelationHit {
  const { correlation, mode } = plan;
  const named = namesOf(plan, group);
  const at = mode === "rise" || mode === "level" ? episode.begin : episode.end;
  return { correlation, at, group: named, value: episode.peak, events: eventsOf(group, mode === "whole" ? episode : { begin: episode.end - correlation.timespanMs, end: episode.end }, ring, current), sentences: sentencesOf(plan, named, episode.peak, episode.begin, episode.end) };
}

export function namesOf({ correlation: { groupBy } }: Plan, { shown }: Group): Record<string, string> {
  const values = JSON.parse(shown) as string[];
  return Object.fromEntries(groupBy.map((name, place) => [name, values[place] ?? ""]));
}

/** The newest of the run's last window: older ones may be gone from the journal when a run was told late. */
function eventsOf(group: Group, { begin, end }: Pick<Episode, "begin" | "end">, ring: DigestRing, current: HitParts["current"]): RuntimeEvent[] {
  const shown: RuntimeEvent[] = [];
  const last = placeAfter(group, end) - 1;
  for (let place = last; place >= 0 && place > last - shownEvents && timeAt(group, place) >= begin; place -= 1) {
    const seq = seqAt(group, place);
    const digest = ring.get(seq);
    if (seq === current?.seq && current.event !== undefined) shown.push(current.event);
    else if (digest !== undefined) shown.push(eventOf(digest, timeAt(group, place)));
  }
  return shown;
}

/** The correlation says of itself that it forgets; event: the one at which it did. */
export function limitHit({ plan: { correlation } }: CorrelationState, what: "groups" | "events", most: number, at: Instant, event: RuntimeEvent | undefined): CorrelationHit {
  return { correlation, at, group: {}, value: most, events: event === undefined ? [] : [event], sentences: [limitSentence(correlation.title, what, most)], limit: true };
}
