// Links of style sheets: url(), @import, image-set() and the mark of a source map.
import type { RawLink } from "./link.ts";

const reference = /url\(\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|((?:[^\s"'()\\]|\\[0-9a-f]{1,6}\s?|\\[^0-9a-f])*))\s*\)|@import\s+(?:"([^"\n]*)"|'([^'\n]*)')|\bsrc\(\s*(?:"([^"\n]*)"|'([^'\n]*)')|(?:image-set|cross-fade)\(\s*(?:"([^"\n]*)"|'([^'\n]*)')|,\s*(?:"([^"\n]*)"|'([^'\n]*)')\s+(?:[\d.]+(?:x|dppx|dpi|dpcm)|type\()/gi;
const comment = /\/\*[^]*?\*\//g;
const sourceMap = /\/[*/][#@]\s*sourceMappingURL=([^\s*]+)/g;

// CSS Syntax 3 4.3.7: a backslash and up to six hexadecimal digits, or the character itself.
const unescaped = (text: string): string => text.replaceAll(/\\(?:([0-9a-f]{1,6})\s?|(.))/gi, (_all, code: string | undefined, character: string | undefined) => (code === undefined ? character ?? "" : safeCharacter(Number.parseInt(code, 16))));
const safeCharacter = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "");

export function cssLinks(text: string): RawLink[] {
  const links: RawLink[] = [];
  for (const found of text.matchAll(reference)) {
    const ref = found.slice(1).find((one) => one !== undefined);
    if (ref) links.push({ ref: unescaped(ref), source: "style", sure: true });
  }
  for (const [, ref = ""] of text.matchAll(sourceMap)) links.push({ ref, source: "source-map", sure: true });
  return links;
}

/** What comments of a style sheet say. */
export const cssComments = (text: string): string[] => Array.from(text.matchAll(comment), ([one]) => one);
