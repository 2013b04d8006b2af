// Marks: texts as numbers, so that a group need not keep an id to know it again.

/**
 * 53 bits of a text, the same in every process; equal texts have equal marks. Two texts of a full group (10,000 events) share one by chance
 * once in 100 million such groups, and then one event counts for two. Marks are not secret: who can choose ids can as well send one twice.
 */
export function markOf(text: string): number {
  let [one, two] = [0x2f0b4c47, 0x41c64e6d];
  for (let place = 0; place < text.length; place += 1) {
    const unit = text.charCodeAt(place);
    one = Math.imul(one ^ unit, 0x9e3779b1);
    two = Math.imul(two ^ unit, 0x85ebca77);
    // What only reached the upper bits comes back down, or endings of long texts weigh less than their beginnings.
    one ^= one >>> 15;
    two ^= two >>> 13;
  }
  return (scattered(two) & 0x1fffff) * 0x1_0000_0000 + (scattered(one) >>> 0);
}

// The finaliser of MurmurHash3 (public domain): each bit of what goes in turns each bit of what comes out half of the time.
function scattered(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
