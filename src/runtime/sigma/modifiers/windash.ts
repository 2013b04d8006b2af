// Flags of Windows' command lines with any of the dashes people type.
import { eachText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";
import { joined } from "../value.ts";
import type { Pattern } from "../rule.ts";

const dashes = ["-", "/", "\u2013", "\u2014", "\u2015"];
// \B[-/]\b of pySigma, with words of any script: nothing of a word before the dash, a word behind it.
const flag = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/u;
const everyFlag = new RegExp(flag, "gu");
/** 5 dashes make 3,125 spellings. */
const mostSpellings = 3125;

export const windash: Modifier = {
  id: "windash", about: "Each - or / that begins a flag may be - / or an en dash, em dash or horizontal bar, in every combination.",
  apply: (term) => eachText(term, (text) => spellingsOf(text.pattern).map((pattern) => ({ ...text, pattern }))),
};

function spellingsOf(pattern: Pattern): Pattern[] {
  return pattern.reduce<Pattern[]>((before, part) => {
    const texts = typeof part === "string" ? spelled(part) : [part];
    if (before.length * texts.length > mostSpellings) return refuseValue(`makes more than ${mostSpellings} spellings of this value; split it`);
    return before.flatMap((one) => texts.map((text) => joined([...one, text])));
  }, [[]]);
}

function spelled(text: string): string[] {
  const pieces = text.split(everyFlag);
  const found = text.match(everyFlag) ?? [];
  if (dashes.length ** found.length > mostSpellings) return refuseValue(`makes more than ${mostSpellings} spellings of this value; split it`);
  return pieces.slice(1).reduce<string[]>((before, piece) => before.flatMap((one) => dashes.map((dash) => one + dash + piece)), [pieces[0] ?? ""]);
}
