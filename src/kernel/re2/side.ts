// What lies beside a position of a text, and which anchors stand there.

/** The end of the text, a line feed, a letter of a word (ASCII), anything else. */
export type Side = 0 | 1 | 2 | 3;
export const edge: Side = 0;
const lineFeed: Side = 1;
const word: Side = 2;
const other: Side = 3;

export function sideOfChar(code: number): Side {
  if (code === 0x0a) return lineFeed;
  const isWord = (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x61 && code <= 0x7a);
  return isWord ? word : other;
}

/** Whether an anchor stands between two sides. */
export const holds = {
  "text-start": (before: Side) => before === edge,
  "text-end": (_before: Side, after: Side) => after === edge,
  "line-start": (before: Side) => before === edge || before === lineFeed,
  "line-end": (_before: Side, after: Side) => after === edge || after === lineFeed,
  "word-edge": (before: Side, after: Side) => (before === word) !== (after === word),
  "no-word-edge": (before: Side, after: Side) => (before === word) === (after === word),
} as const;
