// Text in the order of its UTF-8 bytes: for versions that have no other order.
import { compareKeys, defineScheme, versionLengthLimit } from "../scheme.ts";

// The bytes of UTF-8 sort as code points do. UTF-16 sorts the code points above U+FFFF, written with surrogates,
// before U+E000 to U+FFFF; moving both groups makes its order the same.
const privateUseOn = 0xe000;
const surrogatesOn = 0xd800;

/** A version is its sort key. Every text that is not empty is a version here, words too: whoever names this order wants them ordered. */
export const lexicographic = defineScheme<string>({
  id: "lexicographic",
  about: "Any text, in the order of its UTF-8 bytes.",
  // No ecosystem of OSV; VERS names this order.
  ecosystems: [],
  standard: "VERS, type lexicographic",
  parse: (text) => (text.trim() === "" || text.length > versionLengthLimit ? undefined : inCodePointOrder(text)),
  compare: compareKeys,
});

function inCodePointOrder(text: string): string {
  if (!/[\ud800-\uffff]/.test(text)) return text;
  let key = "";
  for (let at = 0; at < text.length; at++) key += String.fromCharCode(moved(text.charCodeAt(at)));
  return key;
}

function moved(unit: number): number {
  if (unit >= privateUseOn) return unit - 0x800;
  return unit >= surrogatesOn ? unit + 0x2000 : unit;
}
