// A correlation's hit: which condition a group of events met, when, by how much, and the newest of the events.
import type { Instant } from "../../kernel/clock.ts";
import type { RuntimeEvent } from "../event.ts";
import type { SigmaCorrelation } from "../sigma/rule.ts";

/** At most so many events come with a hit; the newest. */
export const shownEvents = 10;

export interface CorrelationHit {
  correlation: SigmaCorrelation;
  /** When the condition was first met, in the events' own time; for conditions judged afterwards, the last event that counted. */
  at: Instant;
  /** The group-by fields (or aliases) and their values as the first event wrote them. */
  group: Readonly<Record<string, string>>;
  /** The count, sum, average, percentile or number of rules that met the condition. */
  value: number;
  /** The newest events that counted, newest first, at most `shownEvents`; older ones are cut to what a digest holds. */
  events: readonly RuntimeEvent[];
  /** For people: what was counted, of whom, in what time, against which bound; then from when to when. */
  sentences: readonly string[];
  /** Not a finding of the condition: the correlation had to forget something, because it is beyond a limit. */
  limit?: true;
}

/** What the correlator did with what it was given; each only grows. */
export interface CorrelationCounters {
  /** Events that count in a group, once per group. */
  counted: number;
  /** Events with an id that was already in the group's window. */
  duplicates: number;
  /** Not counted: a group-by field or the value's field is not there. */
  missing: number;
  /** Not counted: the value is no number, and the correlation adds, averages or ranks. */
  unusable: number;
  /** Not counted: older than lateness and timespan behind the newest event of their group. */
  late: number;
  /** Counted, but older than the lateness: what they complete is found, yet one run of hits may be told as two. */
  behind: number;
  /** Events so far ahead of the stream that their time is not believed until others agree. */
  ahead: number;
  /** Groups forgotten because a correlation was beyond its limit of groups. */
  forgotten: number;
  /** Events forgotten because a group was beyond its limit of events. */
  trimmed: number;
  /** Hits told, without those that only feed other correlations. */
  hits: number;
}

export const noCounts = (): CorrelationCounters => ({ counted: 0, duplicates: 0, missing: 0, unusable: 0, late: 0, behind: 0, ahead: 0, forgotten: 0, trimmed: 0, hits: 0 });
