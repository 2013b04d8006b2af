// The rates as they run: counts per minute with days and weeks, a burst in each; how many are told, how many alarms are false, what it costs.
import { dayMs, minuteMs } from "../../../src/kernel/clock.ts";
import type { RuntimeEvent } from "../../../src/runtime/event.ts";
import { createRates } from "../../../src/runtime/rates/rates.ts";
import { createChance } from "../chance.ts";
import type { Chance } from "../chance.ts";
import { normal, poisson } from "./ordinary.ts";

export interface ProductionFigures { series: number; seriesDays: number; burstsTold: number; bursts: number; falseAlarms: number; microsecondsPerBin: number; largestRowBytes: number }

const start = Date.UTC(2026, 0, 5);
const days = 12;
const burstMinutes = 10;

/** Bursts are six times the usual and ten more, for ten minutes, on the eleventh day; usual is 0.2 to 200 a minute, half of the series with more noise than chance alone. */
export function measureProduction(count: number): ProductionFigures {
  const startedAt = performance.now();
  const all = Array.from({ length: count }, (_, nth) => runOne(createChance(9000 + nth)));
  const sum = (of: (one: ReturnType<typeof runOne>) => number): number => all.reduce((total, one) => total + of(one), 0);
  return {
    series: count, seriesDays: count * days, burstsTold: sum(({ isTold }) => Number(isTold)), bursts: count, falseAlarms: sum(({ falseAlarms }) => falseAlarms),
    microsecondsPerBin: Number(((1000 * (performance.now() - startedAt)) / (count * days * 1440)).toFixed(1)), largestRowBytes: Math.max(...all.map(({ largest }) => largest)),
  };
}

function runOne(chance: Chance): { isTold: boolean; falseAlarms: number; largest: number } {
  const rates = createRates();
  const burstAt = start + (days - 2) * dayMs + Math.floor(chance() * 1440) * minuteMs;
  const countAt = countsOf(chance, burstAt);
  const result = { isTold: false, falseAlarms: 0, largest: 0 };
  for (let at = start; at < start + days * dayMs; at += minuteMs) {
    const amount = countAt(at);
    rates.observe(eventAt(at), "workload", () => [{ series: "requests", amount }]);
    for (const told of rates.tick(at + 90_000, () => true)) {
      if (told.at >= burstAt && told.at < burstAt + 1.5 * burstMinutes * minuteMs) result.isTold = true;
      else result.falseAlarms += 1;
    }
    for (const { body } of rates.take().put) result.largest = Math.max(result.largest, body.length);
  }
  return result;
}

function countsOf(chance: Chance, burstAt: number): (at: number) => number {
  const [rate, noise] = [10 ** (chance() * 3 - 0.7), chance() < 0.5 ? 0 : 0.15];
  let drift = 0;
  return (at) => {
    drift = 0.99 * drift + 0.02 * normal(chance);
    const ofDay = 0.2 + 0.8 * (0.5 - 0.5 * Math.cos((2 * Math.PI * (at / 3_600_000 - 4)) / 24));
    const usual = rate * ofDay * ([0, 6].includes(new Date(at).getUTCDay()) ? 0.6 : 1) * Math.exp(drift + noise * normal(chance));
    return poisson(at >= burstAt && at < burstAt + burstMinutes * minuteMs ? 6 * usual + 10 : usual, chance);
  };
}

const eventAt = (at: number): RuntimeEvent => ({ id: undefined, at, isTimed: true, decoder: "bench", logsource: {}, origin: { host: "bench" }, fields: {}, raw: "" });
