// Chance that can be repeated: a generator with a seed, and draws by Zipf's law.

/** The next number in [0, 1); the same seed gives the same sequence. */
export type Chance = () => number;

/** A 32-bit Weyl sequence behind a mixing function: small, fast, and even enough for test data. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** A whole number in [from, to). */
export const between = (chance: Chance, from: number, to: number): number => from + Math.floor(chance() * (to - from));

/**
 * Draws ranks 0..count-1, rank r with weight 1 / (r + 1) ** exponent: few packages are everywhere, most are nearly nowhere.
 * `distinct` draws so many different ones, in the order drawn.
 */
export function createZipf(count: number, exponent: number): { distinct(chance: Chance, wanted: number): number[] } {
  const upTo = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) { sum += (rank + 1) ** -exponent; upTo[rank] = sum; }
  const draw = (chance: Chance): number => lowerBound(upTo, chance() * sum);
  return {
    distinct(chance, wanted) {
      if (wanted > count) throw new RangeError(`${wanted} different ones of ${count}`);
      const drawn = new Set<number>();
      while (drawn.size < wanted) drawn.add(draw(chance));
      return [...drawn];
    },
  };
}

function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
