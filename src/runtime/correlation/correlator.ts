// The correlator: hits of rules in, hits of Sigma correlations out, over sliding windows of the events' own time.
import type { Instant } from "../../kernel/clock.ts";
import { minuteMs } from "../../kernel/clock.ts";
import type { RuntimeEvent } from "../event.ts";
import type { FieldMapping } from "../sigma/field-mapping.ts";
import type { RuleReject, SigmaCorrelation, SigmaRule } from "../sigma/rule.ts";
import type { Remembering } from "../state.ts";
import { createFeed } from "./feed.ts";
import { noCounts } from "./correlation-hit.ts";
import type { CorrelationCounters, CorrelationHit } from "./correlation-hit.ts";
import { createState } from "./correlation-state.ts";
import type { CorrelationLimits } from "./correlation-state.ts";
import { createDigestRing } from "./event-digest.ts";
import { createJournal, rowKind } from "./journal.ts";
import type { StreamState } from "./journal.ts";
import { plansOf } from "./plan.ts";
import { resolveCorrelations } from "./resolve-correlations.ts";
import { restoreRows } from "./restore-rows.ts";
import { createStreamClock } from "./stream-clock.ts";

export type { CorrelationCounters, CorrelationHit } from "./correlation-hit.ts";

export interface CorrelatorOptions {
  /** How late an event may come, behind the newest of the stream, without making any difference; 60 s. */
  latenessMs?: number;
  /** Under which names of the event group-by and value fields are looked up. */
  mappings?: readonly FieldMapping[];
  /** groups: of one correlation, 50,000. events: of one group, 10,000. */
  limits?: Partial<CorrelationLimits>;
}

/** A run of a group that still goes on: for counts that grow after the hit was told. */
export interface Ongoing { correlation: SigmaCorrelation; group: Readonly<Record<string, string>>; begin: Instant; end: Instant; /** The highest so far. */ value: number }

/**
 * Sigma 2.1 correlations (sigma-correlation-rules-specification.md), as docs/correlations.md says it for people.
 *
 * Every event is given, with the rules it matched: those that matched nothing move the time of the stream. A window is [end - timespan, end], ends at
 * an event and is never snapped to a clock. While a group meets its condition at least once in every timespan, that is one run and one hit;
 * a timespan without it ends the run. Events at most `latenessMs` late give the same runs and hits as events in order: the same number per group,
 * and `at` at most `latenessMs` after the begin of the run. Sums of negative values are the exception: a late one takes no hit back.
 *
 * Rows are due in the stream's time: remove those with dueAt before `streamAt()`, not before the wall clock's now, or a replay forgets what it needs.
 */
export interface Correlator extends Remembering {
  /** matched: the rules the event matched, ours or not. Hits only of correlations that are shown. */
  observe(event: RuntimeEvent, matched: readonly SigmaRule[]): readonly CorrelationHit[];
  /** The wall clock's now, every few seconds: where the stream is quiet, what waits for the time to pass is judged. Before the first call nothing happens. */
  elapse(now: Instant): readonly CorrelationHit[];
  /** Nothing more comes (the end of a file): everything that waits is judged. */
  end(): readonly CorrelationHit[];
  /** False: the hits of this rule or correlation only feed correlations that do not say `generate: true`. */
  isShown(ruleId: string): boolean;
  /** Correlations that are not at work, and why. */
  readonly rejects: readonly RuleReject[];
  counters(): Readonly<CorrelationCounters>;
  ongoing(): Ongoing[];
  /** How far the stream has come; undefined before the first few events. */
  streamAt(): Instant | undefined;
  /** Groups with at least one event in memory. */
  liveGroups(): number;
}

/** A single event moves the stream by at most this: clocks are wrong by minutes, time zones by an hour or more. */
const jumpMs = 15 * minuteMs;

export function createCorrelator(correlations: readonly SigmaCorrelation[], rules: readonly SigmaRule[], options: CorrelatorOptions = {}): Correlator {
  const { latenessMs = minuteMs, mappings = [] } = options;
  const limits: CorrelationLimits = { groups: 50_000, events: 10_000, ...options.limits };
  const { correlations: resolved, rejects } = resolveCorrelations(correlations, rules);
  const states = plansOf(resolved, latenessMs, mappings).map((plan) => createState(plan, limits));
  const [clock, ring, journal, counters] = [createStreamClock(Math.max(latenessMs, jumpMs)), createDigestRing(), createJournal(), noCounts()];
  const isShown = shownBy(resolved.map(({ correlation, refs }) => ({ generate: correlation.generate, ids: refs.map(({ id }) => id) })));
  const feed = createFeed({ states, clock, ring, journal, counters, isShown, limits });
  const stream = (): StreamState => ({ clock: clock.state(), seq: feed.seq(), counters: { ...counters }, quiet: Object.fromEntries(states.flatMap(({ plan, quietUntil: { groups, events } }) => (Math.max(groups, events) === -Infinity ? [] : [[plan.correlation.id, [groups, events].map((at) => (at === -Infinity ? null : at))] as const]))) });
  return {
    kinds: [rowKind], rejects, isShown,
    observe: (event, matched) => feed.observe(event, matched),
    elapse(now) { clock.elapse(now); return feed.settle(); },
    end() { clock.end(); return feed.settle(); },
    counters: () => ({ ...counters }),
    streamAt: () => (clock.at === -Infinity ? undefined : clock.at),
    liveGroups: () => states.reduce((sum, { groups }) => sum + groups.size, 0),
    ongoing: () => states.flatMap((state) => [...state.groups.values()].flatMap((group) => group.episodes.filter(({ isTold }) => isTold).map(({ begin, end, peak }) => ({ correlation: state.plan.correlation, group: feed.namesOf(state, group), begin, end, value: peak })))),
    take: () => journal.take(states, clock.settled, stream()),
    restore(rows) {
      const restored = restoreRows(rows, states, ring);
      for (const key of restored.stale) journal.stale(key);
      if (restored.stream !== undefined) takeUp(restored.stream);
      for (const [state, group] of restored.groups) feed.wait(state, group);
    },
  };

  function takeUp({ clock: kept, seq, counters: counted, quiet }: StreamState): void {
    clock.restore(kept);
    feed.goOn(seq);
    Object.assign(counters, counted);
    for (const { plan, quietUntil } of states) { const [groups, events] = quiet[plan.correlation.id] ?? []; quietUntil.groups = groups ?? -Infinity; quietUntil.events = events ?? -Infinity; }
  }
}

/** Specification, "Generate": a rule that a correlation refers to is no detection of its own, unless one of them says so. */
function shownBy(uses: readonly { generate: boolean; ids: readonly string[] }[]): (ruleId: string) => boolean {
  const [hidden, wished] = [false, true].map((generate) => new Set(uses.filter((use) => use.generate === generate).flatMap(({ ids }) => ids)));
  return (ruleId) => !hidden?.has(ruleId) || wished?.has(ruleId) === true;
}
