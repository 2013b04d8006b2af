// The 64-bit hash under which the index finds names: two halves, because JavaScript's whole numbers end at 53 bits.

export interface NameHash { hi: number; lo: number }

/**
 * Two multiplicative hashes over UTF-16 code units, mixed at the end (after cyrb53). Not a defence against chosen names:
 * every look-up compares the name itself, so that a collision costs time and never an answer.
 */
export function hashName(text: string): NameHash {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return { hi: b >>> 0, lo: a >>> 0 };
}

export const compareHashes = (a: NameHash, b: NameHash): number => a.hi - b.hi || a.lo - b.lo;

/** Tags in the table of names. */
export const nameTags = { alias: 1, upstream: 2 } as const;
