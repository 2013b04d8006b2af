// The characters as a program tells them apart: all that every step treats alike are one letter, and a table of letters is small and soon known.
import type { Program } from "./program.ts";
import { sideOfChar } from "./side.ts";

export interface Alphabet {
  /** Letters of the ASCII characters. */
  readonly ascii: Uint8Array;
  /** The letter of a character beyond; -1 when there is no room for another. */
  letterOf(code: number): number;
  /** Letters are below it. */
  readonly size: number;
}

const ascii = 128;
/** For characters that are like no ASCII character. */
const spare = 8;
const mostKnown = 2000;

export function createAlphabet({ steps, hasAnchors }: Program): Alphabet {
  const classes = [...new Set(steps.flatMap((step) => (step.kind === "take" ? [step.has] : [])))];
  const letters = new Map<string, number>();
  const keyOf = (code: number): string => classes.reduce((key, has) => key + (has(code) ? "1" : "0"), hasAnchors ? String(sideOfChar(code)) : "");
  const letterFor = (code: number, most: number): number => {
    const key = keyOf(code);
    const letter = letters.get(key) ?? (letters.size < most ? letters.size : -1);
    if (letter === letters.size) letters.set(key, letter);
    return letter;
  };
  const table = Uint8Array.from({ length: ascii }, (_, code) => letterFor(code, ascii));
  const size = letters.size + spare;
  const beyond = new Map<number, number>();
  return {
    ascii: table, size,
    letterOf(code) {
      let letter = beyond.get(code);
      if (letter === undefined) {
        if (beyond.size >= mostKnown) beyond.clear();
        beyond.set(code, (letter = letterFor(code, size)));
      }
      return letter;
    },
  };
}
