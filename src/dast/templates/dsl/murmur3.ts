// MurmurHash3, 32 bits (Austin Appleby, public domain algorithm): the fingerprint that favicons are known by.

const c1 = 0xcc9e2d51;
const c2 = 0x1b873593;
const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));
const mixed = (block: number): number => Math.imul(rotate(Math.imul(block, c1), 15), c2);

/** As a signed number of 32 bits. */
export function murmur3(bytes: Buffer, seed = 0): number {
  let state = seed;
  const whole = bytes.length & ~3;
  for (let at = 0; at < whole; at += 4) state = (Math.imul(rotate(state ^ mixed(bytes.readInt32LE(at)), 13), 5) + 0xe6546b64) | 0;
  let tail = 0;
  for (let at = bytes.length - 1; at >= whole; at--) tail = (tail << 8) | (bytes[at] ?? 0);
  if (bytes.length > whole) state ^= mixed(tail);
  state ^= bytes.length;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) | 0;
}
