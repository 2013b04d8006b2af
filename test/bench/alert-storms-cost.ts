// What an alert costs, and what grows with the number of names on places.
import { createStorm } from "../../src/incidents/storm/storm.ts";
import { between, createChance } from "./chance.ts";
import { round } from "./figures.ts";

const alerts = 200_000;

/** Alerts/s, microseconds an alert, rows kept and heap, at four sizes; the last is beyond what memory keeps. */
export const costRows = (): number[][] => [100, 2_000, 20_000, 100_000].map((pairs) => {
  const chance = createChance(pairs);
  const storm = createStorm();
  const names = Math.max(10, Math.round(pairs / 50));
  const startedAt = performance.now();
  for (let n = 0; n < alerts; n += 1) {
    const pair = between(chance, 0, pairs);
    storm.observe({ name: `kind ${pair % names}`, entities: [`host:h${Math.floor(pair / 50)}`], at: n * 1000, ref: "" });
    if (n % 1000 === 0) storm.takeChanges();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return [pairs, Math.round(alerts / seconds), round(seconds / alerts * 1e6), storm.snapshot().length, Math.round(process.memoryUsage().heapUsed / 2 ** 20)];
});
