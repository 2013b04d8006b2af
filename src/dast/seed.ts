// Values that look random and are not: the same seed and label give the same value, so that a scan can be repeated exactly.
import { hash } from "node:crypto";

export interface Seed {
  /** Letters a-z, first one too; label: what it is for. */
  word(label: string, length?: number): string;
  /** A whole number in [from, to]. */
  number(label: string, from: number, to: number): number;
  /** A seed of its own for a part of the scan. */
  of(label: string): Seed;
}

export function createSeed(root: string): Seed {
  const digest = (label: string): string => hash("sha256", `${root.length}:${root}${label}`, "hex");
  return {
    word: (label, length = 10) => Array.from({ length }, (_, at) => String.fromCharCode(97 + Number.parseInt(digest(`${label}/${at >> 4}`).slice((at & 15) * 4, (at & 15) * 4 + 4), 16) % 26)).join(""),
    number: (label, from, to) => from + Number.parseInt(digest(label).slice(0, 12), 16) % (to - from + 1),
    of: (label) => createSeed(digest(`of/${label}`)),
  };
}
