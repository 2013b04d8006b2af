// Labelled series made by us, of the kinds that operations have: what is ordinary by kind (ordinary.ts), and what goes wrong in it.
import { createChance } from "../chance.ts";
import type { Chance } from "../chance.ts";
import { kinds } from "./ordinary.ts";
import type { Kind } from "./ordinary.ts";
import { troubles } from "./troubles.ts";

export interface Series {
  /** "category/name.csv", as NAB names a file. */
  name: string;
  /** Epoch milliseconds of each value, ascending. */
  at: readonly number[];
  values: Float64Array;
  /** Indexes, both ends inside. */
  windows: readonly (readonly [number, number])[];
}

/** Of each kind one series per seed. */
export const syntheticCorpus = (seeds: readonly number[]): Series[] => kinds.flatMap((kind) => seeds.map((seed) => seriesOf(kind, seed)));

function seriesOf(kind: Kind, seed: number): Series {
  const chance = createChance(seed * 7919 + kind.id.length * 131 + (kind.id.codePointAt(0) ?? 0) * 17 + (kind.id.codePointAt(2) ?? 0));
  const at = timesOf(kind, chance);
  const values = kind.values(at, chance);
  // A fifth of the series has nothing wrong, as part of NAB's corpus.
  const count = kind.troubles.length === 0 || chance() < 0.15 ? 0 : 1 + Math.floor(chance() * 3.5);
  const onsets = onsetsOf(values.length, count, chance);
  for (const onset of onsets) plant(kind, values, onset, chance);
  return { name: `${kind.id}/${kind.id}_${seed}.csv`, at, values: Float64Array.from(values, kind.shown), windows: windowsOf(onsets, values.length) };
}

function timesOf({ stepMs, irregular }: Kind, chance: Chance): number[] {
  const length = 1500 + Math.floor(chance() ** 2 * 9000);
  const at: number[] = [];
  let now = Date.UTC(2025, 2, 3) + Math.floor(chance() * 7) * 86_400_000;
  for (let point = 0; point < length; point += 1) {
    at.push(now);
    now += irregular ? stepMs * (chance() < 0.8 ? 1 : 1 + Math.floor(chance() * 6)) : stepMs * (chance() < 0.0005 ? 10 : 1);
  }
  return at;
}

/** Behind the probation, apart from each other and from the end. */
function onsetsOf(length: number, count: number, chance: Chance): number[] {
  const from = Math.floor(0.22 * length);
  const room = (0.93 * length - from) / Math.max(1, count);
  return Array.from({ length: count }, (_, nth) => Math.floor(from + room * (nth + 0.1 + 0.65 * chance())));
}

function plant(kind: Kind, values: Float64Array, onset: number, chance: Chance): void {
  const trouble = kind.troubles[Math.floor(chance() * kind.troubles.length)];
  if (trouble !== undefined) troubles[trouble]({ values, onset, chance, stepMs: kind.stepMs });
}

/** NAB's rule: a tenth of the series is window, shared by its anomalies, each in the middle of its own. */
function windowsOf(onsets: readonly number[], length: number): [number, number][] {
  const half = Math.floor(0.05 * length / Math.max(1, onsets.length));
  return onsets.map((onset) => [Math.max(0, onset - half), Math.min(length - 1, onset + half)] as [number, number]);
}
