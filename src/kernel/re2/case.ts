// Letters that differ only in case: simple folding as RE2 does it ("k", "K" and the Kelvin sign are one).

// One code point for all that fold together. Letters that become two when folded (sharp s) have no simple form and stay.
function keyOf(code: number): number {
  const upper = String.fromCodePoint(code).toUpperCase();
  const lone = upper.length === sizeOf(upper) ? upper : String.fromCodePoint(code);
  const lower = lone.toLowerCase();
  return lower.length === sizeOf(lower) ? (lower.codePointAt(0) ?? code) : code;
}

const sizeOf = (text: string): number => ((text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);

// Beyond it Unicode has no letters with case.
const lastCased = 0x1ffff;
let orbits: Map<number, number[]> | undefined;

function orbitsByKey(): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (let code = 0; code <= lastCased; code++) {
    const key = keyOf(code);
    if (key === code) continue;
    const orbit = found.get(key);
    if (orbit) orbit.push(code);
    else found.set(key, [key, code]);
  }
  return found;
}

/** All code points that equal this one when case does not matter, itself among them. */
export function foldsOf(code: number): readonly number[] {
  // RE2 keeps the dotted capital and the dotless small i apart from every other letter.
  if (code > lastCased || code === 0x130 || code === 0x131) return [code];
  const ascii = code < 0x80 && !/[A-Za-z]/.test(String.fromCharCode(code));
  if (ascii) return [code];
  orbits ??= orbitsByKey();
  return orbits.get(keyOf(code))?.filter((other) => other !== 0x130 && other !== 0x131) ?? [code];
}
