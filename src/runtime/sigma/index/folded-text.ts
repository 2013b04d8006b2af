// Text without case, for looking up: whatever any comparison of Sigma takes for equal is the same text here.
//
// Comparisons lower-case a value (İ becomes two characters) and regular expressions fold letter by letter (ſ is s, the Kelvin
// sign is k). An index may find too much and never too little, so it folds both ways at once.

/** Of a code unit that cannot be folded alone: half a pair, and İ, whose lower case is two characters. */
export const unfoldable = 0;

let units: Uint16Array | undefined;

/** By UTF-16 code unit: the folded unit, or `unfoldable`; a text that holds one of those has to be lower-cased as a whole first. */
export const foldedUnits = (): Uint16Array => (units ??= Uint16Array.from({ length: 0x10000 }, (_, unit) => (isCaseless(unit) ? unit : foldedUnit(unit))));

// Ideographs, syllables and private characters: most of the plane, and no letter with case among them.
const isCaseless = (unit: number): boolean => (unit >= 0x2e80 && unit < 0xa640) || (unit >= 0xac00 && unit < 0xd800) || (unit >= 0xe000 && unit < 0xfb00);

function foldedUnit(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return unfoldable;
  const lower = String.fromCharCode(unit).toLowerCase();
  return lower.length === 1 ? keyOf(lower.charCodeAt(0)) : unfoldable;
}

// One unit for all that fold together. Letters that become two when raised (ß) have no simple form and stay.
function keyOf(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return unit;
  const upper = String.fromCharCode(unit).toUpperCase();
  const lower = upper.length === 1 ? upper.toLowerCase() : "";
  return lower.length === 1 ? lower.charCodeAt(0) : unit;
}

/** The folded text. When one text is found in another after both are lower-cased, so it is after both are folded. */
export function foldedText(text: string): string {
  const lower = text.toLowerCase();
  if (isAscii(lower)) return lower;
  let folded = "";
  for (let at = 0; at < lower.length; at++) folded += String.fromCharCode(keyOf(lower.charCodeAt(at)));
  return folded;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
