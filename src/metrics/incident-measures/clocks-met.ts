// How many clocks of rule-makers were stopped in time.
import { defineIncidentMeasure } from "../incident-measure.ts";
import type { ClockLife } from "../incident-record.ts";
import { shareOf } from "../incident-spans.ts";

export const clocksMet = defineIncidentMeasure({
  id: "clocks-met", about: "Clocks met in time", formula: "clocks stopped by their due instant / clocks stopped or fallen due in the range; those that a person said do not apply are counted apart, those not due yet wait", unit: "ratio", better: "higher",
  starts: "clock.started", stops: "clock.stopped",
  compute: ({ clocks }, { from, to, now }) => {
    const end = Math.min(to, now);
    const touched = (at: number | undefined): boolean => at !== undefined && at >= from && at < to;
    const binding = clocks.filter(({ applies }) => applies);
    const judged = binding.filter(({ stoppedAt, dueAt }) => (stoppedAt !== undefined && stoppedAt < to ? touched(stoppedAt) : touched(dueAt) && dueAt < end));
    const ahead = binding.filter(({ stoppedAt, dueAt }) => (stoppedAt === undefined || stoppedAt >= to) && dueAt >= end);
    const regimes = [...Map.groupBy(judged, ({ regime }) => regime)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return {
      whole: { n: judged.length, value: metShare(judged) }, waiting: { n: ahead.length, oldestMs: undefined }, without: clocks.filter((clock) => !clock.applies && touched(clock.stoppedAt)).length,
      parts: regimes.map(([key, own]) => ({ key, n: own.length, value: metShare(own) })),
    };
  },
});

const metShare = (clocks: readonly ClockLife[]): number | undefined => shareOf(clocks.filter(({ stoppedAt, dueAt }) => stoppedAt !== undefined && stoppedAt <= dueAt).length, clocks.length);
