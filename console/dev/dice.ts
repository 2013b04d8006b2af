// Chance that repeats: the same seed gives the same throws.

export interface Dice { upTo: (limit: number) => number; chance: (share: number) => boolean; pick: <Item>(items: readonly [Item, ...Item[]] | readonly Item[]) => Item }

/** A linear congruential generator (Numerical Recipes, section 7.1): plenty for made-up data, useless for anything else. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state / 2 ** 32; };
  const upTo = (limit: number): number => Math.floor(next() * limit);
  return {
    upTo, chance: (share) => next() < share,
    pick: <Item,>(items: readonly Item[]): Item => {
      const item = items[upTo(items.length)];
      if (item === undefined) throw new TypeError("nothing to pick from");
      return item;
    },
  };
}
