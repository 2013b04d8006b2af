// A surprising bin as a hit: how bad it is, and the sentences that say against what.
import { toIso } from "../../kernel/clock.ts";
import type { Level, Origin, RuntimeEvent } from "../event.ts";
import type { Hit } from "../hit.ts";
import type { Direction, Surprise } from "./rate-line.ts";
import type { SeriesId } from "./series.ts";

const words: Readonly<Record<SeriesId, string>> = { events: "events", requests: "requests", errors: "server errors", "logins-failed": "failed logins", "bytes-out": "bytes sent" };

/** What a surge or a silence may mean; nothing is claimed where both are common. */
const tags: Readonly<Partial<Record<`${SeriesId} ${Direction}`, readonly string[]>>> = {
  "requests higher": ["attack.impact", "attack.t1499"],
  "logins-failed higher": ["attack.credential-access", "attack.t1110"],
  "bytes-out higher": ["attack.exfiltration", "attack.t1048"],
};

/** More of what hurts, and a source that falls silent while it lives, weigh a level more than more work does. Fewer errors or failed logins are good news. */
export function levelOf(series: SeriesId, direction: Direction, surprise: number): Level {
  const isBad = direction === "higher" ? series === "errors" || series === "logins-failed" || series === "bytes-out" : series === "requests";
  if (direction === "lower" && (series === "errors" || series === "logins-failed")) return "informational";
  if (surprise >= 40) return isBad ? "high" : "medium";
  return isBad ? "medium" : "low";
}

// Rounded down, so that 100 % is all of them.
const percent = (share: number): string => `${(Math.floor(share * 1000) / 10).toString()} %`;
const number = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 1 });

/** What is told to people; the first is the whole of it in one line. */
export function sentencesOf(series: SeriesId, binMs: number, { at, value, direction, similar, history }: Surprise): string[] {
  const share = direction === "higher" ? similar.below : 1 - similar.upTo;
  const last = similar.last === undefined ? "There is no earlier day with this hour." : `The last similar day, ${toIso(similar.last.at).slice(0, 10)}, had ${number(similar.last.mean)} on average and ${number(similar.last.most)} at most.`;
  return [
    `${number(value)} ${words[series]} in the ${number(binMs / 1000)} s from ${toIso(at)}: ${direction} than ${percent(share)} of ${similar.name}.`,
    `Expected ${number(similar.low)} to ${number(similar.high)} (98 % of ${number(similar.bins)} bins), ${number(similar.middle)} in the middle.`,
    last,
    `It rests on ${number(history.days)} days; the source was live in ${percent(history.coverage)} of their bins.`,
  ];
}

export interface HitPlace { workload: string; series: SeriesId; binMs: number; origin: Origin }

export function hitOf({ workload, series, binMs, origin }: HitPlace, told: Surprise): Hit {
  const sentences = sentencesOf(series, binMs, told);
  const { at, value, direction, surprise, likelihood, similar, history } = told;
  return {
    kind: "rate", ruleId: `rate:${series}`, level: levelOf(series, direction, surprise), tags: tags[`${series} ${direction}`] ?? [], at, subject: direction,
    title: `${direction === "higher" ? "Unusually many" : "Unusually few"} ${words[series]} on ${workload}`,
    why: { sentences, proof: { value, direction, expected: { low: similar.low, middle: similar.middle, high: similar.high }, quantile: { group: similar.name, below: similar.below, upTo: similar.upTo, bins: similar.bins }, lastSimilarDay: similar.last ?? null, history, surprise, likelihood } },
    event: eventOf({ workload, series, binMs, origin }, at, value, sentences[0] ?? ""), others: [],
  };
}

/** A bin is no sender's event: one is made of it, the same for the same bin, so that a repeat is known. */
const eventOf = ({ workload, series, binMs, origin }: HitPlace, at: number, value: number, raw: string): RuntimeEvent =>
  ({ id: `rate/${workload}/${series}/${at}`, at, isTimed: true, decoder: "rates", logsource: {}, origin, fields: { workload, series, value, binMs }, raw });
