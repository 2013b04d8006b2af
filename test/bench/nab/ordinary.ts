// What is ordinary: a dozen kinds of operational series, each with its own noise, rhythm and habits.
import type { Chance } from "../chance.ts";
import type { TroubleId } from "./troubles.ts";

export interface Kind {
  id: string;
  stepMs: number;
  irregular?: true;
  values(at: readonly number[], chance: Chance): Float64Array;
  /** As the series shows a value: rounded, cut off. */
  shown(value: number): number;
  troubles: readonly TroubleId[];
}

/** Box and Muller's normal variate. */
export const normal = (chance: Chance): number => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());

/** Knuth's for small means, the normal one beyond. */
export function poisson(mean: number, chance: Chance): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(chance)));
  let [count, product] = [0, chance()];
  for (const limit = Math.exp(-mean); product > limit; count += 1) product *= chance();
  return count;
}

const hours = (at: number): number => (at / 3_600_000) % 24;
const isWeekend = (at: number): boolean => { const day = new Date(at).getUTCDay(); return day === 0 || day === 6; };
const daytime = (at: number): number => 0.5 - 0.5 * Math.cos((2 * Math.PI * (hours(at) - 4)) / 24);
const minutes5 = 300_000;
const same = (value: number): number => value;
const percent = (value: number): number => Math.round(Math.min(100, Math.max(0, value)) * 1000) / 1000;
const count = (value: number): number => Math.max(0, Math.round(value));

/** A first-order autoregression with unit innovations, its value handed to each point. */
function drifting(at: readonly number[], chance: Chance, keep: number, of: (drift: number, at: number, point: number) => number): Float64Array {
  let drift = 0;
  return Float64Array.from(at, (one, point) => { drift = keep * drift + normal(chance); return of(drift, one, point); });
}

/** Bursts that come at random with sizes of a power law, fading: what news does to a count. */
function bursting(at: readonly number[], chance: Chance, share: number, tail: number): Float64Array {
  let burst = 0;
  return Float64Array.from(at, () => { burst *= 0.8; if (chance() < share) burst += (1 - chance()) ** -tail - 0.5; return burst; });
}

const every: readonly TroubleId[] = ["spike", "spikes", "shift", "drop", "noisier", "flat", "drift"];

export const kinds: readonly Kind[] = [
  { id: "cpuIdle", stepMs: minutes5, shown: percent, troubles: every,
    values: (at, chance) => { const base = 1 + 10 * chance(); return drifting(at, chance, 0.5, (drift) => base + 0.12 * base * drift + (chance() < 0.01 ? base * chance() : 0)); } },
  { id: "cpuBusy", stepMs: minutes5, shown: percent, troubles: every,
    values: (at, chance) => { const swing = 25 * chance(); return drifting(at, chance, 0.8, (drift, one) => 35 + swing * daytime(one) + 2.5 * drift); } },
  { id: "backupDisk", stepMs: minutes5, shown: count, troubles: ["spike", "spikes", "shift", "skip", "noisier"],
    values: (at, chance) => { const [period, size] = [12 + Math.floor(chance() * 280), 1e5 + 1e7 * chance()]; return Float64Array.from(at, (_, point) => (point % period < 3 ? size * (0.8 + 0.4 * chance()) : chance() < 0.05 ? 0.2 * size * chance() : 0)); } },
  { id: "network", stepMs: minutes5, shown: count, troubles: ["spike", "spikes", "shift", "drop", "noisier"],
    values: (at, chance) => drifting(at, chance, 0.3, (drift, one) => 4e4 * Math.exp(0.35 * drift + 0.5 * daytime(one)) + (chance() < 0.004 ? 6e5 * chance() : 0)) },
  { id: "taxi", stepMs: 1_800_000, shown: count, troubles: ["holiday", "holiday", "drop", "shift", "spike"],
    values: (at, chance) => drifting(at, chance, 0.9, (drift, one) => 4000 + 18_000 * daytime(one) ** 0.7 * (isWeekend(one) ? 0.8 : 1) + (isWeekend(one) && hours(one) < 4 ? 6000 : 0) + 350 * drift) },
  { id: "machineHeat", stepMs: minutes5, shown: same, troubles: ["drop", "drop", "spike", "drift", "shift"],
    values: (at, chance) => drifting(at, chance, 0.995, (drift) => 85 + 0.7 * drift + 0.8 * normal(chance)) },
  { id: "tweets", stepMs: minutes5, shown: count, troubles: ["crowd", "crowd", "spike"],
    values: (at, chance) => { const rate = 3 + 60 * chance() ** 2; const bursts = bursting(at, chance, 0.01, 0.55); return Float64Array.from(at, (one, point) => poisson(rate * (0.3 + daytime(one)) * (1 + (bursts[point] ?? 0)), chance)); } },
  { id: "roadSpeed", stepMs: minutes5, irregular: true, shown: (value) => Math.round(Math.min(90, Math.max(0, value))), troubles: ["drop", "spike", "shift", "noisier", "skip"],
    values: (at, chance) => drifting(at, chance, 0.5, (drift, one) => 72 - (isWeekend(one) ? 0 : 14 * Math.exp(-((hours(one) - 17) ** 2) / 3)) + 3.5 * drift - (chance() < 0.006 ? 30 * chance() : 0)) },
  { id: "adPrice", stepMs: 3_600_000, shown: (value) => Math.max(0, Math.round(value * 1e4) / 1e4), troubles: ["spike", "spikes", "shift", "drop"],
    values: (at, chance) => drifting(at, chance, 0.6, (drift, one) => 0.4 * Math.exp(0.12 * drift) * (0.7 + 0.6 * daytime(one)) * (chance() < 0.01 ? 1.5 : 1)) },
  { id: "artificialDay", stepMs: minutes5, shown: same, troubles: ["flat", "skip", "spike", "reverse", "shift", "noisier", "period"],
    values: (at, chance) => { const noise = chance() < 0.3 ? 0 : 3; return Float64Array.from(at, (one) => (hours(one) >= 9 && hours(one) < 18 ? 80 : 20) + noise * (chance() * 2 - 1)); } },
  { id: "requests", stepMs: 60_000, shown: count, troubles: ["spike", "spikes", "shift", "drop", "crowd", "flat", "period"],
    values: (at, chance) => { const rate = 2 + 400 * chance() ** 3; return drifting(at, chance, 0.98, (drift, one) => poisson(rate * (0.25 + daytime(one)) * Math.exp(0.04 * drift), chance)); } },
  { id: "latency", stepMs: minutes5, shown: (value) => Math.round(value * 1000) / 1000, troubles: ["spike", "spikes", "shift", "noisier", "drift"],
    values: (at, chance) => Float64Array.from(at, () => 44 + 2 * normal(chance) + (chance() < 0.01 ? 8 * (1 - chance()) ** -0.4 : 0)) },
  { id: "quiet", stepMs: minutes5, shown: same, troubles: [],
    values: (at, chance) => { const [swing, noise] = [30 * chance(), 5 * chance() ** 3]; return Float64Array.from(at, (one) => 50 + swing * daytime(one) + noise * normal(chance)); } },
  { id: "steps", stepMs: minutes5, shown: (value) => Math.round(value), troubles: ["shift", "spike", "noisier", "drop"],
    values: (at, chance) => { let level = 3; return Float64Array.from(at, () => { if (chance() < 0.03) level = Math.max(1, Math.min(6, level + (chance() < 0.5 ? -1 : 1))); return level * 10 + (chance() < 0.1 ? 1 : 0); }); } },
];

