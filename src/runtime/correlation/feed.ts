// The way of an event through the correlations: into its groups, what that tells, and on to the correlations above.
import type { Instant } from "../../kernel/clock.ts";
import type { FieldValue, Fields, RuntimeEvent } from "../event.ts";
import type { SigmaRule } from "../sigma/rule.ts";
import { limitHit, namesOf, toHit } from "./build-hit.ts";
import type { HitParts } from "./build-hit.ts";
import type { CorrelationCounters, CorrelationHit } from "./correlation-hit.ts";
import { count, expire, groupFor, keepWithin } from "./correlation-state.ts";
import type { CorrelationLimits, CorrelationState } from "./correlation-state.ts";
import { entryAt, placeAfter } from "./entries.ts";
import type { Entry } from "./entries.ts";
import type { Episode } from "./episode.ts";
import { digestOf } from "./event-digest.ts";
import type { DigestRing } from "./event-digest.ts";
import type { Group } from "./group.ts";
import { carried } from "./group-key.ts";
import type { Journal } from "./journal.ts";
import { judgeEntry, judgeTime, wakeOf } from "./judge.ts";
import type { Judgement } from "./judge.ts";
import { markOf } from "./mark.ts";
import { partsOf } from "./parts.ts";
import type { Plan } from "./plan.ts";
import type { StreamClock } from "./stream-clock.ts";
import { createWakeHeap } from "./wake-heap.ts";

export interface FeedContext {
  /** A correlation stands after those it is built on. */
  states: readonly CorrelationState[];
  clock: StreamClock;
  ring: DigestRing;
  journal: Journal;
  counters: CorrelationCounters;
  isShown(ruleId: string): boolean;
  limits: CorrelationLimits;
}

export interface Feed {
  observe(event: RuntimeEvent, matched: readonly SigmaRule[]): CorrelationHit[];
  /** Judges what waited for the time that has come. */
  settle(): CorrelationHit[];
  /** After a restart: looks at the group when its time comes. */
  wait(state: CorrelationState, group: Group): void;
  namesOf(state: CorrelationState, group: Group): Record<string, string>;
  /** The number of the newest entry. */
  seq(): number;
  goOn(seq: number): void;
}

/** Something that counts: an event, or a hit of a correlation below. places: of the rules it is a hit of, in the correlation's list. */
interface Input { at: Instant; id: string | undefined; fields: Fields; places: readonly number[]; digest(plan: Plan): string | undefined; event: RuntimeEvent | undefined }

/** Correlations that list a rule, and its place in their list. */
type Uses = ReadonlyMap<string, readonly (readonly [CorrelationState, number])[]>;

const usesOf = (states: readonly CorrelationState[]): Uses => {
  const all = states.flatMap((state) => state.plan.refs.map(({ id }, place) => [id, [state, place] as const] as const));
  return new Map([...Map.groupBy(all, ([id]) => id)].map(([id, uses]) => [id, uses.map(([, use]) => use)]));
};

export function createFeed({ states, clock, ring, journal, counters, isShown, limits }: FeedContext): Feed {
  const uses = usesOf(states);
  const rank = new Map(states.map((state, place) => [state, place]));
  const wakes = createWakeHeap<{ state: CorrelationState; group: Group }>((one, other) => (rank.get(one.state) ?? 0) - (rank.get(other.state) ?? 0) || (one.group.key < other.group.key ? -1 : 1));
  let [seq, turn] = [0, 0];
  // The time that is judged: while a stream that jumped is caught up with, one wake after the other.
  let now = clock.settled;
  let hits: CorrelationHit[] = [];
  const frontierOf = ({ plan }: CorrelationState): Instant => now - plan.horizonMs;
  const flush = (): CorrelationHit[] => { const told = hits; hits = []; counters.hits += told.length; return told; };

  function wait(state: CorrelationState, group: Group): void {
    const at = wakeOf(state.plan, group, frontierOf(state));
    if (at === Infinity || at >= group.wakeAt) return;
    group.wakeAt = at;
    wakes.add(at + state.plan.horizonMs, { state, group });
  }

  function runWakes(): void {
    for (let wake = wakes.takeBefore(clock.settled); wake !== undefined; wake = wakes.takeBefore(clock.settled)) {
      const { state, group } = wake.item;
      if (group.wakeAt + state.plan.horizonMs !== wake.at || state.groups.get(group.key) !== group) continue;
      group.wakeAt = Infinity;
      now = Math.min(clock.settled, wake.at + 1);
      settleGroup(state, group, judgeTime(state.plan, group, frontierOf(state)), undefined);
    }
    now = clock.settled;
  }

  function settleGroup(state: CorrelationState, group: Group, { met, told }: Judgement, current: HitParts["current"]): void {
    if (group.hasRow || group.episodes.length > 0 || group.covered > -Infinity) journal.group(state, group);
    const above = uses.get(state.plan.correlation.id) ?? [];
    for (const episode of told) {
      if (isShown(state.plan.correlation.id)) hits.push(toHit({ plan: state.plan, group, episode, ring, current }));
      for (const [outer, place] of above) if (!isFedByEach(outer, state)) rise(outer, place, state, group, lastUpTo(group, episode));
    }
    for (const [outer, place] of above) if (isFedByEach(outer, state)) for (const entry of met) rise(outer, place, state, group, entry);
    wait(state, group);
  }

  /** A hit of a correlation is an event to those above: at the time of the entry, with the group-by values and the fields they ask for. */
  function rise(outer: CorrelationState, place: number, inner: CorrelationState, group: Group, entry: Entry | undefined): void {
    if (entry === undefined) return;
    const named = inner.plan.correlation.groupBy;
    const values = JSON.parse(group.shown) as string[];
    const fields: Record<string, FieldValue> = { ...Object.fromEntries(named.map((name, index) => [name, values[index] ?? null])), ...entry.carry };
    take(outer, { at: entry.at, id: `${inner.plan.correlation.id}/${group.key}/${entry.key}`, fields, places: [place], digest: () => ring.get(entry.seq), event: undefined });
  }

  function take(state: CorrelationState, input: Input): void {
    const { plan } = state;
    for (const { tuple, amount, part } of partsOf(plan, input.fields, input.places, counters)) {
      const shown = JSON.stringify(tuple);
      const group = groupFor(state, shown.toLowerCase(), shown);
      seq += 1;
      const entry: Entry = { at: input.at, amount, key: markOf(`${input.id ?? `#${input.event === undefined ? seq : turn}`}${part}`), seq, carry: carried(input.fields, plan.carries) };
      const counted = count(state, group, entry, { at: clock.at, now }, counters);
      if (counted.kind !== "counted") { if (group.size === 0) state.groups.delete(group.key); continue; }
      if (input.at < now - plan.horizonMs) counters.behind += 1;
      const digest = input.digest(plan);
      if (digest !== undefined) ring.put(seq, digest);
      journal.entry(state, group, entry, digest);
      const judged = judgeEntry(plan, group, counted.place, frontierOf(state), uses.has(plan.correlation.id));
      settleGroup(state, group, judged, { seq: entry.seq, event: input.event });
      beLoud(state, input);
    }
  }

  function beLoud(state: CorrelationState, { at, event }: Input): void {
    const beyond = { groups: keepWithin(state, limits.groups, counters), events: state.hasTrimmed };
    state.hasTrimmed = false;
    for (const what of ["groups", "events"] as const) {
      if (!beyond[what] || Math.max(at, clock.at) < state.quietUntil[what]) continue;
      state.quietUntil[what] = Math.max(at, clock.at) + state.plan.correlation.timespanMs;
      hits.push(limitHit(state, what, what === "groups" ? limits.groups : state.mostEvents, at, event));
    }
  }

  return {
    wait,
    seq: () => Math.max(seq, turn),
    goOn(from) { seq = from; turn = from; now = clock.settled; },
    namesOf: ({ plan }, group) => namesOf(plan, group),
    settle() { runWakes(); return flush(); },
    observe(event, matched) {
      turn = Math.max(turn, seq) + 1;
      if (!clock.see(event.at)) counters.ahead += 1;
      runWakes();
      const idle = states[turn % states.length];
      if (idle !== undefined) expire(idle, clock.at);
      for (const [state, places] of placesOf(matched)) {
        expire(state, clock.at);
        let digest: string | undefined;
        take(state, { at: event.at, id: event.id, fields: event.fields, places, event, digest: (plan) => (digest ??= digestOf(event, plan.fields.flatMap(({ groupBy, values }) => [...groupBy.flat(), ...values.flat()]))) });
      }
      return flush();
    },
  };

  function placesOf(matched: readonly SigmaRule[]): ReadonlyMap<CorrelationState, number[]> {
    const places = new Map<CorrelationState, number[]>();
    for (const { id } of matched) for (const [state, place] of uses.get(id) ?? []) { const known = places.get(state); if (known === undefined) places.set(state, [place]); else known.push(place); }
    return places;
  }
}

/**
 * Whether each entry that meets the inner condition counts above, or each run once. "Many failed logins, then a success" asks whether there were
 * many at some time within the timespan: each. "Three bursts in an hour" counts runs. A range is only known when its run is over.
 */
const isFedByEach = (outer: CorrelationState, inner: CorrelationState): boolean => outer.plan.isTemporal && inner.plan.mode !== "range";

function lastUpTo(group: Group, episode: Episode): Entry | undefined {
  const place = placeAfter(group, episode.end) - 1;
  return place < 0 ? undefined : entryAt(group, place);
}
