// How many pages the first who were told answered.
import { defineIncidentMeasure, waitingSince } from "../incident-measure.ts";
import { shareOf } from "../incident-spans.ts";

export const firstStepShare = defineIncidentMeasure({
  id: "first-step-share", about: "Pages answered within their first step", formula: "pages acknowledged while only the first step had been told / pages begun in the range that were acknowledged or went past the first step; pages that ended otherwise in the first step are counted apart, those still in it wait", unit: "ratio", better: "higher",
  starts: "page.started", stops: "page.acknowledged",
  compute: ({ pages }, { from, to, now }) => {
    const begun = pages.filter(({ startedAt }) => startedAt >= from && startedAt < to);
    const [first, further] = [begun.filter(({ told }) => told.every(isFirstStep)), begun.filter(({ told }) => !told.every(isFirstStep))];
    const answered = first.filter(({ state }) => state === "acknowledged");
    const given = first.filter(({ state }) => state === "exhausted");
    const running = first.filter(({ state }) => state === "running");
    const n = answered.length + given.length + further.length;
    return { whole: { n, value: shareOf(answered.length, n) }, waiting: waitingSince(running.map(({ startedAt }) => startedAt), Math.min(to, now)), without: first.length - answered.length - given.length - running.length };
  },
});

const isFirstStep = ({ step, round }: { step: number; round: number }): boolean => step === 0 && round === 0;
