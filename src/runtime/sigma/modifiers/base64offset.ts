// The value somewhere within a text in Base64: its three spellings.
import { eachText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";
import { bytesOf } from "../bytes.ts";

// Three bytes are four characters: what stands before and after reaches into the first and the last of ours, and those are cut off.
const starts = [0, 2, 3];
const ends = [0, 3, 2];

export const base64offset: Modifier = {
  id: "base64offset", about: "The value at any place within a text in Base64; contains stands after it.",
  apply: (term) => eachText(term, (text) => {
    const bytes = bytesOf(text);
    const spellings = starts.map((start, shift) => {
      const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
      return encoded.slice(start, encoded.length - (ends[(bytes.length + shift) % 3] ?? 0));
    });
    if (spellings.includes("")) return refuseValue("takes at least two bytes: fewer have no fixed form");
    return spellings.map((spelling) => ({ kind: "text", pattern: [spelling], isBytes: false }));
  }),
};
