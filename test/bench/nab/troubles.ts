// What goes wrong in a series: each trouble changes the values from its onset on.
import type { Chance } from "../chance.ts";

export interface Planting { values: Float64Array; onset: number; chance: Chance; stepMs: number }

/** Median and mean absolute deviation of the thousand points before the onset. */
function habits({ values, onset }: Planting): { middle: number; spread: number } {
  const before = values.slice(Math.max(0, onset - 1000), onset).toSorted();
  const middle = before[before.length >> 1] ?? 0;
  return { middle, spread: before.reduce((sum, one) => sum + Math.abs(one - middle), 0) / before.length || 1 };
}

function change({ values, onset }: Planting, length: number, to: (value: number, nth: number) => number): void {
  for (let nth = 0; nth < length && onset + nth < values.length; nth += 1) values[onset + nth] = to(values[onset + nth] ?? 0, nth);
}

const some = (chance: Chance, from: number, to: number): number => from + Math.floor((to - from) * chance() ** 2);
const perDay = (stepMs: number): number => Math.round(86_400_000 / stepMs);
const sign = (chance: Chance): number => (chance() < 0.75 ? 1 : -1);

export const troubles = {
  spike(at) { const size = (5 + 8 * at.chance()) * habits(at).spread * sign(at.chance); change(at, some(at.chance, 1, 4), (value) => value + size); },
  spikes(at) { const size = (4 + 6 * at.chance()) * habits(at).spread; change(at, some(at.chance, 20, 80), (value) => (at.chance() < 0.25 ? value + size * (0.5 + at.chance()) : value)); },
  shift(at) { const size = (2.5 + 4 * at.chance()) * habits(at).spread * sign(at.chance); change(at, some(at.chance, 60, 1500), (value) => value + size); },
  drop(at) { const { middle } = habits(at); const share = 0.2 + 0.4 * at.chance(); change(at, some(at.chance, 12, 150), (value) => value - (middle - share * middle) * 1); },
  noisier(at) { const { spread } = habits(at); const size = 2.5 + 2 * at.chance(); change(at, some(at.chance, 60, 400), (value) => value + size * spread * (at.chance() * 2 - 1)); },
  flat(at) { const held = at.values[at.onset] ?? 0; change(at, some(at.chance, 100, 400), () => held); },
  drift(at) { const { spread } = habits(at); const slope = (0.02 + 0.05 * at.chance()) * spread * sign(at.chance); change(at, 300, (value, nth) => value + slope * nth); },
  // The rhythm stays away: the values are those of the night, or of another time of day.
  skip(at) { const low = at.values.slice(Math.max(0, at.onset - 600), at.onset).toSorted()[60] ?? 0; change(at, perDay(at.stepMs), (value) => Math.min(value, low)); },
  reverse(at) { const { middle } = habits(at); change(at, perDay(at.stepMs) >> 1, (value) => 2 * middle - value); },
  holiday(at) { const factor = at.chance() < 0.6 ? 0.45 + 0.2 * at.chance() : 1.4; change(at, perDay(at.stepMs), (value) => value * factor); },
  period(at) { const from = at.onset - perDay(at.stepMs); change(at, perDay(at.stepMs), (_, nth) => at.values[Math.max(0, from + ((nth * 3) % perDay(at.stepMs)))] ?? 0); },
  crowd(at) { const factor = 4 + 12 * at.chance(); change(at, some(at.chance, 10, 60), (value, nth) => value * (1 + factor * Math.exp(-nth / 15)) + factor); },
} as const satisfies Record<string, (at: Planting) => void>;

export type TroubleId = keyof typeof troubles;
