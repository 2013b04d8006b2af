// How often a literal will be seen, guessed from the rules themselves: their searches and filters are full of what events usually hold.
import { foldedText } from "./folded-text.ts";
import { gramLength } from "./gram-table.ts";

export interface Commonness {
  /** A guess how often events hold the literal (folded); only the order of the numbers means something. */
  of(text: string, anchors: { start: boolean; end: boolean }): number;
  /** Where in the literal its rarest four characters begin; 0 when it has no four. */
  rarestGram(text: string): number;
}

const buckets = 1 << 18;

/** eachLiteral: calls with every literal, as often as rules use it. */
export function createCommonness(eachLiteral: (take: (literal: string) => void) => void): Commonness {
  const counts = new Uint32Array(buckets);
  eachLiteral((literal) => {
    const text = foldedText(literal);
    for (let at = 0; at + gramLength <= text.length; at++) { const bucket = bucketOf(text, at); counts[bucket] = (counts[bucket] ?? 0) + 1; }
  });
  return {
    of(text, { start, end }) {
      // A text is no more common than its rarest part.
      const rarest = text.length < gramLength ? 100 : counts[bucketOf(text, rarestGram(text, counts))] ?? 0;
      return rarest * lengthFactor(text.length) * (start && end ? 0.3 : start || end ? 0.6 : 1) + (start && end ? enumerated(text.length) : 0);
    },
    rarestGram: (text) => rarestGram(text, counts),
  };
}

function rarestGram(text: string, counts: Uint32Array): number {
  let [best, least] = [0, Infinity];
  for (let at = 0; at + gramLength <= text.length; at++) {
    const count = counts[bucketOf(text, at)] ?? 0;
    if (count < least) [best, least] = [at, count];
  }
  return best;
}

// Short literals occur by chance; whole words hardly ever.
const lengthFactor = (length: number): number => 1 + 400 / Math.max(length, 1) ** 2.5;

// Short whole values are mostly one of a few ("true", "GET", "4688"), and then events are full of them.
const enumerated = (length: number): number => (length <= 6 ? 400 : length <= 8 ? 150 : 0);

// FNV-1a over the characters.
function bucketOf(text: string, from: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < from + gramLength; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) & (buckets - 1);
}
