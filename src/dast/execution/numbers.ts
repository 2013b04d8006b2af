// Numbers whose product or sum only a computation gives: the result never stands in what was sent.
import type { Seed } from "../seed.ts";

/** Two factors of five digits, their product of nine or ten, their sum, and a word. */
export interface Numbers { left: number; right: number; product: string; sum: string; word: string; other: string }

/** label: one for each attempt, so that a repeat has fresh ones. */
export function numbersOf(seed: Seed, label: string): Numbers {
  const left = seed.number(`${label}/left`, 31_013, 98_765);
  const right = seed.number(`${label}/right`, 31_013, 98_765);
  // A sum has five or six digits only: seven and more make it rare in a page.
  return { left, right, product: String(left * right), sum: String(left * 1_000 + right * 1_000 + 7), word: seed.word(`${label}/word`, 8), other: seed.word(`${label}/other`, 6) };
}

/** The two numbers whose sum is `sum`. */
export const addends = ({ left, right }: Numbers): readonly [number, number] => [left * 1_000 + 4, right * 1_000 + 3];
